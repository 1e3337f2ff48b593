import { drawLines, drawTarget, targetRangeOf, titleOf, type UsableTemplate } from './achievement-quantities.js';
import { type Dice, makeDice } from './dice.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import type { UnitRow } from './tra-vinh-units.js';
import { daysAfter, daysBetween } from './working-time.js';

/** What becomes of an achievement by the end of June. */
export type Outcome = 'APPROVED' | 'RETURNED_THEN_APPROVED' | 'RETURNED' | 'WAITING';

/** Why a reviewer sends something back, by the code of the review catalogue. */
export type ReturnReason = 'QUANTITY_UNCLEAR' | 'EVIDENCE_MISSING' | 'WRONG_PERIOD';

/** One achievement of the scenario, before its steps get their times. Days are local dates. */
export interface PlannedAchievement {
  /** Stable: the keys of its steps, and so its id, hang on it. */
  readonly name: string;
  readonly owner: UnitRow;
  readonly template: UsableTemplate;
  readonly title: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** The figures as they are. */
  readonly lines: readonly QuantityLineInput[];
  readonly outcome: Outcome;
  /** What is returned was reported otherwise at first. */
  readonly returned: { readonly reason: ReturnReason; readonly linesAtFirst: readonly QuantityLineInput[] } | null;
}

const achievementsByLevel = { commune: 166, district: 27, province: 7 } as const;
const outcomes: readonly (readonly [Outcome, number])[] = [
  ['APPROVED', 170],
  ['RETURNED_THEN_APPROVED', 5],
  ['RETURNED', 5],
  ['WAITING', 20],
];
const returnReasons: readonly ReturnReason[] = ['QUANTITY_UNCLEAR', 'EVIDENCE_MISSING', 'WRONG_PERIOD'];

/** Share of the work that was done before the launch and is entered afterwards. */
const doneBeforeLaunchShare = 0.14;

/** Work that has its season: the gifts of Tet (1 February 2022) and of Chôl Chnăm Thmây (14 to 16 April). */
const seasons: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'T24-02': [
    ['2022-01-17', '2022-01-31'],
    ['2022-04-04', '2022-04-16'],
  ],
};

/** Between which days work is done, by how it ends: what still waits at the end of June is recent. */
const windows: Readonly<Record<Outcome | 'BEFORE_LAUNCH', readonly [string, string]>> = {
  APPROVED: ['2022-02-18', '2022-06-22'],
  RETURNED_THEN_APPROVED: ['2022-02-18', '2022-06-08'],
  RETURNED: ['2022-05-16', '2022-06-17'],
  WAITING: ['2022-05-25', '2022-06-24'],
  BEFORE_LAUNCH: ['2022-01-04', '2022-02-16'],
};

const drawDays = (template: UsableTemplate, outcome: Outcome, dice: Dice): { first: string; last: string } => {
  const season = seasons[template.id];
  const isSettled = outcome === 'APPROVED' || outcome === 'RETURNED_THEN_APPROVED';
  const isEarly = isSettled && dice.chance(doneBeforeLaunchShare);
  const [from, to] = season ? dice.pick(season) : windows[isEarly ? 'BEFORE_LAUNCH' : outcome];
  const room = daysBetween(from, to);
  const [durationMin, durationMax] = template.duration_days;
  const duration = dice.whole(Math.min(durationMin, room), Math.min(durationMax, room));
  const first = daysAfter(from, dice.whole(0, room - duration + 1));
  return { first, last: daysAfter(first, duration - 1) };
};

/** How it stood in the first report: on a wrong day, or a figure that nothing bears out. */
const asAtFirst = (
  lines: readonly QuantityLineInput[],
  reason: ReturnReason,
  firstDay: string,
  dice: Dice,
): readonly QuantityLineInput[] => {
  const overstatedPercent = dice.whole(20, 60);
  return lines.map((line) => {
    if (reason === 'WRONG_PERIOD') return { ...line, effectiveOn: firstDay };
    const value = Number(line.value);
    return { ...line, value: String(value + Math.ceil((value * overstatedPercent) / 100)) };
  });
};

const planOne = (
  seed: string,
  name: string,
  owner: UnitRow,
  outcome: Outcome,
  template: UsableTemplate,
): PlannedAchievement => {
  const dice = makeDice(seed, name);
  const target = drawTarget(template, owner.level, dice);
  const days = drawDays(template, outcome, dice);
  const lines = drawLines(template, target, days, dice);
  const isReturned = outcome === 'RETURNED' || outcome === 'RETURNED_THEN_APPROVED';
  // A day can be wrong only where the work took several.
  const reason = dice.pick(days.first === days.last ? returnReasons.slice(0, 2) : returnReasons);
  return {
    name,
    owner,
    template,
    title: titleOf(template, target),
    firstDay: days.first,
    lastDay: days.last,
    lines,
    outcome,
    returned: isReturned ? { reason, linesAtFirst: asAtFirst(lines, reason, days.first, dice) } : null,
  };
};

/** Every unit of a level once, then drawn ones. */
const drawOwners = (units: readonly UnitRow[], level: keyof typeof achievementsByLevel, dice: Dice): UnitRow[] => {
  const ofLevel = units.filter((unit) => unit.level === level);
  const count = achievementsByLevel[level];
  return Array.from({ length: count }, (_, n) => ofLevel[n] ?? dice.pick(ofLevel));
};

/** A dealer that gives every usable template of a level once before any a second time. */
const makeDealer = (templates: readonly UsableTemplate[], level: keyof typeof achievementsByLevel, dice: Dice) => {
  const ofLevel = templates.filter((template) => targetRangeOf(template, level));
  let hand: UsableTemplate[] = [];
  return (): UsableTemplate => {
    if (hand.length === 0) hand = dice.shuffle(ofLevel);
    const template = hand.pop();
    if (!template) throw new Error(`no template fits a ${level}`);
    return template;
  };
};

/** The achievements of a seed: most of communes, some of districts, a few of the province. */
export const planAchievements = (
  seed: string,
  units: readonly UnitRow[],
  templates: readonly UsableTemplate[],
): readonly PlannedAchievement[] => {
  const dice = makeDice(seed, 'achievements');
  const fates = dice.shuffle(outcomes.flatMap(([outcome, count]) => Array.from({ length: count }, () => outcome)));
  const levels = ['commune', 'district', 'province'] as const;
  const pairs = levels.flatMap((level) => {
    const deal = makeDealer(templates, level, dice);
    return drawOwners(units, level, dice).map((owner) => ({ owner, template: deal() }));
  });
  return fates.map((outcome, index) => {
    const pair = pairs[index];
    if (!pair) throw new Error('there are more outcomes than achievements');
    const name = `achievement/${String(index + 1).padStart(4, '0')}`;
    return planOne(seed, name, pair.owner, outcome, pair.template);
  });
};
