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
          nameVi: name,
          validFrom: '2022-01-01',
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
