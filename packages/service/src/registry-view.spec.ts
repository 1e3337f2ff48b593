import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '@thidua/event-sourcing';
import { type DomainEvent, organisationIdOf, type RecordedEvent } from '@thidua/events';
import { organisationName, unitAsOf, unitAsOfOrLast } from './names.js';
import { existsOn, lastDayOf, nameOn } from './organisation-record.js';
import { RegistryView } from './registry-view.js';

const orgId = organisationIdOf('u', 'FRONT_COMMITTEE');

const viewOn = (today: string, ...events: readonly DomainEvent[]): RegistryView => {
  const view = new RegistryView(fixedClock(`${today}T08:00:00+07:00`));
  for (const [index, event] of events.entries()) {
    view.apply({ ...event, position: index + 1, revision: index } as RecordedEvent);
  }
  return view;
};
const unit = (unitId: string, parentUnitId?: string, validFrom = '2022-01-01'): DomainEvent => ({
  type: 'UnitRegistered.v1',
  data: {
    unitId,
    level: 'commune',
    type: 'commune',
    nameVi: `Xã ${unitId}`,
    validFrom,
    ...(parentUnitId && { parentUnitId }),
  },
});
const ends = (
  unitId: string,
  validFrom: string,
  ...successors: readonly (readonly [string, string])[]
): DomainEvent => ({
  type: 'UnitDissolved.v1',
  data: { unitId, validFrom, successors: successors.map(([id, coverage]) => ({ unitId: id, coverage })) },
});
const established: DomainEvent = {
  type: 'OrganisationEstablished.v1',
  data: {
    orgId,
    orgType: 'FRONT_COMMITTEE',
    level: 'commune',
    unitId: 'u',
    nameVi: 'A',
    validFrom: '2022-01-01',
    predecessorOrgIds: [],
  },
};
const renamed = (to: string, validFrom: string): DomainEvent => ({
  type: 'OrganisationRenamed.v1',
  data: { orgId, from: 'x', to, validFrom },
});
const dissolved = (validFrom: string): DomainEvent => ({
  type: 'OrganisationDissolved.v1',
  data: { orgId, validFrom, successorOrgId: 'next' },
});
const appointed = (appointmentId: string, validFrom: string, validTo?: string): DomainEvent => ({
  type: 'OfficerAppointed.v1',
  data: { orgId, appointmentId, userId: 'somebody', role: 'HEAD', validFrom, ...(validTo && { validTo }) },
});
const released = (appointmentId: string, validFrom: string): DomainEvent => ({
  type: 'OfficerReleased.v1',
  data: { orgId, appointmentId, validFrom },
});

describe('an organisation in the registry view', () => {
  it('has the name with the latest day, of one day the later in the log, whatever the order they came in', () => {
    const view = viewOn(
      '2022-06-01',
      unit('u'),
      established,
      renamed('C', '2022-05-01'),
      renamed('B', '2022-03-01'),
      renamed('D', '2022-05-01'),
    );
    const org = view.organisation(orgId);
    const names = ['2021-01-01', '2022-02-28', '2022-03-01', '2022-04-30', '2022-05-01'].map(
      (on) => org && nameOn(org, on),
    );
    expect(names).toEqual(['A', 'A', 'B', 'B', 'D']);
    expect(organisationName(view, orgId, '2022-03-01')).toMatchObject({ name: 'B' });
  });

  it("exists from its first day to the day before its end, and is its unit's committee on these days only", () => {
    const events = [unit('u'), established, dissolved('2022-07-01')];
    const org = viewOn('2022-06-30', ...events).organisation(orgId);
    expect(['2021-12-31', '2022-01-01', '2022-06-30', '2022-07-01'].map((on) => org && existsOn(org, on))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(org && lastDayOf(org)).toBe('2022-06-30');
    const before = viewOn('2022-06-30', ...events).world();
    expect([
      before.committeeOf('u')?.orgId,
      before.organisation(orgId)?.dissolved,
      before.formerOrganisations().length,
    ]).toEqual([orgId, undefined, 0]);
    const after = viewOn('2022-07-01', ...events).world();
    expect([after.committeeOf('u'), after.organisation(orgId)?.dissolved, after.formerOrganisations().length]).toEqual([
      undefined,
      { successorOrgId: 'next' },
      1,
    ]);
    expect(
      viewOn('2021-12-31', ...events)
        .world()
        .committeeOf('u'),
    ).toBeUndefined();
  });

  it('ends its appointments with it, those given later too, and no end lengthens one', () => {
    const view = viewOn(
      '2022-06-01',
      unit('u'),
      established,
      appointed('open', '2022-01-01'),
      appointed('short', '2022-01-01', '2022-03-31'),
      dissolved('2022-07-01'),
      appointed('late', '2022-06-15'),
      released('short', '2022-12-31'),
      released('open', '2022-06-01'),
    );
    const ending = { open: '2022-05-31', short: '2022-03-31', late: '2022-06-30' };
    const byId = (list: readonly { appointmentId: string; validTo: string | null }[]) =>
      Object.fromEntries(list.map(({ appointmentId, validTo }) => [appointmentId, validTo]));
    expect(byId(view.appointmentsOf('somebody'))).toEqual(ending);
    expect(byId(view.organisation(orgId)?.appointments ?? [])).toEqual(ending);
  });
});

describe('the place of a unit as far as rights go', () => {
  const view = viewOn(
    '2022-06-01',
    unit('top'),
    unit('d', 'top'),
    unit('d2', 'top'),
    unit('whole', 'd'),
    unit('split', 'd'),
    unit('gone', 'd'),
    unit('n', 'd2', '2022-05-01'),
    unit('m', 'd2', '2022-05-01'),
    ends('whole', '2022-05-01', ['n', 'FULL']),
    ends('split', '2022-05-01', ['n', 'PARTIAL'], ['m', 'PARTIAL']),
    ends('gone', '2022-05-01'),
    ends('d', '2022-06-01', ['d2', 'FULL']),
    unit('later', 'm', '2022-07-01'),
    ends('m', '2022-07-01', ['later', 'FULL']),
  );
  const { placeOf, formerUnits } = view.world();

  it.each([
    ['top', 'top'],
    ['whole', 'n'],
    ['split', 'd2'],
    ['gone', 'd2'],
    ['d', 'd2'],
    ['m', 'm'],
    ['unheard', null],
  ])('of %s is %s', (unitId, place) => {
    expect(placeOf(unitId)).toBe(place);
  });

  it('of one that has yet to begin is where its figures stand until then', () => {
    expect(placeOf('later')).toBe('m');
  });

  it('is looked for only for those that have ended by today', () => {
    expect([...formerUnits()].sort()).toEqual(['d', 'gone', 'split', 'whole']);
  });

  it('does not hide what a unit was called on its last day', () => {
    expect(unitAsOf(view, 'gone', '2022-06-01')).toBeNull();
    expect(unitAsOfOrLast(view, 'gone', '2022-06-01')).toMatchObject({ name: 'Xã gone', validTo: '2022-04-30' });
  });
});

describe('organisations that live', () => {
  const living = (today: string) =>
    viewOn(today, unit('u'), established, dissolved('2022-05-01'))
      .livingOrganisations()
      .map((org) => org.orgId);

  it('are those that have not ended today, also before their first day', () => {
    expect(living('2021-12-31')).toEqual([orgId]);
    expect(living('2022-04-30')).toEqual([orgId]);
    expect(living('2022-05-01')).toEqual([]);
  });
});
