import { isDeepStrictEqual } from 'node:util';
import type { Refusal } from '@thidua/event-sourcing';
import { refuse } from '@thidua/service/refusals';
import type { Rule, StatedPlan } from './stated-plan.js';

// What an amendment may not do once organisations work by the plan (domain.md E2, Campaign).

type Fixed = Refusal<'PLAN_FIXED'>;

/** Whether two plans say the same, word by word and in the same order. */
export const samePlan = (one: StatedPlan, other: StatedPlan): boolean =>
  isDeepStrictEqual(plainPlan(one), plainPlan(other));

const plainPlan = ({ details, areas, metrics, rules, rounds }: StatedPlan): StatedPlan => ({
  details,
  areas,
  metrics,
  rules,
  rounds,
});

/**
 * The rules of a plan stated anew, under their ids: a rule that goes on keeps its own, since invitations
 * name it; a new one gets the next that was never used. A rule goes on in one that says the same, else in
 * one that takes in the same kind at its levels and more.
 */
export const withRuleIds = (rules: readonly Rule[], before: readonly Rule[]): readonly Rule[] => {
  const heirs = heirsOf(before, rules);
  const idOf = new Map([...heirs].map(([old, heir]) => [heir, old.ruleId]));
  const used = new Set(before.map(({ ruleId }) => ruleId));
  let next = 0;
  return rules.map((rule) => {
    const kept = idOf.get(rule);
    if (kept !== undefined) return { ...rule, ruleId: kept };
    do next += 1;
    while (used.has(`rule-${next}`));
    return { ...rule, ruleId: `rule-${next}` };
  });
};

/** In which new rule each old one goes on, where it does: in its equal, else in the one that takes in least beside. */
const heirsOf = (before: readonly Rule[], rules: readonly Rule[]): ReadonlyMap<Rule, Rule> => {
  const heirs = new Map<Rule, Rule>();
  const taken = new Set<Rule>();
  const tightestFirst = rules.toSorted((one, other) => breadth(one) - breadth(other));
  for (const goesOn of [equals, covers]) {
    for (const old of before) {
      const heir = heirs.has(old) ? undefined : tightestFirst.find((rule) => !taken.has(rule) && goesOn(rule, old));
      if (!heir) continue;
      heirs.set(old, heir);
      taken.add(heir);
    }
  }
  return heirs;
};

const breadth = ({ levels, subjectKinds }: Rule): number => levels.length + subjectKinds.length;

const holdsAll = (list: readonly string[], items: readonly string[]): boolean =>
  items.every((item) => list.includes(item));

const covers = (rule: Rule, old: Rule): boolean =>
  rule.orgType === old.orgType &&
  rule.group === old.group &&
  holdsAll(rule.levels, old.levels) &&
  holdsAll(rule.subjectKinds, old.subjectKinds);

const equals = (rule: Rule, old: Rule): boolean => covers(rule, old) && covers(old, rule);

/** What a plan in force may not lose or change; the names of the input at fault. */
export const fixedFaults = (plan: StatedPlan, before: StatedPlan, at: readonly string[]): readonly Fixed[] =>
  [
    ...shrunkPeriod(plan, before),
    ...lost(
      'areas',
      before.areas.map(({ areaCode }) => areaCode),
      plan.areas.map(({ areaCode }) => areaCode),
    ),
    ...metricFaults(plan, before),
    ...lostRules(plan, before),
    ...roundFaults(plan, before),
  ].map(({ field, what }) => refuse('PLAN_FIXED', [...at, ...field], { what }));

interface Fault {
  readonly field: readonly string[];
  /** Code of what is lost or changed. */
  readonly what: string;
}

const lost = (list: string, before: readonly string[], now: readonly string[]): readonly Fault[] =>
  before.filter((code) => !now.includes(code)).map((what) => ({ field: [list], what }));

const shrunkPeriod = ({ details }: StatedPlan, { details: before }: StatedPlan): readonly Fault[] => [
  ...(details.periodStart > before.periodStart ? [{ field: ['periodStart'], what: 'periodStart' }] : []),
  ...(details.periodEnd < before.periodEnd ? [{ field: ['periodEnd'], what: 'periodEnd' }] : []),
];

/** Whoever competes goes on competing. */
const lostRules = ({ rules }: StatedPlan, { rules: before }: StatedPlan): readonly Fault[] => {
  const heirs = heirsOf(before, rules);
  return before
    .filter((old) => !heirs.has(old))
    .map(({ orgType, group, ruleId }) => ({ field: ['participantRules'], what: orgType ?? group ?? ruleId }));
};

/** Fields that differ, in their order, as the input names them. */
const differing = <Item extends object>(item: Item, before: Item, fields: readonly (keyof Item & string)[]) =>
  fields.filter((field) => !isDeepStrictEqual(plain(item[field]), plain(before[field])));

/** The order in which kinds of organisation are named says nothing. */
const plain = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value);

const metricFaults = ({ metrics }: StatedPlan, { metrics: before }: StatedPlan): readonly Fault[] => {
  const known = new Map(before.map((metric) => [metric.metric, metric]));
  const changed = metrics.flatMap((metric, index) => {
    const old = known.get(metric.metric);
    const fields = old ? differing(metric, old, ['combine', 'decimals', 'countsItself']) : [];
    return fields.map((field) => ({ field: ['metrics', String(index), field], what: metric.metric }));
  });
  const codes = metrics.map(({ metric }) => metric);
  return [...lost('metrics', [...known.keys()], codes), ...changed];
};

const roundFaults = ({ rounds }: StatedPlan, { rounds: before }: StatedPlan): readonly Fault[] => {
  const known = new Map(before.map((round) => [round.roundCode, round]));
  const changed = rounds.flatMap((round, index) => {
    const old = known.get(round.roundCode);
    const fields = old ? differing(round, old, ['kind', 'feeds', 'supplements', 'fromLevel', 'fromOrgTypes']) : [];
    return fields.map((field) => ({ field: ['rounds', String(index), field], what: round.roundCode }));
  });
  const codes = rounds.map(({ roundCode }) => roundCode);
  return [...lost('rounds', [...known.keys()], codes), ...changed];
};
