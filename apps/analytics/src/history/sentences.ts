import type { AnyRecorded, EventType, RecordedEvent } from '@thidua/events';
import { achievementSentences } from './achievement.sentences.js';
import { campaignSentences, participationSentences } from './campaign.sentences.js';
import { registrySentences } from './registry.sentences.js';
import { reportSentences, reviewSentences } from './report.sentences.js';
import { type SentencesOf, type Telling, Words } from './words.js';

/** What every event is called in domain words: a type without its own sentences does not compile. */
export const sentences = {
  ...registrySentences,
  ...campaignSentences,
  ...participationSentences,
  ...achievementSentences,
  ...reportSentences,
  ...reviewSentences,
} satisfies SentencesOf<EventType>;

/** An event in a sentence of the language asked. */
export const summaryOf = (event: RecordedEvent, telling: Omit<Telling, 'position' | 'recordedAt'>): string => {
  const known = event as AnyRecorded;
  const { position, recordedAt } = known;
  const sentence = sentences[known.type][telling.language] as (data: unknown, words: Words) => string;
  return sentence(known.data, new Words({ ...telling, position, recordedAt }));
};

/** Why it was done, as a person wrote it, where the event has that. */
export const reasonOf = ({ type, data }: RecordedEvent): string | null => {
  // Why a case was closed without a decision is a code and stands in its sentence.
  if (type === 'ReviewMooted.v1') return null;
  const { reason, note, text } = data as Readonly<Record<string, string | undefined>>;
  return reason ?? note ?? (type === 'FindingRaised.v1' ? text : undefined) ?? null;
};
