import type { Appointment, OrganisationFacts, World } from '@thidua/authority';
import { type Clock, type FeedReader, type Projection, todayOf, type Waited } from '@thidua/event-sourcing';
import {
  type AnyRecorded,
  type EventType,
  installationEvents,
  organisationEvents,
  organisationIdOf,
  type Position,
  type Receipt,
  type RecordedEvent,
  unitTreeEvents,
} from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import type { Transaction } from 'kysely';
import { projectionLagging, waitMsMax } from './readers.js';

/** An organisation with its officers, as known now. */
export interface OrganisationRecord extends OrganisationFacts {
  readonly nameVi: string;
  readonly validFrom: string;
  readonly revision: number;
  readonly appointments: readonly Appointment[];
}

/** What this log is. `loaded` = the demo's load is finished. */
export interface Installation {
  readonly installationId: string;
  readonly kind: 'DEMO' | 'OWN';
  readonly seed: string | null;
  readonly loaded: boolean;
}

const viewEvents = { ...installationEvents, ...unitTreeEvents, ...organisationEvents };
type ViewEvent = Extract<AnyRecorded, { type: keyof typeof viewEvents }>;

/**
 * One fold of the registry's events in memory: the tree of units with its history, organisations,
 * appointments. It follows the log like every reader, so it has a position and can lag.
 */
export class RegistryView {
  readonly units = new UnitHistory();
  installation: Installation | null = null;
  private readonly organisations = new Map<string, OrganisationRecord>();
  private readonly byUnit = new Map<string, string[]>();
  private readonly byUser = new Map<string, Appointment[]>();
  private reader: FeedReader | undefined;

  constructor(private readonly clock: Clock) {}

  today(): string {
    return todayOf(this.clock);
  }

  organisation(orgId: string): OrganisationRecord | undefined {
    return this.organisations.get(orgId);
  }

  organisationsOf(unitId: string): readonly OrganisationRecord[] {
    return (this.byUnit.get(unitId) ?? []).flatMap((orgId) => this.organisations.get(orgId) ?? []);
  }

  appointmentsOf(userId: string): readonly Appointment[] {
    return this.byUser.get(userId) ?? [];
  }

  /** What rights are judged by: the tree of today as known now. */
  world(): World {
    return {
      tree: this.units.tree(this.today()),
      organisation: (orgId) => this.organisations.get(orgId),
      committeeOf: (unitId) => this.organisations.get(organisationIdOf(unitId, 'FRONT_COMMITTEE')),
    };
  }

  /** The reader that moves this view, told once it exists. */
  follow(reader: FeedReader): void {
    this.reader = reader;
  }

  /** Waits until the view knows all that the log holds now. */
  caughtUp(waitMs: number): Promise<Waited> {
    if (!this.reader) throw new Error('the registry view follows no feed yet');
    return this.reader.caughtUp(waitMs);
  }

  /** Waits until the view has done the event of a receipt; refuses as PROJECTION_LAGGING after 2 s. */
  async reach(receipt: Receipt | null): Promise<void> {
    if (receipt === null) return;
    if ((await this.reader?.passed(receipt, waitMsMax)) !== 'passed') throw projectionLagging(this.position);
  }

  get position(): Position {
    return this.reader?.status().checkpoint.position ?? 0;
  }

  apply(event: RecordedEvent): void {
    const known = event as ViewEvent;
    switch (known.type) {
      case 'InstallationCreated.v1': {
        const { installationId, kind, seed } = known.data;
        this.installation = { installationId, kind, seed: seed ?? null, loaded: kind === 'OWN' };
        return;
      }
      case 'DemoLoaded.v1':
        if (this.installation) this.installation = { ...this.installation, loaded: true };
        return;
      case 'UnitRegistered.v1':
        this.units.apply(event);
        return;
      case 'OrganisationEstablished.v1': {
        const { predecessorOrgIds: _, ...facts } = known.data;
        this.byUnit.set(facts.unitId, [...(this.byUnit.get(facts.unitId) ?? []), facts.orgId]);
        this.organisations.set(facts.orgId, { ...facts, revision: known.revision, appointments: [] });
        return;
      }
      case 'OfficerAppointed.v1': {
        const { validTo, ...appointment } = known.data;
        this.change(known.revision, { ...appointment, validTo: validTo ?? null });
        return;
      }
      case 'OfficerReleased.v1': {
        const { orgId, appointmentId, validFrom } = known.data;
        const held = this.organisation(orgId)?.appointments.find((one) => one.appointmentId === appointmentId);
        if (held) this.change(known.revision, { ...held, validTo: dayBefore(validFrom) });
        return;
      }
    }
  }

  /** Puts an appointment in the place of the one with its id, at its organisation and its person. */
  private change(revision: number, appointment: Appointment): void {
    const { orgId, userId } = appointment;
    const organisation = this.organisations.get(orgId);
    if (!organisation) throw new Error(`an appointment at ${orgId}, which is not established`);
    const replaced = (list: readonly Appointment[]) => [
      ...list.filter(({ appointmentId }) => appointmentId !== appointment.appointmentId),
      appointment,
    ];
    const appointments = replaced(organisation.appointments);
    this.organisations.set(orgId, { ...organisation, revision, appointments });
    this.byUser.set(userId, replaced(this.appointmentsOf(userId)));
  }
}

/** The last day something still holds that ends on a day. */
export const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** Tables of the view: the registry's events as they are, so that a start folds them and not the whole log. */
export interface RegistryViewTables {
  registry_event: { position: number; event: string };
}

/** The view as a projection: its rows load it at the start, its batches move it. */
export const registryViewProjection = (view: RegistryView): Projection<RegistryViewTables> => ({
  name: 'registry-view',
  version: 1,
  tables: ['registry_event'],
  create: (database) =>
    database.schema
      .createTable('registry_event')
      .addColumn('position', 'integer', (column) => column.primaryKey())
      .addColumn('event', 'text', (column) => column.notNull())
      .execute(),
  handlers: Object.fromEntries(
    (Object.keys(viewEvents) as EventType[]).map((type) => [
      type,
      async (rows: Transaction<RegistryViewTables>, event: RecordedEvent) => {
        await rows
          .insertInto('registry_event')
          .values({ position: event.position, event: JSON.stringify(event) })
          .execute();
      },
    ]),
  ),
  load: async (database) => {
    const rows = await database.selectFrom('registry_event').select('event').orderBy('position').execute();
    for (const { event } of rows) view.apply(JSON.parse(event) as RecordedEvent);
  },
  committed: (batch) => {
    for (const event of batch) if (event.type in viewEvents) view.apply(event);
  },
});
