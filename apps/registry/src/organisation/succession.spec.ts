import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CommandExecutor,
  type CommandMeta,
  type EventStore,
  fixedClock,
  inMemoryEventStore,
} from '@thidua/event-sourcing';
import {
  type AnyRecorded,
  type DomainEvent,
  type OrganisationEvent,
  organisationIdOf,
  processCommandIdOf,
  type RecordedEvent,
  type UnitLevel,
  type UnitTreeEvent,
} from '@thidua/events';
import {
  type SuccessionCommand,
  establishSuccessorsWhenUnitsReorganised as theProcess,
} from './establish-successors-when-units-reorganised.process.js';
import { successionOver } from './succession.js';

const before = '2022-01-01';
const day = '2025-07-01';
const committeeOf = (unitId: string) => organisationIdOf(unitId, 'FRONT_COMMITTEE');
const boardOf = (unitId: string) => organisationIdOf(unitId, 'FRONT_WORK_BOARD');
const officeOf = (unitId: string) => organisationIdOf(unitId, 'FRONT_OFFICE');

const unit = (unitId: string, level: UnitLevel, parentUnitId?: string, nameVi = `Xã ${unitId}`): UnitTreeEvent => ({
  type: 'UnitRegistered.v1',
  data: { unitId, level, type: 'x', nameVi, validFrom: before, ...(parentUnitId !== undefined && { parentUnitId }) },
});
const newUnit = (unitId: string, level: UnitLevel, nameVi: string, parentUnitId?: string): UnitTreeEvent => {
  const { data } = unit(unitId, level, parentUnitId, nameVi) as { data: object };
  return { type: 'UnitRegistered.v1', data: { ...data, validFrom: day, reorganisationId: 'r' } as never };
};
const ends = (unitId: string, ...successors: readonly (readonly [string, 'FULL' | 'PARTIAL'])[]): UnitTreeEvent => ({
  type: 'UnitDissolved.v1',
  data: { unitId, validFrom: day, successors: successors.map(([id, coverage]) => ({ unitId: id, coverage })) },
});
const reorganised = (...mappings: readonly (readonly [string, string, 'FULL' | 'PARTIAL'])[]): UnitTreeEvent => ({
  type: 'UnitsReorganised.v1',
  data: {
    reorganisationId: 'r',
    resolutionNo: '1687/NQ-UBTVQH15',
    validFrom: day,
    mappings: mappings.map(([fromUnitId, toUnitId, coverage]) => ({ fromUnitId, toUnitId, coverage })),
  },
});
const established = (orgId: string, orgType: string, unitId: string, level: UnitLevel): OrganisationEvent => ({
  type: 'OrganisationEstablished.v1',
  data: { orgId, orgType, level, unitId, nameVi: orgType, validFrom: before, predecessorOrgIds: [] },
});

