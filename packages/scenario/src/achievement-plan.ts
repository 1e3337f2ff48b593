import { type Fate, makeFateDealer, makeTemplateDealer } from './achievement-deals.js';
import { drawTarget, makeLineDrawer, titleOf } from './achievement-quantities.js';
import type { MetricRow, TemplateRow } from './campaign-file.js';
import type { DemoIds } from './demo-identity.js';
import { type Dice, makeDice } from './dice.js';
import { drawEntryPlan, type EntryPlan, entryDay, entryDays, entryIndexUpTo } from './entry-days.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import { drawPartners, type Partner } from './partners.js';
import { drawSentBack, type SentBack } from './sent-back.js';
import type { WorkOwner } from './work-owners.js';
import { daysAfter, daysBetween, launchDay, periodStart } from './working-time.js';

/** One achievement of the scenario, before its steps get their instants. Days are local dates. */
export interface PlannedAchievement {
  /** Stable: the keys of its steps, and so its id, hang on it. */
  readonly name: string;
  readonly owner: WorkOwner;
  readonly template: TemplateRow;
  readonly title: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** The figures as they are. */
  readonly lines: readonly QuantityLineInput[];
  readonly fate: Fate;
  readonly registeredOn: string;
  /** Place of the entry day on which its figures are entered. */
  readonly entry: number;
  /** Beside the owner. */
  readonly partners: readonly Partner[];
  /** What is returned was reported otherwise at first. */
  readonly sentBack: SentBack | null;
}

/** How many achievements an owner of a level has, and on how many days those of one receiver are entered up to when. */
const amounts = {
  hamlet: { each: [3, 4, 4, 4, 5, 5], days: 4, upTo: '2022-05-31' },
  commune: { each: [10, 11, 12, 13, 14], days: 7, upTo: '2022-06-07' },
  district: { each: [27, 29, 31, 33], days: 8, upTo: '2022-06-14' },
  province: { each: [3, 4, 5], days: 6, upTo: '2022-06-14' },
} as const;
const ofProvinceCommittee = 12;

const amountsOf = ({ level }: WorkOwner) => {
  if (level === 'central') throw new Error('no central organisation takes part');
  return amounts[level];
};

/** Work that has its season: the gifts of Tet (1 February 2022) and of Chôl Chnăm Thmây (14 to 16 April). */
const seasons: Readonly<
  Record<string, { readonly tet: readonly [string, string]; readonly newYear: [string, string] }>
> = { 'T24-02': { tet: ['2022-01-17', '2022-01-31'], newYear: ['2022-04-04', '2022-04-16'] } };

/** Share of what is entered in the first weeks that was done before the launch. */
const doneBeforeLaunchShare = 0.4;
const firstWeeksUpTo = '2022-03-22';
const beforeLaunch = ['2022-01-04', '2022-02-16'] as const;
/** Days that the district reports do not cover: the supplement does. */
const afterTheReports = '2022-06-20';

/** Between which days the work that is entered on a day ended. */
const endedBetween = (template: TemplateRow, entered: string, dice: Dice): readonly [string, string] => {
  const season = seasons[template.id];
  if (season) return entered > season.newYear[1] ? season.newYear : season.tet;
  if (entered <= firstWeeksUpTo && dice.chance(doneBeforeLaunchShare)) return beforeLaunch;
  return entered > afterTheReports ? [afterTheReports, entered] : [daysAfter(entered, -9), entered];
};

const drawDays = (template: TemplateRow, entered: string, dice: Dice): { first: string; last: string } => {
  const [from, to] = endedBetween(template, entered, dice);
  const last = daysAfter(from, dice.whole(0, daysBetween(from, to)));
  const first = daysAfter(last, 1 - dice.whole(...template.duration_days));
  return { first: first < periodStart ? periodStart : first, last };
};

