import { besideOf, type Handlers, type Projection } from '@thidua/event-sourcing';
import type { AnyRecorded, EventType, Position, RecordedEvent } from '@thidua/events';
import { rowPages } from '@thidua/service';
import type { Transaction } from 'kysely';

interface StepRow {
  position: Position;
  /** What the event did, as JSON. */
  step: string;
}

/** What a history in memory was made of, one row an event, in log order. */
export interface StepTables {
  status_step: StepRow;
  target_step: StepRow;
  coverage_step: StepRow;
}

/** A history that lives in memory and is made of steps in log order. */
interface StepsInMemory<Type extends EventType, Step extends { readonly position: Position }, History extends object> {
  /** Permanent name of the projection. */
  readonly name: string;
  readonly version: number;
  readonly table: keyof StepTables;
  readonly types: readonly Type[];
  /** Null for an event that does nothing here. Pure: it is asked for the row and again for the memory. */
  readonly stepOf: (event: Extract<AnyRecorded, { type: Type }>) => Step | null;
  readonly history: History;
  /** An empty one, for a rebuild: its fields become those of the one that answers. */
  readonly empty: () => History;
  readonly take: (history: History, step: Step) => void;
}

/** Steps as rows, and in memory: a start loads the rows and follows the log from there. */
export const stepsProjection = <
  Type extends EventType,
  Step extends { readonly position: Position },
  History extends object,
>(
  steps: StepsInMemory<Type, Step, History>,
): Projection<StepTables> => {
  const { name, version, table, types, stepOf, history, empty, take } = steps;
  const taken: ReadonlySet<string> = new Set(types);
  const stepIn = (event: RecordedEvent): Step | null =>
    taken.has(event.type) ? stepOf(event as Extract<AnyRecorded, { type: Type }>) : null;
  const store = async (rows: Transaction<StepTables>, event: RecordedEvent): Promise<void> => {
    const step = stepIn(event);
    if (step === null) return;
    await rows
      .insertInto(table)
      .values({ position: step.position, step: JSON.stringify(step) })
      .execute();
  };
  return {
    name,
    version,
    tables: [table],
    create: (database) =>
      database.schema
        .createTable(table)
        .addColumn('position', 'integer', (column) => column.primaryKey())
        .addColumn('step', 'text', (column) => column.notNull())
        .execute(),
    handlers: Object.fromEntries(types.map((type) => [type, store])) as Handlers<Transaction<StepTables>>,
    load: async (database) => {
      const pages = rowPages<StepRow>((last, limit) =>
        database
          .selectFrom(table)
          .selectAll()
          .where('position', '>', last?.position ?? 0)
          .orderBy('position')
          .limit(limit)
          .execute(),
      );
      for await (const page of pages) for (const { step } of page) take(history, JSON.parse(step) as Step);
    },
    committed: (batch) => {
      for (const event of batch) {
        const step = stepIn(event);
        if (step !== null) take(history, step);
      }
    },
    beside: () => besideOf(history, empty(), (other) => stepsProjection({ ...steps, history: other })),
  };
};
