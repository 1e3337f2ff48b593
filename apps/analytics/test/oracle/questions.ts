import { plusDays } from './days.js';
import type { History } from './history.js';
import { type Credit, credits, type Logged, type Question } from './log.js';
import type { QuestionSeed } from './seeds.js';
import { periodStart } from './tree-changes.js';

/** The questions of a seed to its history, each for both credits. */
export const questionsOf = (history: History, seeds: readonly QuestionSeed[]): readonly Question[] =>
  seeds.flatMap((seed) => {
    const from = plusDays(periodStart, seed.from);
    const question: Omit<Question, 'credit'> = {
      from,
      to: plusDays(from, seed.length),
      knownUpTo: knownUpTo(history, seed),
      treeOn: seed.treeOn === null ? null : plusDays(periodStart, seed.treeOn),
    };
    return credits.map((credit: Credit): Question => ({ ...question, credit }));
  });

const knownUpTo = ({ log, ends }: History, { known, append }: QuestionSeed): number => {
  const waiting = log.filter(({ type }) => type === 'AmendmentRequested.v1').map(({ position }) => position);
  if (known === 'waiting' && waiting.length > 0) return waiting[append % waiting.length] as number;
  // Position 0: nothing is known yet.
  if (known === 'some') return [0, ...ends][append % (ends.length + 1)] as number;
  return ends.at(-1) ?? 0;
};

/** A history and a question on a few lines, for a person who looks for a fault. */
export const inWords = (log: readonly Logged[], question: Question): string =>
  [JSON.stringify(question), ...log.map(sentence)].join('\n');

const sentence = ({ position, type, data }: Logged): string => {
  const { subject, ...rest } = data as { subject?: { achievementId: string; ownerUnitId: string; areaCode: string } };
  const about = subject ? ` ${subject.achievementId} of ${subject.ownerUnitId} in ${subject.areaCode}` : '';
  const kept = Object.entries(rest).filter(([name]) => !untold.has(name));
  return `${position} ${type}${about} ${JSON.stringify(Object.fromEntries(kept))}`;
};

const untold = new Set(['campaignId', 'receiverOrgId', 'submittedBy', 'reviewId', 'reason', 'submissionNo', 'nameVi']);
