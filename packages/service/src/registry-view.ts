import type { Appointment, World } from '@thidua/authority';
import {
  type Checkpoint,
  type Clock,
  type FeedReader,
  type Projection,
  startOfLog,
  todayOf,
  type Waited,
} from '@thidua/event-sourcing';
import {
  type AnyRecorded,
  type EventType,
  installationEvents,
  type OrganisationEvent,
  organisationEvents,
  organisationIdOf,
  type Position,
  type Receipt,
  type RecordedEvent,
  unitTreeEvents,
} from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { eventsInMemoryProjection, type KeptEventTables } from './events-in-memory.js';
import { changedBy, establishedOf, factsOn, type OrganisationRecord } from './organisation-record.js';
import { projectionLagging, waitMsMax } from './readers.js';
import { UnitPlaces } from './unit-places.js';

/** What this log is. `loaded` = the demo's load is finished. */
export interface Installation {
  readonly installationId: string;
  readonly kind: 'DEMO' | 'OWN';
  readonly seed: string | null;
  readonly loaded: boolean;
}

const viewEvents = { ...installationEvents, ...unitTreeEvents, ...organisationEvents };
type ViewEvent = Extract<AnyRecorded, { type: keyof typeof viewEvents }>;

/** Whether an event changes which units and organisations there are on some day. */
const shapesWorlds = (type: ViewEvent['type']): boolean =>
  type in unitTreeEvents || type === 'OrganisationEstablished.v1' || type === 'OrganisationDissolved.v1';

/**
 * One fold of the registry's events in memory: the tree of units with its history, organisations,
 * appointments. It follows the log like every reader, so it has a position and can lag.
 */
export class RegistryView {
  readonly units = new UnitHistory();
  private readonly places = new UnitPlaces(this.units);
  installation: Installation | null = null;
  private readonly organisations = new Map<string, OrganisationRecord>();
  private readonly byUnit = new Map<string, string[]>();
  /** Where a unit or an organisation changed, in log order. */
  private readonly shapes: Position[] = [];
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

  /** Organisations that have not ended today, those that have yet to begin included. */
  livingOrganisations(): readonly OrganisationRecord[] {
    const today = this.today();
    return [...this.organisations.values()].filter(({ dissolution }) => !dissolution || today < dissolution.validFrom);
  }

  appointmentsOf(userId: string): readonly Appointment[] {
    return this.byUser.get(userId) ?? [];
  }

  /** The last day of a unit, null where no end is known. */
  lastDayOf(unitId: string): string | null {
    return this.places.lastDayOf(unitId);
  }

  /** What rights are judged by: the tree of today as known now. */
  world(): World {
    return this.worldAsOf(this.today(), Number.POSITIVE_INFINITY);
  }

  /** The organisations and the tree in force on a day (local date), as known at a position. */
  worldAsOf(on: string, known: Position): World {
    const asOf = { on, knownUpTo: Math.min(known, this.units.position) };
    const organisation = (orgId: string) => {
      const org = this.organisations.get(orgId);
      return org && org.position <= known ? factsOn(org, on, known) : undefined;
    };
    return {
      tree: this.units.tree(on, asOf.knownUpTo),
      organisation,
      committeeOf: (unitId) => {
        const record = this.organisations.get(organisationIdOf(unitId, 'FRONT_COMMITTEE'));
        const committee = record && record.validFrom <= on ? organisation(record.orgId) : undefined;
        return committee?.dissolved ? undefined : committee;
      },
      placeOf: (unitId) => this.places.place(unitId, asOf),
      formerUnits: () => this.places.former(asOf),
      formerOrganisations: () =>
        [...this.organisations.keys()].flatMap((orgId) => {
          const org = organisation(orgId);
          return org?.dissolved ? [org] : [];
        }),
    };
  }

  /** The last position up to the given one at which a unit or an organisation changed: between two of them every world of a day is the same. */
  shapeAt(knownUpTo: Position): Position {
    return this.shapes.findLast((position) => position <= knownUpTo) ?? 0;
  }

  /** One that knows nothing yet, moved by the same reader. */
  empty(): RegistryView {
    const view = new RegistryView(this.clock);
    view.reader = this.reader;
    return view;
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

  /** Waits until the view has done the event of a receipt; refuses as PROJECTION_LAGGING, after 2 s where nothing else is said. */
  async reach(receipt: Receipt | null, waitMs = waitMsMax): Promise<void> {
    if (receipt === null) return;
    if ((await this.reader?.passed(receipt, waitMs)) !== 'passed') throw projectionLagging(this.position);
  }

  get checkpoint(): Checkpoint {
    return this.reader?.status().checkpoint ?? startOfLog;
  }

  get position(): Position {
    return this.checkpoint.position;
  }

  apply(event: RecordedEvent): void {
    const known = event as ViewEvent;
    if (shapesWorlds(known.type)) this.shapes.push(known.position);
    switch (known.type) {
      case 'InstallationCreated.v1': {
        const { installationId, kind, seed } = known.data;
        this.installation = { installationId, kind, seed: seed ?? null, loaded: kind === 'OWN' };
        return;
      }
      case 'DemoLoaded.v1':
        if (this.installation) this.installation = { ...this.installation, loaded: true };
        return;
      case 'OrganisationEstablished.v1': {
        const { unitId, orgId } = known.data;
        this.byUnit.set(unitId, [...(this.byUnit.get(unitId) ?? []), orgId]);
        this.organisations.set(orgId, establishedOf(known.data, known));
        return;
      }
      case 'OrganisationRenamed.v1':
      case 'OrganisationDissolved.v1':
      case 'OfficerAppointed.v1':
      case 'OfficerReleased.v1':
        this.change(known);
        return;
      case 'UnitDissolved.v1':
        this.places.dissolve(known.data, known.position);
        this.units.apply(event);
        return;
      default:
        this.units.apply(event);
    }
  }

  private change(event: Exclude<ViewEvent & OrganisationEvent, { type: 'OrganisationEstablished.v1' }>): void {
    const { orgId } = event.data;
    const before = this.organisations.get(orgId);
    if (!before) throw new Error(`${event.type} at ${orgId}, which is not established`);
    const after = changedBy(before, event, event);
    this.organisations.set(orgId, after);
    for (const [index, appointment] of after.appointments.entries()) {
      if (appointment !== before.appointments[index]) this.holds(appointment);
    }
  }

  /** Puts an appointment in the place of the one with its id, at the person who holds it. */
  private holds(appointment: Appointment): void {
    const { userId, appointmentId } = appointment;
    const others = this.appointmentsOf(userId).filter((held) => held.appointmentId !== appointmentId);
    this.byUser.set(userId, [...others, appointment]);
  }
}

/** The view as a projection over the registry's events. */
export const registryViewProjection = (view: RegistryView): Projection<KeptEventTables> =>
  eventsInMemoryProjection({
    name: 'registry-view',
    version: 1,
    table: 'registry_event',
    types: Object.keys(viewEvents) as EventType[],
    memory: view,
    empty: () => view.empty(),
    take: (one, event) => one.apply(event),
  });
