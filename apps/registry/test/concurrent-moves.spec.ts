import { describe, expect, it } from '@jest/globals';
import { CommandExecutor, type CommandMeta, fixedClock, inMemoryEventStore } from '@thidua/event-sourcing';
import { commandIdOf, inputHashOf, systemActor, type UnitLevel } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import fc from 'fast-check';
import { type UnitCommand, unitTreeDecider, unitTreeStreamId } from '../src/unit/unit-tree.decider.js';

const metaOf = (key: string, command: UnitCommand): CommandMeta => ({
  actor: systemActor,
  via: null,
  commandId: commandIdOf('somebody', key),
  inputHash: inputHashOf('units', command),
  correlationId: key,
  causationId: null,
  synthetic: false,
  expectedRevision: null,
});

/** Two provinces, two districts, four communes and two hamlets; the n-th of a level hangs below the n-th above. */
const levels: readonly (readonly [level: UnitLevel, prefix: string, count: number])[] = [
  ['province', 'p', 2],
  ['district', 'd', 2],
  ['commune', 'c', 4],
  ['hamlet', 'h', 2],
];
const units = levels.flatMap(([level, prefix, count], depth) =>
  Array.from({ length: count }, (_, n): UnitCommand & { type: 'RegisterUnit' } => {
    const [, above = '', aboveCount = 1] = levels[depth - 1] ?? [];
    const parentUnitId = depth === 0 ? null : `${above}${n % aboveCount}`;
    const what = { unitId: `${prefix}${n}`, level, unitType: level, nameVi: `${prefix}${n}`, parentUnitId };
    return { type: 'RegisterUnit', ...what, code: null, validFrom: '2022-01-01' };
  }),
);
const ids = units.map(({ unitId }) => unitId);
const days = ['2022-02-01', '2022-03-01', '2022-04-01'] as const;

const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('MoveUnit' as const),
      unitId: fc.constantFrom(...ids),
      toParentId: fc.constantFrom(...ids),
      validFrom: fc.constantFrom(...days),
      expectedRevision: fc.constantFrom(null, 1, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('DissolveUnit' as const),
      unitId: fc.constantFrom(...ids),
      validFrom: fc.constantFrom(...days),
      expectedRevision: fc.constant(null),
    }),
  },
);

const depthOf = (history: UnitHistory, unitId: string, on: string): number =>
  levels.findIndex(([level]) => level === history.unit(unitId, { on })?.level);

/** What is wrong with the tree of a day; building it throws where units form a circle. */
const faultsOn = (history: UnitHistory, on: string): readonly string[] => {
  const tree = history.tree(on);
  return tree.preorder.filter((unitId) => {
    const parent = tree.parentOf(unitId) ?? null;
    const depth = depthOf(history, unitId, on);
    return parent === null ? depth > 0 : depthOf(history, parent, on) >= depth;
  });
};

describe('two administrators who move units at the same moment', () => {
  it('never make a cycle or an orphan, on any day', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, fc.boolean()), { minLength: 2, maxLength: 16 }), async (sent) => {
        const store = inMemoryEventStore({ clock: fixedClock('2022-05-01T00:00:00Z') });
        const [one, two] = [new CommandExecutor(store), new CommandExecutor(store)];
        const send = (executor: CommandExecutor, key: string, command: UnitCommand) =>
          executor.execute(unitTreeDecider, unitTreeStreamId, command, metaOf(key, command));
        for (const unit of units) await send(one, unit.unitId, unit);
        await two.load(unitTreeDecider, unitTreeStreamId);
        await Promise.all(sent.map(([command, first], n) => send(first ? one : two, `sent-${n}`, command)));

        const history = new UnitHistory();
        for (const event of await store.readAll(0, 1000)) history.apply(event);
        moved += history.position - units.length;
        for (const day of ['2022-01-01', ...days]) expect(faultsOn(history, day)).toEqual([]);
      }),
    );
    // A test in which nobody moves proves nothing.
    expect(moved).toBeGreaterThan(50);
  });

  it('in two provinces do not conflict: each unit has a revision of its own', async () => {
    const store = inMemoryEventStore({ clock: fixedClock('2022-05-01T00:00:00Z') });
    const [one, two] = [new CommandExecutor(store), new CommandExecutor(store)];
    const send = (executor: CommandExecutor, key: string, command: UnitCommand) =>
      executor.execute(unitTreeDecider, unitTreeStreamId, command, metaOf(key, command));
    for (const unit of units) await send(one, unit.unitId, unit);
    const move = (unitId: string, toParentId: string) =>
      ({ type: 'MoveUnit', unitId, toParentId, validFrom: '2022-02-01', expectedRevision: 1 }) as const;
    const both = await Promise.all([
      send(one, 'a', move('h0', 'c2')),
      send(two, 'b', move('h1', 'c3')),
      send(two, 'c', move('h0', 'c3')),
    ]);
    expect(both.map(({ kind }) => kind)).toEqual(['done', 'done', 'refused']);
    expect(both[2]).toMatchObject({ refusal: { refused: 'REVISION_CONFLICT', detail: { expected: 1, actual: 2 } } });
  });
});
