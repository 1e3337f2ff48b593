import { describe, expect, it } from '@jest/globals';
import { organisationTypes } from '@thidua/authority';
import { isRefusal, specification } from '@thidua/event-sourcing';
import { type OrganisationEvent, type Role, roles, unitLevels } from '@thidua/events';
import fc from 'fast-check';
import { type OrganisationCommand, organisationDecider } from './organisation.decider.js';

const { given } = specification(organisationDecider);

type CommandOf<Type extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: Type }>;

const orgId = 'commune-committee';
const name = 'Ủy ban MTTQ Việt Nam xã Mỹ Hòa';

const establish = (more: Partial<CommandOf<'EstablishOrganisation'>> = {}): OrganisationCommand => ({
  type: 'EstablishOrganisation',
  orgId,
  orgType: 'FRONT_COMMITTEE',
  nameVi: name,
  validFrom: '2022-01-01',
  unit: { unitId: 'commune', level: 'commune', validFrom: '2022-01-01' },
  ...more,
});

const appoint = (more: Partial<CommandOf<'AppointOfficer'>> = {}): OrganisationCommand => ({
  type: 'AppointOfficer',
  orgId,
  appointmentId: 'a1',
  userId: 'head@commune',
  role: 'HEAD',
  validFrom: '2022-01-01',
  validTo: null,
  rolesHeld: [],
  ...more,
});

const release = (more: Partial<CommandOf<'ReleaseOfficer'>> = {}): OrganisationCommand => ({
  type: 'ReleaseOfficer',
  orgId,
  appointmentId: 'a1',
  validFrom: '2022-06-01',
  reason: null,
  ...more,
});

const established: OrganisationEvent = {
  type: 'OrganisationEstablished.v1',
  data: {
    orgId,
    orgType: 'FRONT_COMMITTEE',
    level: 'commune',
    unitId: 'commune',
    nameVi: name,
    validFrom: '2022-01-01',
    predecessorOrgIds: [],
  },
};
const appointed: OrganisationEvent = {
  type: 'OfficerAppointed.v1',
  data: { orgId, appointmentId: 'a1', userId: 'head@commune', role: 'HEAD', validFrom: '2022-01-01' },
};
const released = (validFrom: string, reason?: string): OrganisationEvent => ({
  type: 'OfficerReleased.v1',
  data: { orgId, appointmentId: 'a1', validFrom, ...(reason !== undefined && { reason }) },
});

const renamed = (to: string, validFrom: string, from = name): OrganisationEvent => ({
  type: 'OrganisationRenamed.v1',
  data: { orgId, from, to, validFrom },
});
const dissolved = (validFrom = '2022-07-01', successorOrgId?: string): OrganisationEvent => ({
  type: 'OrganisationDissolved.v1',
  data: { orgId, validFrom, ...(successorOrgId !== undefined && { successorOrgId }) },
});