const drawEntry = (fate: Fate, { main, supplement }: EntryPlan, dice: Dice): number => {
  switch (fate) {
    case 'APPROVED':
      return dice.chance(0.08) ? supplement : dice.pick(main);
    case 'WAITING':
      return entryDays.length - dice.whole(1, 3);
    case 'UNFINISHED':
      return dice.whole(entryIndexUpTo('2022-05-13'), entryDays.length - 1);
    default:
      return dice.pick(main);
  }
};

/** Many are registered before the work begins; the others, as what was done before the launch, with their figures. */
const registrationDay = (firstDay: string, entry: number, dice: Dice): string => {
  const ahead = entryIndexUpTo(firstDay);
  return firstDay > launchDay && ahead >= 0 && dice.chance(0.6) ? entryDay(Math.min(ahead, entry)) : entryDay(entry);
};

/** What the planning of all of them shares. */
interface Planning {
  readonly seed: string;
  readonly ids: DemoIds;
  readonly owners: readonly WorkOwner[];
  readonly drawLines: ReturnType<typeof makeLineDrawer>;
}

const planOne = (
  { seed, ids, owners, drawLines }: Planning,
  name: string,
  owner: WorkOwner,
  template: TemplateRow,
  fate: Fate,
  plan: EntryPlan,
): PlannedAchievement => {
  const dice = makeDice(seed, name);
  const target = drawTarget(template, owner.level, dice);
  const entry = drawEntry(fate, plan, dice);
  const days = drawDays(template, entryDay(entry), dice);
  const memberOf = (metric: string, n: number) => ids.keyOf(`counted/${owner.place}/${metric}/${n}`);
  const lines = drawLines(template, target, days, { ...owner, memberOf }, dice);
  const isSentBack = fate === 'RETURNED' || fate === 'RETURNED_THEN_APPROVED';
  return {
    name,
    owner,
    template,
    title: titleOf(template, target),
    firstDay: days.first,
    lastDay: days.last,
    lines,
    fate,
    registeredOn: registrationDay(days.first, entry, dice),
    entry,
    partners: drawPartners(owner, template, owners, dice),
    sentBack: isSentBack ? drawSentBack(lines, dice) : null,
  };
};

/** Days of entry of the owners of one level that have one receiver. */
const makeEntryPlans = (seed: string) => {
  const plans = new Map<string, EntryPlan>();
  return (owner: WorkOwner): EntryPlan => {
    const label = `entry/${owner.level}/${owner.receiver}`;
    const { days, upTo } = amountsOf(owner);
    const plan = plans.get(label) ?? drawEntryPlan(days, upTo, makeDice(seed, label));
    plans.set(label, plan);
    return plan;
  };
};

const countOf = (owner: WorkOwner, dice: Dice): number =>
  owner.level === 'province' && owner.orgType === 'FRONT_COMMITTEE'
    ? ofProvinceCommittee
    : dice.pick(amountsOf(owner).each);

/** The achievements of a seed: most of hamlets, then of communes, some of districts, a few of the province. */
export const planAchievements = (
  seed: string,
  ids: DemoIds,
  owners: readonly WorkOwner[],
  templates: readonly TemplateRow[],
  metrics: readonly MetricRow[],
): readonly PlannedAchievement[] => {
  const dice = makeDice(seed, 'achievements');
  const planning = { seed, ids, owners, drawLines: makeLineDrawer(metrics) };
  const dealTemplate = makeTemplateDealer(templates, dice);
  const dealFate = makeFateDealer(dice);
  const entryPlanOf = makeEntryPlans(seed);
  return owners.flatMap((owner) => {
    const had = new Set<string>();
    return Array.from({ length: countOf(owner, dice) }, (_, n) => {
      const template = dealTemplate(owner, had);
      had.add(template.id);
      const name = `achievement/${owner.place}/${String(n + 1).padStart(2, '0')}`;
      return planOne(planning, name, owner, template, dealFate(), entryPlanOf(owner));
    });
  });
};
