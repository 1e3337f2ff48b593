import type { Coverage, UnitLevel, UnitTreeEvent } from '@thidua/events';
import { plusDays } from './days.js';
import type { Logged } from './log.js';
import { dissolved, moved, type NewUnit, type Resolution, registered, reorganised } from './reorganisation.js';
import type { ChangeKind, ChangeSeed, UnitSeed } from './seeds.js';
import {
  depthOf,
  foundedOn,
  levels,
  named,
  pickFrom,
  rootsMax,
  Standing,
  type StandingUnit,
  standsWell,
} from './standing.js';

export const periodStart = '2022-03-01';

/** The tree that a log begins with: a province, and units each one level below another one. */
export const firstUnits = (seeds: readonly UnitSeed[]): readonly UnitTreeEvent[] => {
  const units: NewUnit[] = [{ unitId: 'p0', level: 'province', parent: null }];
  for (const { depth, parent } of seeds) {
    const roots = units.filter(({ level }) => level === 'province');
    let wanted = depth === 0 && roots.length === rootsMax ? 1 : depth;
    while (wanted > 0 && !units.some(({ level }) => depthOf(level) === wanted - 1)) wanted--;
    const above = pickFrom(
      units.filter(({ level }) => depthOf(level) === wanted - 1),
      parent,
    );
    units.push(named(units.length, levels[wanted] as UnitLevel, above?.unitId ?? null));
  }
  return units.map((unit) => registered(unit, foundedOn));
};

type Plan = (standing: Standing, unit: StandingUnit, seed: ChangeSeed) => Resolution | readonly UnitTreeEvent[] | null;

/** Some units of one level go to a new one as a whole. */
const merge: Plan = (standing, unit, { others, parents, day }) => {
  const peers = standing.ofLevel(unit.level);
  const merging = new Set([unit.unitId, ...others.map((pick) => (pickFrom(peers, pick) as StandingUnit).unitId)]);
  const heir = standing.fresh(unit.level, standing.parentFor(unit, parents[0] ?? 0));
  const mappings = [...merging].map((from) => ({ from, to: heir.unitId, coverage: 'FULL' as Coverage }));
  return { validFrom: plusDays(periodStart, day), newUnits: [heir], mappings };
};

/** A unit is split into two or three, or only one part is named; units below it go to one of the parts each. */
const split: Plan = (standing, unit, { parents, day }) => {
  const [first = 0] = parents;
  const picks = parents.length === 1 && first % 4 === 0 ? [first / 4] : [0, ...parents].slice(0, 3);
  const parts = picks.map((pick) => standing.fresh(unit.level, standing.parentFor(unit, pick)));
  const moves = standing
    .below(unit.unitId)
    .map(({ unitId }, n) => ({ unitId, to: (parts[n % parts.length] as NewUnit).unitId }));
  const mappings = parts.map(({ unitId: to }) => ({ from: unit.unitId, to, coverage: 'PARTIAL' as Coverage }));
  return { validFrom: plusDays(periodStart, day), newUnits: parts, mappings, moves };
};

/** A part of a unit goes to another one, which therefore ends as well and goes on as a new one. */
const absorb: Plan = (standing, unit, seed) => {
  const other = pickFrom(standing.ofLevel(unit.level), seed.others[0] ?? 0);
  const resolution = split(standing, unit, { ...seed, parents: seed.parents.slice(0, 1) });
  if (!other || other === unit || !resolution || !('mappings' in resolution)) return null;
  const taker = resolution.newUnits?.at(-1) as NewUnit;
  const whole = { from: other.unitId, to: taker.unitId, coverage: 'FULL' as Coverage };
  return { ...resolution, mappings: [...(resolution.mappings ?? []), whole] };
};

/** A level ends below a unit: what stood below it stands right below the unit. */
const abolish: Plan = (standing, unit, { day }) => {
  const level = standing.below(unit.unitId);
  const moves = level.flatMap((one) => standing.below(one.unitId).map(({ unitId }) => ({ unitId, to: unit.unitId })));
  return { validFrom: plusDays(periodStart, day), moves, dissolve: level.map(({ unitId }) => unitId) };
};

const move: Plan = (standing, unit, { parents, day }) => {
  const to = standing.parentFor(unit, 2 * (parents[0] ?? 0) + 1);
  return to === null || to === unit.parent ? null : [moved(unit.unitId, unit.parent, to, plusDays(periodStart, day))];
};

/** A unit that nothing stands below ends, and no other one follows it. */
const dissolve: Plan = (standing, _, { unit: pick, day }) => {
  const leaf = standing.pick(
    pick,
    standing.units.filter(({ unitId }) => standing.below(unitId).length === 0),
  );
  return leaf ? [dissolved(leaf.unitId, plusDays(periodStart, day))] : null;
};

/** A unit begins that came out of none: below another one, or on top. */
const found: Plan = (standing, unit, { parents, day }) => {
  const level = levels[depthOf(unit.level) + 1];
  const fresh = (parents[0] ?? 0) % 3 === 0 ? standing.fresh('province', null) : null;
  const below = level && standing.fresh(level, unit.unitId);
  const begun = fresh ?? below;
  return begun ? [registered(begun, plusDays(periodStart, day))] : null;
};

const plans: Readonly<Record<ChangeKind, Plan>> = { merge, split, absorb, abolish, move, dissolve, found };

/** The events of a change of the tree; none where it would leave a tree that the rules refuse. */
export const changeOf = (log: readonly Logged[], seed: ChangeSeed): readonly UnitTreeEvent[] => {
  const standing = new Standing(log, plusDays(periodStart, seed.day));
  const unit = standing.pick(seed.unit);
  const plan = unit && plans[seed.kind](standing, unit, seed);
  if (!plan) return [];
  const events = 'validFrom' in plan ? reorganised(log, plan) : plan;
  const after = [...log, ...events.map((event, n): Logged => ({ ...event, position: log.length + n + 1 }))];
  return standsWell(after) ? events : [];
};
