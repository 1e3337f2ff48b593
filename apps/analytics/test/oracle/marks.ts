import type { Line } from '@thidua/events';
import { factsOf } from './facts.js';
import type { Logged, Question } from './log.js';
import { treeOn, unitsKnownAt } from './units.js';

/** What a history must be seen to hold often, or the comparison shows nothing about it. */
export const marks = [
  'a PARTIAL split',
  'a member in two units',
  'a correction that moves a day',
  'an amendment waiting at P',
  'a late entry by a successor',
] as const;
export type Mark = (typeof marks)[number];

/** The marks that count in the figures of one question: all of it is known there and lies in its window. */
export const marksOf = (log: readonly Logged[], question: Question): readonly Mark[] => {
  const known = log.filter(({ position }) => position <= question.knownUpTo);
  const inWindow = (day: string) => question.from <= day && day <= question.to;
  const holds: Readonly<Record<Mark, () => boolean>> = {
    'a PARTIAL split': () => leavesUnallocated(known, question, inWindow),
    'a member in two units': () => isInTwoUnits(known, inWindow),
    'a correction that moves a day': () => movesDay(known, inWindow),
    'an amendment waiting at P': () => isWaiting(known),
    'a late entry by a successor': () => isLateEntry(known, inWindow),
  };
  return marks.filter((mark) => holds[mark]());
};

/** A unit that was split did something that the tree asked can place at none of the parts. */
const leavesUnallocated = (known: readonly Logged[], question: Question, inWindow: (day: string) => boolean) => {
  const units = unitsKnownAt(known, question.knownUpTo);
  return factsOf(known, question.credit).some(({ day, unitId }) => {
    const isSplit = units.get(unitId)?.successors.some(({ coverage }) => coverage === 'PARTIAL');
    return isSplit && inWindow(day) && !treeOn(units, question.treeOn ?? day).placeOf(unitId).whole;
  });
};

/** One member stands in lines of one metric that two units have approved. */
const isInTwoUnits = (known: readonly Logged[], inWindow: (day: string) => boolean) => {
  const lines = new Map<string, number>();
  for (const { plane, sign, unitId, metric, day, quantity } of factsOf(known, 'LEAD')) {
    if (plane !== 'approved' || !inWindow(day) || !('members' in quantity)) continue;
    for (const member of quantity.members) {
      const key = `${metric}|${member}|${unitId}`;
      lines.set(key, (lines.get(key) ?? 0) + sign);
    }
  }
  const here = [...lines].filter(([, left]) => left > 0).map(([key]) => key.slice(0, key.lastIndexOf('|')));
  return new Set(here).size < here.length;
};

const movesDay = (known: readonly Logged[], inWindow: (day: string) => boolean) =>
  known.some((event) => {
    if (event.type !== 'AchievementCorrected.v1') return false;
    const { before, after } = event.data;
    const dayAfter = (old: Line) => after.find(({ lineId }) => lineId === old.lineId)?.effectiveOn ?? old.effectiveOn;
    return before.some((old) => {
      const moved = dayAfter(old);
      return moved !== old.effectiveOn && (inWindow(old.effectiveOn) || inWindow(moved));
    });
  });

const isWaiting = (known: readonly Logged[]) => {
  const waiting = new Set<string>();
  for (const event of known) {
    if (event.type === 'AmendmentRequested.v1') waiting.add(event.data.subject.achievementId);
    else if (event.type === 'AchievementCorrected.v1' || event.type === 'AmendmentRefused.v1') {
      waiting.delete(event.data.subject.achievementId);
    }
  }
  return waiting.size > 0;
};

/** Work of a unit is registered by another organisation after the unit's end was known, for a day before that end. */
const isLateEntry = (known: readonly Logged[], inWindow: (day: string) => boolean) => {
  const late = new Set<string>();
  for (const event of known) {
    if (event.type !== 'AchievementRegistered.v1') continue;
    const { achievementId, ownerUnitId, ownerOrgId } = event.data;
    const owner = unitsKnownAt(known, event.position).get(ownerUnitId);
    if (owner?.successors.some(({ unitId }) => ownerOrgId === `committee of ${unitId}`)) late.add(achievementId);
  }
  return known.some((event) => {
    if (event.type !== 'AchievementSubmitted.v1' || !late.has(event.data.subject.achievementId)) return false;
    const ends = unitsKnownAt(known, Infinity).get(event.data.subject.ownerUnitId)?.ends ?? '';
    return event.data.lines.some(({ effectiveOn }) => effectiveOn < ends && inWindow(effectiveOn));
  });
};