describe('when units are reorganised', () => {
  let store: EventStore;
  let appends = 0;
  const meta = (commandId: string): CommandMeta => ({
    actor: { userId: 'admin', orgId: 'o', role: 'ADMIN', appointmentId: 'a' },
    via: theProcess.name,
    commandId,
    inputHash: commandId,
    correlationId: commandId,
    causationId: null,
    synthetic: false,
    expectedRevision: null,
  });
  const append = async (stream: string, ...events: readonly DomainEvent[]) => {
    const { expectedRevision: _, ...envelope } = meta(`given-${appends++}`);
    const expectedRevision = (await store.readStream(stream, 0, 1000)).length - 1;
    await store.append({ envelope, streams: [{ stream, expectedRevision, events }] });
  };
  /** Lets the process react to everything from a position on, as its reader does. */
  const react = async (after: number): Promise<readonly string[]> => {
    const send = successionOver(new CommandExecutor(store));
    const kinds: string[] = [];
    for (const event of await store.readAll(after, 1000)) {
      const followUps = reactionTo(event);
      for (const [n, followUp] of followUps.entries()) {
        kinds.push((await send(followUp, meta(processCommandIdOf(theProcess.name, event.eventId, n)))).kind);
      }
    }
    return kinds;
  };
  const reactionTo = (event: RecordedEvent) => {
    const reactions = theProcess.reactions as Readonly<
      Record<string, ((event: AnyRecorded) => readonly { id: string; command: SuccessionCommand }[]) | undefined>
    >;
    return reactions[event.type]?.(event as AnyRecorded) ?? [];
  };
  const factsOf = async (orgId: string) =>
    (await store.readStream(`organisation-${orgId}`, 0, 1000)).map(({ type, data }) => [type, data]);

  beforeEach(async () => {
    store = inMemoryEventStore({ clock: fixedClock('2025-06-20T00:00:00Z') });
    await append(
      'unittree-main',
      unit('P', 'province', undefined, 'Tỉnh P'),
      unit('D', 'district', 'P', 'Huyện D'),
      ...['A', 'B', 'C', 'bare'].map((id) => unit(id, 'commune', 'D')),
      ...['a1', 'a2'].map((id) => unit(id, 'hamlet', 'A', `Ấp ${id}`)),
    );
    for (const id of ['A', 'B', 'C']) {
      await append(`organisation-${committeeOf(id)}`, established(committeeOf(id), 'FRONT_COMMITTEE', id, 'commune'));
    }
    await append(`organisation-${boardOf('a1')}`, established(boardOf('a1'), 'FRONT_WORK_BOARD', 'a1', 'hamlet'));
  });

  const merge = async () => {
    const head = await store.head();
    await append(
      'unittree-main',
      reorganised(
        ['A', 'N', 'FULL'],
        ['B', 'N', 'FULL'],
        ['C', 'N', 'PARTIAL'],
        ['C', 'M', 'PARTIAL'],
        ['a1', 'n1', 'FULL'],
        ['a2', 'n2', 'FULL'],
        ['bare', 'O', 'FULL'],
      ),
      newUnit('N', 'commune', 'Phường N', 'D'),
      newUnit('M', 'commune', 'Xã M', 'D'),
      newUnit('O', 'commune', 'Xã O', 'D'),
      newUnit('n1', 'hamlet', 'Ấp n1', 'N'),
      newUnit('n2', 'hamlet', 'Ấp n2', 'N'),
      ends('A', ['N', 'FULL']),
      ends('B', ['N', 'FULL']),
      ends('C', ['N', 'PARTIAL'], ['M', 'PARTIAL']),
      ends('a1', ['n1', 'FULL']),
      ends('a2', ['n2', 'FULL']),
      ends('bare', ['O', 'FULL']),
    );
    return react(head);
  };

  it('a new unit gets a committee where any of those before it had one, named after it', async () => {
    await merge();
    const committee = (unitId: string, nameVi: string, predecessors: readonly string[]) => [
      [
        'OrganisationEstablished.v1',
        {
          orgId: committeeOf(unitId),
          orgType: 'FRONT_COMMITTEE',
          level: 'commune',
          unitId,
          nameVi,
          validFrom: day,
          predecessorOrgIds: predecessors.map(committeeOf),
        },
      ],
    ];
    expect(await factsOf(committeeOf('N'))).toEqual(committee('N', 'Ủy ban MTTQ Việt Nam phường N', ['A', 'B', 'C']));
    expect(await factsOf(committeeOf('M'))).toEqual(committee('M', 'Ủy ban MTTQ Việt Nam xã M', ['C']));
    expect(await factsOf(committeeOf('O'))).toEqual([]);
  });

  it('a new hamlet gets a board, and no committee', async () => {
    await merge();
    expect(await factsOf(boardOf('n1'))).toMatchObject([
      ['OrganisationEstablished.v1', { nameVi: 'Ban Công tác Mặt trận ấp n1', predecessorOrgIds: [boardOf('a1')] }],
    ]);
    for (const orgId of [boardOf('n2'), committeeOf('n1'), boardOf('N')]) expect(await factsOf(orgId)).toEqual([]);
  });

  it('the old ones end that day, in favour of the one that took all over, or of none', async () => {
    await merge();
    const end = async (orgId: string) => (await factsOf(orgId)).at(-1);
    expect(await end(committeeOf('A'))).toEqual([
      'OrganisationDissolved.v1',
      { orgId: committeeOf('A'), validFrom: day, successorOrgId: committeeOf('N') },
    ]);
    expect(await end(committeeOf('C'))).toEqual([
      'OrganisationDissolved.v1',
      { orgId: committeeOf('C'), validFrom: day },
    ]);
    expect(await end(boardOf('a1'))).toEqual([
      'OrganisationDissolved.v1',
      { orgId: boardOf('a1'), validFrom: day, successorOrgId: boardOf('n1') },
    ]);
  });

  it('sent again after a crash, all of it changes nothing', async () => {
    const head = await store.head();
    await merge();
    const done = await store.head();
    expect(new Set(await react(head))).toEqual(new Set(['done']));
    expect(await store.head()).toBe(done);
  });

  it("an organisation that had ended before is nobody's predecessor", async () => {
    await append(`organisation-${committeeOf('B')}`, {
      type: 'OrganisationDissolved.v1',
      data: { orgId: committeeOf('B'), validFrom: '2024-01-01' },
    });
    await merge();
    const [[, facts] = []] = await factsOf(committeeOf('N'));
    expect(facts).toMatchObject({ predecessorOrgIds: [committeeOf('A'), committeeOf('C')] });
    expect(await factsOf(committeeOf('B'))).toHaveLength(2);
  });

  it('a unit that is dissolved without successor ends its committee, and a name of later days changes nothing', async () => {
    await append(`organisation-${committeeOf('D')}`, established(committeeOf('D'), 'FRONT_COMMITTEE', 'D', 'district'));
    const head = await store.head();
    await append(
      'unittree-main',
      reorganised(['A', 'N', 'FULL']),
      newUnit('N', 'commune', 'Phường N', 'P'),
      ends('A', ['N', 'FULL']),
      ends('D'),
    );
    await append('unittree-main', {
      type: 'UnitRenamed.v1',
      data: { unitId: 'N', from: 'Phường N', to: 'Phường Mới', validFrom: '2026-01-01' },
    });
    await react(head);
    expect((await factsOf(committeeOf('D'))).at(-1)).toEqual([
      'OrganisationDissolved.v1',
      { orgId: committeeOf('D'), validFrom: day },
    ]);
    expect(await factsOf(committeeOf('N'))).toMatchObject([
      [expect.any(String), { nameVi: 'Ủy ban MTTQ Việt Nam phường N' }],
    ]);
  });

  it('above the unit on top there is nobody: its administrators go on at the committee that takes over', async () => {
    const orgId = committeeOf('P');
    await append(
      `organisation-${orgId}`,
      established(orgId, 'FRONT_COMMITTEE', 'P', 'province'),
      {
        type: 'OfficerAppointed.v1',
        data: { orgId, appointmentId: 'a1', userId: 'admin', role: 'ADMIN', validFrom: before },
      },
      {
        type: 'OfficerAppointed.v1',
        data: { orgId, appointmentId: 'a2', userId: 'gone', role: 'ADMIN', validFrom: before, validTo: '2025-06-29' },
      },
      {
        type: 'OfficerAppointed.v1',
        data: { orgId, appointmentId: 'a3', userId: 'head', role: 'HEAD', validFrom: before },
      },
    );
    await append(`organisation-${officeOf('P')}`, established(officeOf('P'), 'FRONT_OFFICE', 'P', 'province'));
    const head = await store.head();
    await append(
      'unittree-main',
      reorganised(['P', 'V', 'FULL']),
      newUnit('V', 'province', 'Tỉnh V'),
      ends('P', ['V', 'FULL']),
    );
    await react(head);
    expect(await factsOf(committeeOf('V'))).toMatchObject([
      ['OrganisationEstablished.v1', { nameVi: 'Ủy ban MTTQ Việt Nam tỉnh V', predecessorOrgIds: [orgId] }],
      ['OfficerAppointed.v1', { userId: 'admin', role: 'ADMIN', validFrom: day }],
    ]);
    expect((await factsOf(officeOf('P'))).at(-1)).toMatchObject([
      'OrganisationDissolved.v1',
      { successorOrgId: committeeOf('V') },
    ]);
  });

  it('nothing follows from other events, and the name that ids are derived from stays', () => {
    expect(Object.keys(theProcess.reactions)).toEqual(['UnitsReorganised.v1', 'UnitDissolved.v1']);
    expect(theProcess.name).toBe('establish-successors-when-units-reorganised');
  });
});
