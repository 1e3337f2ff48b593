import type { AchievementEvent, Contribution, Line, LineQuantity, Subject } from '@thidua/events';
import { plusDays } from './days.js';
import type { Campaign, Logged, MetricRule } from './log.js';
import type { EditSeed, LineSeed, StepSeed, WorkSeed } from './seeds.js';
import { periodStart } from './tree-changes.js';
import { unitsKnownAt } from './units.js';
import { type Act, Work } from './work.js';

type Events = readonly AchievementEvent[];

/** How often an act is chosen where it is possible. */
const weights: Readonly<Record<Act, number>> = {
  submit: 9,
  approve: 7,
  return: 2,
  reject: 1,
  withdraw: 1,
  amend: 6,
  revoke: 1,
  correct: 4,
  refuse: 2,
};

/** An achievement of a unit that is known by now, or has ended: then its successor enters it (figures.md 10, 8). */
export const registerWork = (log: readonly Logged[], campaign: Campaign, seed: WorkSeed, number: number): Work => {
  const units = unitsKnownAt(log, Infinity);
  const ended = [...units].filter(([, { ends }]) => ends !== null);
  const candidates = seed.owner % 3 === 0 && ended.length > 0 ? ended : [...units];
  const [ownerUnitId, owner] = candidates[
    Math.floor(seed.owner / 3) % candidates.length
  ] as (typeof candidates)[number];
  const ownerOrgId = `committee of ${owner.successors[0]?.unitId ?? ownerUnitId}`;
  const achievementId = `w${number}`;
  const subject: Subject = {
    achievementId,
    campaignId: campaign.campaignId,
    areaCode: campaign.areas[seed.area % campaign.areas.length] as string,
    ownerOrgId,
    ownerUnitId,
    contributions: contributionsOf([...units.keys()], ownerOrgId, ownerUnitId, seed),
  };
  const lines = seed.lines.map((line, n) => lineOf(campaign, achievementId, `l${n}`, line));
  return new Work(subject, lines);
};

/** The owner leads; partners are other bodies of any unit known, with shares of all sizes. */
const contributionsOf = (
  units: readonly string[],
  ownerOrgId: string,
  ownerUnitId: string,
  { partners, owner }: WorkSeed,
): Contribution[] => {
  const bodies = new Map<string, { unitId: string; weight: number }>();
  for (const { unit, ofUnion, weight } of partners) {
    const unitId = units[unit % units.length] as string;
    const orgId = `${ofUnion ? 'union' : 'committee'} of ${unitId}`;
    if (orgId !== ownerOrgId) bodies.set(orgId, { unitId, weight });
  }
  const leads = owner % 4;
  const all = [...bodies.values()].reduce((sum, { weight }) => sum + weight, leads);
  const shareOf = (weight: number) => (all === 0 ? 0 : Math.floor((10_000 * weight) / all));
  const others = [...bodies].map(
    ([orgId, { unitId, weight }]): Contribution => ({ orgId, unitId, role: 'PARTNER', shareBp: shareOf(weight) }),
  );
  const shareBp = others.reduce((left, other) => left - other.shareBp, 10_000);
  const lead: Contribution = { orgId: ownerOrgId, unitId: ownerUnitId, role: 'LEAD', shareBp };
  return others.toSpliced(owner % (others.length + 1), 0, lead);
};

/** Does the next step: an act among those that are possible now, in one or two appends. */
export const nextStep = (work: Work, campaign: Campaign, { act: pick, edits }: StepSeed): readonly Events[] => {
  const inTurn = work.acts.flatMap((act) => Array.from({ length: weights[act] }, () => act));
  const act = inTurn[pick % inTurn.length];
  if (!act) return [];
  const { achievementId } = work.subject;
  const edited = () => edits.reduce((lines, one) => editLines(lines, campaign, achievementId, one), work.reported);
  if (act === 'amend') return [work.amend(edited())];
  if (act !== 'submit' || work.status === 'drafted') return [work[act]()];
  return [[work.report(edited())], work.submit()];
};

const editLines = (
  lines: readonly Line[],
  campaign: Campaign,
  achievementId: string,
  { kind, line: pick, new: seed }: EditSeed,
): readonly Line[] => {
  const at = pick % lines.length;
  const line = lines[at] as Line;
  const fresh = lineOf(campaign, achievementId, `l${lines.length + pick}`, seed);
  if (kind === 'add') return lines.some(({ lineId }) => lineId === fresh.lineId) ? lines : [...lines, fresh];
  if (kind === 'remove') return lines.length > 1 ? lines.toSpliced(at, 1) : lines;
  if (kind === 'day') return lines.with(at, { ...line, effectiveOn: fresh.effectiveOn });
  const { combine, countsItself } = campaign.metrics.find(({ metric }) => metric === line.metric) as MetricRule;
  // A number that is declared mostly stays one: it is that number which is measured again.
  const declared = 'declared' in line.quantity ? seed.first % 4 !== 0 : seed.declared;
  const quantity = countsItself ? line.quantity : quantityOf(combine, { ...seed, declared });
  return lines.with(at, { ...line, quantity });
};

const lineOf = (campaign: Campaign, achievementId: string, lineId: string, seed: LineSeed): Line => {
  const rule = campaign.metrics[seed.metric % campaign.metrics.length] as MetricRule;
  const quantity = rule.countsItself ? { members: [achievementId] } : quantityOf(rule.combine, seed);
  return { lineId, metric: rule.metric, quantity, effectiveOn: plusDays(periodStart, seed.day) };
};

const quantityOf = (combine: MetricRule['combine'], { first, second, members, declared }: LineSeed): LineQuantity => {
  switch (combine) {
    case 'SUM':
      return { value: first };
    case 'RATIO':
      return { num: first, den: second };
    case 'AVERAGE':
      return { sum: first, count: second };
    case 'DISTINCT':
      return declared ? { declared: second } : { members: [...members] };
  }
};