describe('establishing an organisation', () => {
  it('states its kind, its unit and its level', () => {
    given([]).when(establish()).then([established]);
  });

  it('twice by the same name and day changes nothing', () => {
    given([established]).when(establish()).thenNothing();
    given([established])
      .when(establish({ nameVi: ` ${name.normalize('NFD')} ` }))
      .thenNothing();
  });

  it.each([{ nameVi: 'Ủy ban MTTQ Việt Nam xã Long Hòa' }, { validFrom: '2022-01-02' }])(
    'that stands, as %j, is refused',
    (more) => {
      given([established])
        .when(establish(more))
        .thenFaults([{ refused: 'INVALID_TRANSITION', detail: { from: 'active', to: 'establish' } }]);
    },
  );

  it('stores its name in NFC, trimmed', () => {
    given([])
      .when(establish({ nameVi: ` ${name.normalize('NFD')}\n` }))
      .then([established]);
  });

  it.each(['', '  ', 'x'.repeat(1001)])('with a name that is blank or too long is refused', (nameVi) => {
    given([])
      .when(establish({ nameVi }))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['name'], detail: { max: 1000 } }]);
  });

  it('with a name of 1,000 characters is taken', () => {
    const nameVi = 'x'.repeat(1000);
    given([])
      .when(establish({ nameVi }))
      .then([{ type: 'OrganisationEstablished.v1', data: { ...established.data, nameVi } as never }]);
  });

  it('names what it takes over from, and its first administrators in the same append', () => {
    given([])
      .when(
        establish({
          predecessorOrgIds: ['one', 'two'],
          administrators: [{ appointmentId: 'a9', userId: 'admin@commune' }],
        }),
      )
      .then([
        {
          type: 'OrganisationEstablished.v1',
          data: { ...established.data, predecessorOrgIds: ['one', 'two'] } as never,
        },
        {
          type: 'OfficerAppointed.v1',
          data: { orgId, appointmentId: 'a9', userId: 'admin@commune', role: 'ADMIN', validFrom: '2022-01-01' },
        },
      ]);
  });

  it('on the last day of its unit is taken, on the day after refused', () => {
    const unit = { unitId: 'commune', level: 'commune', validFrom: '2022-01-01', validTo: '2022-01-01' } as const;
    given([]).when(establish({ unit })).then([established]);
    given([])
      .when(establish({ unit, validFrom: '2022-01-02' }))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-02', to: '2022-01-01' } },
      ]);
  });

  it('again after its end is refused: a unit has one of each kind', () => {
    given([established, dissolved()])
      .when(establish())
      .thenFaults([{ refused: 'INVALID_TRANSITION', detail: { from: 'dissolved', to: 'establish' } }]);
  });

  it('before its unit begins is refused', () => {
    given([])
      .when(establish({ validFrom: '2021-12-31' }))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      ]);
  });

  it('of a kind that nobody knows is refused', () => {
    given([])
      .when(establish({ orgType: 'SPORTS_CLUB' }))
      .thenFaults([
        {
          refused: 'UNKNOWN_ORGANISATION_TYPE',
          field: ['type'],
          detail: { type: 'SPORTS_CLUB', level: 'commune' },
        },
      ]);
  });

  it('is possible for each kind at exactly its levels', () => {
    const taken = organisationTypes.map(({ code }) => {
      const levels = unitLevels.filter((level) => {
        const command = establish({ orgType: code, unit: { unitId: 'u', level, validFrom: '2022-01-01' } });
        return !isRefusal(organisationDecider.decide(command, { status: 'none' }));
      });
      return [code, levels];
    });
    expect(taken).toEqual(organisationTypes.map(({ code, levels }) => [code, [...levels]]));
  });

  it('is told all faults at once', () => {
    given([])
      .when(establish({ orgType: 'FRONT_WORK_BOARD', nameVi: '', validFrom: '2021-12-31' }))
      .thenFaults([
        {
          refused: 'UNKNOWN_ORGANISATION_TYPE',
          field: ['type'],
          detail: { type: 'FRONT_WORK_BOARD', level: 'commune' },
        },
        { refused: 'TEXT_INVALID', field: ['name'], detail: { max: 1000 } },
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      ]);
  });
});

describe('renaming an organisation', () => {
  const rename = (nameVi: string, validFrom = '2022-06-01'): OrganisationCommand => ({
    type: 'RenameOrganisation',
    orgId,
    nameVi,
    validFrom,
  });

  it('says the name in force that day and the new one, in NFC and trimmed', () => {
    given([established])
      .when(rename(` ${'Ủy ban mới'.normalize('NFD')} `))
      .then([renamed('Ủy ban mới', '2022-06-01')]);
  });

  it('of two names of one day the later one in the log holds', () => {
    given([established, renamed('A', '2022-06-01'), renamed('B', '2022-06-01', 'A')])
      .when(rename('A', '2022-06-15'))
      .then([renamed('A', '2022-06-15', 'B')]);
  });

  it('for an earlier day finds the name of that day, whatever was recorded since', () => {
    given([established, renamed('later', '2022-06-10')])
      .when(rename('earlier', '2022-06-09'))
      .then([renamed('earlier', '2022-06-09')]);
  });

  it('to the name that it has that day changes nothing', () => {
    given([established]).when(rename(name)).thenNothing();
    given([established, renamed('A', '2022-05-01')])
      .when(rename('A'))
      .thenNothing();
  });

  it('before its first day, from its end on, or to nothing is refused', () => {
    given([established])
      .when(rename('', '2021-12-31'))
      .thenFaults([
        { refused: 'TEXT_INVALID', field: ['name'], detail: { max: 1000 } },
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      ]);
    given([established, dissolved()])
      .when(rename('A', '2022-07-01'))
      .thenFaults([
        { refused: 'INVALID_TRANSITION', field: ['validFrom'], detail: { from: 'dissolved', to: 'rename' } },
      ]);
    given([established, dissolved()])
      .when(rename('A', '2022-06-30'))
      .then([renamed('A', '2022-06-30')]);
    given([])
      .when(rename('A'))
      .thenFaults([{ refused: 'NOT_FOUND', field: ['organisation'] }]);
  });
});

