import type { z } from 'zod';
import { achievementEvents } from './achievement.events.js';
import { campaignEvents } from './campaign.events.js';
import type { DomainEvent, RecordedEvent } from './envelope.js';
import { participationEvents } from './participation.events.js';
import { installationEvents, organisationEvents, unitTreeEvents } from './registry.events.js';
import { reportEvents } from './report.events.js';
import { reviewEvents } from './review.events.js';

/** Every stored event of the system, by its versioned name. */
export const eventSchemas = {
  ...installationEvents,
  ...unitTreeEvents,
  ...organisationEvents,
  ...campaignEvents,
  ...participationEvents,
  ...achievementEvents,
  ...reportEvents,
  ...reviewEvents,
};

export type EventType = keyof typeof eventSchemas;
export type EventData<Type extends EventType> = z.infer<(typeof eventSchemas)[Type]>;

/** The union of events in a map of schemas, as a decider and its evolve see them. */
export type EventOf<Schemas extends Record<string, z.ZodType>> = {
  [Type in keyof Schemas & string]: DomainEvent<Type, z.infer<Schemas[Type]>>;
}[keyof Schemas & string];

/** Any event of the system, with its envelope; narrowed by `type`. */
export type AnyRecorded = { [Type in EventType]: RecordedEvent<Type, EventData<Type>> }[EventType];

export type RecordedOf<Type extends EventType> = RecordedEvent<Type, EventData<Type>>;

export type InstallationEvent = EventOf<typeof installationEvents>;
export type UnitTreeEvent = EventOf<typeof unitTreeEvents>;
export type OrganisationEvent = EventOf<typeof organisationEvents>;
export type CampaignEvent = EventOf<typeof campaignEvents>;
export type ParticipationEvent = EventOf<typeof participationEvents>;
export type AchievementEvent = EventOf<typeof achievementEvents>;
export type ReportEvent = EventOf<typeof reportEvents>;
export type ReviewEvent = EventOf<typeof reviewEvents>;
