import { readFileSync } from 'node:fs';
import { evolveOne, isRefusal } from '@thidua/event-sourcing';
import { systemActor, type UnitTreeEvent } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { type UnitCommand, unitTreeDecider } from '../src/unit/unit-tree.decider.js';
import { attributesOn, holdersOf, type TreeUnit, type UnitTree } from '../src/unit/unit-tree.state.js';

const data = new URL('../../../packages/scenario/data/', import.meta.url);

/** Rows of a data file; none of them has a quote in it. */
export const rowsOf = <Column extends string>(file: string): readonly Readonly<Record<Column, string>>[] => {
  const [header = '', ...lines] = readFileSync(new URL(file, data), 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, n) => [column, cells[n] ?? ''])) as Record<Column, string>;
  });
};

/** A log of units: commands go through the rules, their events to the tree of the rules and to the history. */
export class UnitLog {
  tree: UnitTree = unitTreeDecider.initial();
  readonly history = new UnitHistory();
  readonly events: UnitTreeEvent[] = [];

  /** Carries a command out and answers its events; a refusal is a fault of the test. */
  do(command: UnitCommand): readonly UnitTreeEvent[] {
    const events = unitTreeDecider.decide(command, this.tree);
    if (isRefusal(events)) throw new Error(JSON.stringify({ ...events, command: command.type }).slice(0, 2000));
    for (const event of events) {
      this.events.push(event);
      this.tree = evolveOne(unitTreeDecider.evolve, this.tree, event, systemActor);
      this.history.apply({ ...event, position: this.events.length });
    }
    return events;
  }

  /** The unit that holds a code on a day. */
  holder(code: string, day: string): TreeUnit | undefined {
    return holdersOf(this.tree, code).find((unit) => attributesOn(unit, day)?.code === code);
  }

  idOf(code: string, day: string): string {
    const holder = this.holder(code, day);
    if (!holder) throw new Error(`nobody holds ${code} on ${day}`);
    return holder.unitId;
  }
}