describe('dissolving an organisation', () => {
  const successor = { orgId: 'next', validFrom: '2022-07-01', dissolvedFrom: null };
  const dissolve = (more: Partial<CommandOf<'DissolveOrganisation'>> = {}): OrganisationCommand => ({
    type: 'DissolveOrganisation',
    orgId,
    validFrom: '2022-07-01',
    successor: null,
    ...more,
  });

  it('ends it from a day on, with or without a successor', () => {
    given([established]).when(dissolve()).then([dissolved()]);
    given([established])
      .when(dissolve({ successor }))
      .then([dissolved('2022-07-01', 'next')]);
  });

  it('twice in the same way changes nothing, in another way is refused', () => {
    const history = [established, dissolved('2022-07-01', 'next')];
    given(history).when(dissolve({ successor })).thenNothing();
    for (const other of [dissolve(), dissolve({ successor, validFrom: '2022-07-02' })]) {
      given(history)
        .when(other)
        .thenFaults([
          { refused: 'INVALID_TRANSITION', field: ['organisation'], detail: { from: 'dissolved', to: 'dissolve' } },
        ]);
    }
  });

  it('on its first day is refused, on its second taken', () => {
    given([established])
      .when(dissolve({ validFrom: '2022-01-01' }))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-01', to: '2022-01-01' } },
      ]);
    given([established])
      .when(dissolve({ validFrom: '2022-01-02' }))
      .then([dissolved('2022-01-02')]);
  });

  it.each([
    ['itself', { ...successor, orgId }],
    ['one that begins later', { ...successor, validFrom: '2022-07-02' }],
    ['one that ends the same day', { ...successor, dissolvedFrom: '2022-07-01' }],
  ])('in favour of %s is refused', (_, other) => {
    given([established])
      .when(dissolve({ successor: other }))
      .thenFaults([{ refused: 'SUCCESSOR_INVALID', field: ['successor'], detail: { day: '2022-07-01' } }]);
  });

  it('that does not exist is refused', () => {
    given([])
      .when(dissolve())
      .thenFaults([{ refused: 'NOT_FOUND', field: ['organisation'] }]);
  });
});

