import fc from 'fast-check';

// What a random history is made from: small numbers that only pick among what is possible at the moment,
// so that any part can be left out and the rest still is a history. That is what makes a failure shrink.

/** Persons that lines name: few, so that many work in two units. */
const people = ['an', 'binh', 'chi', 'dung'] as const;

/** Days from the first of the period that lines and changes of units lie on. */
export const lastDay = 19;
const day = fc.nat({ max: lastDay });
const pick = fc.nat({ max: 999 });

export type UnitSeed = { readonly depth: number; readonly parent: number };
const unit: fc.Arbitrary<UnitSeed> = fc.record({ depth: fc.constantFrom(2, 1, 2, 3, 0), parent: pick });

const changeKinds = ['split', 'merge', 'move', 'dissolve', 'found', 'absorb', 'abolish'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export interface ChangeSeed {
  readonly kind: ChangeKind;
  readonly unit: number;
  readonly others: readonly number[];
  readonly parents: readonly number[];
  readonly day: number;
}
const change: fc.Arbitrary<ChangeSeed> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('split' as const) },
    { weight: 4, arbitrary: fc.constantFrom('merge', 'move', 'dissolve', 'found') },
    { weight: 3, arbitrary: fc.constantFrom(...changeKinds) },
  ),
  unit: pick,
  others: fc.array(pick, { maxLength: 2 }),
  parents: fc.array(pick, { minLength: 1, maxLength: 3 }),
  // Often one of two days, so that changes meet on one.
  day: fc.oneof(fc.constantFrom(6, 10), fc.integer({ min: 1, max: lastDay - 2 })),
});

export interface LineSeed {
  readonly metric: number;
  readonly day: number;
  readonly first: number;
  readonly second: number;
  readonly members: readonly string[];
  readonly declared: boolean;
}
const number = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat({ max: 20 }) },
  { weight: 1, arbitrary: fc.nat({ max: 3_000_000_000 }).map((value) => value * 3001) },
);
const line: fc.Arbitrary<LineSeed> = fc.record({
  metric: fc.constantFrom(0, 4, 1, 2, 4, 3, 4, 5, 4, 0, 4),
  day,
  first: number,
  second: number,
  members: fc.subarray([...people], { maxLength: 3 }),
  declared: fc.nat({ max: 4 }).map((n) => n === 4),
});

export interface EditSeed {
  readonly kind: 'day' | 'quantity' | 'remove' | 'add';
  readonly line: number;
  readonly new: LineSeed;
}
const edit: fc.Arbitrary<EditSeed> = fc.record({
  kind: fc.constantFrom('day', 'day', 'quantity', 'remove', 'add'),
  line: pick,
  new: line,
});

/** What happens next to an achievement: an act among those possible, and what becomes of its lines where it changes them. */
export interface StepSeed {
  readonly act: number;
  readonly edits: readonly EditSeed[];
}
const step: fc.Arbitrary<StepSeed> = fc.record({ act: pick, edits: fc.array(edit, { minLength: 1, maxLength: 2 }) });

export interface WorkSeed {
  readonly owner: number;
  readonly area: number;
  readonly partners: readonly { readonly unit: number; readonly ofUnion: boolean; readonly weight: number }[];
  readonly lines: readonly LineSeed[];
  readonly steps: readonly StepSeed[];
}
const work: fc.Arbitrary<WorkSeed> = fc.record({
  owner: pick,
  area: pick,
  partners: fc.array(fc.record({ unit: pick, ofUnion: fc.boolean(), weight: fc.nat({ max: 6 }) }), { maxLength: 3 }),
  lines: fc.array(line, { minLength: 1, maxLength: 3, size: 'max' }),
  steps: fc.array(step, { minLength: 2, maxLength: 7, size: 'max' }),
});

export interface QuestionSeed {
  readonly from: number;
  readonly length: number;
  /** What is known: all, up to some append, or to one that leaves an amendment waiting. */
  readonly known: 'all' | 'some' | 'waiting';
  readonly append: number;
  readonly treeOn: number | null;
}
const question: fc.Arbitrary<QuestionSeed> = fc.record({
  from: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: day }),
  length: fc.oneof({ weight: 1, arbitrary: fc.constant(lastDay) }, { weight: 1, arbitrary: fc.nat({ max: 24 }) }),
  known: fc.constantFrom('all', 'some', 'waiting'),
  append: pick,
  treeOn: fc.oneof(fc.constant(null), fc.integer({ min: -1, max: lastDay + 2 })),
});

export interface HistorySeed {
  readonly units: readonly UnitSeed[];
  readonly changes: readonly ChangeSeed[];
  readonly works: readonly WorkSeed[];
  /** Whose turn it is, step by step. */
  readonly turns: readonly number[];
  /** Another order of the same steps. */
  readonly otherTurns: readonly number[];
  readonly questions: readonly QuestionSeed[];
}
const turns = fc.array(pick, { minLength: 1, maxLength: 40, size: 'max' });

export const historySeed: fc.Arbitrary<HistorySeed> = fc.record({
  units: fc.array(unit, { minLength: 5, maxLength: 14, size: 'max' }),
  changes: fc.array(change, { minLength: 2, maxLength: 7, size: 'max' }),
  works: fc.array(work, { minLength: 3, maxLength: 12, size: 'max' }),
  turns,
  otherTurns: turns,
  questions: fc.array(question, { minLength: 1, maxLength: 3, size: 'max' }),
});