describe('appointing an officer', () => {
  it('gives a person a role, with or without a last day', () => {
    given([established]).when(appoint()).then([appointed]);
    given([established])
      .when(appoint({ validTo: '2022-01-01' }))
      .then([{ type: 'OfficerAppointed.v1', data: { ...appointed.data, validTo: '2022-01-01' } as never }]);
  });

  it('at an organisation that does not exist is refused', () => {
    given([])
      .when(appoint())
      .thenFaults([{ refused: 'NOT_FOUND', field: ['organisation'] }]);
  });

  it('begins with the organisation at the earliest, and before its end', () => {
    given([established])
      .when(appoint({ validFrom: '2021-12-31' }))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validFrom'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      ]);
    given([established, dissolved()])
      .when(appoint({ validFrom: '2022-07-01' }))
      .thenFaults([
        { refused: 'INVALID_TRANSITION', field: ['validFrom'], detail: { from: 'dissolved', to: 'appoint' } },
      ]);
    given([established, dissolved()])
      .when(appoint({ validFrom: '2022-06-30' }))
      .then([{ type: 'OfficerAppointed.v1', data: { ...appointed.data, validFrom: '2022-06-30' } as never }]);
  });

  it('for a time that ends before it begins is refused', () => {
    given([established])
      .when(appoint({ validTo: '2021-12-31' }))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validTo'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      ]);
  });

  it.each([0, 201])('of a user id of %i characters is refused', (length) => {
    given([established])
      .when(appoint({ userId: 'x'.repeat(length) }))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['userId'], detail: { max: 200 } }]);
  });

  it('never lets an administrator hold another role, nor anybody else become one beside theirs', () => {
    const role = fc.constantFrom<Role>(...roles);
    fc.assert(
      fc.property(role, fc.array(role, { maxLength: 4 }), (next, rolesHeld) => {
        const command = appoint({ role: next, rolesHeld });
        const decision = organisationDecider.decide(command, {
          status: 'active',
          orgType: 'FRONT_COMMITTEE',
          unitId: 'commune',
          names: [{ nameVi: name, validFrom: '2022-01-01' }],
          validFrom: '2022-01-01',
          dissolution: null,
          appointments: new Map(),
        });
        const kinds = new Set([...rolesHeld, next].map((held) => held === 'ADMIN'));
        expect(isRefusal(decision) ? decision.refused : 'taken').toBe(kinds.size > 1 ? 'ROLE_NOT_HERE' : 'taken');
      }),
    );
  });

  it('names the role that stands in the way', () => {
    given([established])
      .when(appoint({ role: 'ADMIN', rolesHeld: ['HEAD'] }))
      .thenFaults([{ refused: 'ROLE_NOT_HERE', field: ['role'], detail: { held: 'HEAD', role: 'ADMIN' } }]);
    given([established])
      .when(appoint({ role: 'CLERK', rolesHeld: ['ADMIN'] }))
      .thenFaults([{ refused: 'ROLE_NOT_HERE', field: ['role'], detail: { held: 'ADMIN', role: 'CLERK' } }]);
  });

  it('is told all faults at once', () => {
    given([established])
      .when(appoint({ userId: '', validTo: '2021-12-31', rolesHeld: ['ADMIN'] }))
      .thenFaults([
        { refused: 'TEXT_INVALID', field: ['userId'], detail: { max: 200 } },
        { refused: 'DATES_REVERSED', field: ['validTo'], detail: { from: '2022-01-01', to: '2021-12-31' } },
        { refused: 'ROLE_NOT_HERE', field: ['role'], detail: { held: 'ADMIN', role: 'HEAD' } },
      ]);
  });
});

describe('releasing an officer', () => {
  const held = [established, appointed];

  it('ends the appointment, with a reason where there is one', () => {
    given(held)
      .when(release())
      .then([released('2022-06-01')]);
    given(held)
      .when(release({ reason: 'Nghỉ hưu' }))
      .then([released('2022-06-01', 'Nghỉ hưu')]);
  });

  it('with a blank reason is released without one', () => {
    given(held)
      .when(release({ reason: '' }))
      .then([released('2022-06-01')]);
  });

  it('takes a reason of 10,000 characters and refuses one more', () => {
    const reason = 'x'.repeat(10_000);
    given(held)
      .when(release({ reason }))
      .then([released('2022-06-01', reason)]);
    given(held)
      .when(release({ reason: `${reason}x` }))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } }]);
  });

  it('from the same or a later day again changes nothing', () => {
    given([...held, released('2022-06-01')])
      .when(release())
      .thenNothing();
    given([...held, released('2022-06-01')])
      .when(release({ validFrom: '2022-06-02' }))
      .thenNothing();
  });

  it('after its last day, or from the end of the organisation on, changes nothing', () => {
    const limited = { ...appointed, data: { ...appointed.data, validTo: '2022-05-31' } } as OrganisationEvent;
    given([established, limited]).when(release()).thenNothing();
    given([established, limited])
      .when(release({ validFrom: '2022-05-31' }))
      .then([released('2022-05-31')]);
    given([...held, dissolved('2022-06-01')])
      .when(release())
      .thenNothing();
  });

  it('from an earlier day ends it earlier', () => {
    given([...held, released('2022-06-01')])
      .when(release({ validFrom: '2022-05-31' }))
      .then([released('2022-05-31')]);
  });

  it.each([
    ['at an organisation that does not exist', []],
    ['from an appointment that was never given', [established]],
  ])('%s is refused', (_, history) => {
    given(history)
      .when(release())
      .thenFaults([{ refused: 'NOT_FOUND', field: ['appointment'] }]);
  });
});
