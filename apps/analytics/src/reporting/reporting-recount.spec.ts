import { describe, expect, it } from '@jest/globals';
import type { AnyRecorded } from '@thidua/events';
import { Forest, type ReportingCounts, reportingOver } from '@thidua/rollup';
import fc from 'fast-check';
import { campaignId, DutyLog, orgOf } from '../../test/duty-log.js';
import { plusDays } from '../../test/oracle/days.js';
import { type History, historyOf } from '../../test/oracle/history.js';
import { historySeed, lastDay } from '../../test/oracle/seeds.js';
import { campaign } from '../../test/oracle/story.js';
import { periodStart } from '../../test/oracle/tree-changes.js';
import { treeOn, unitsKnownAt } from '../../test/oracle/units.js';
import { type RecountedDuty, recountDuties } from '../../test/recount-duties.js';
import { dutiesInRound } from './counted-duties.js';

const seed = 20_220_218;
const histories = 150;
/** A state that hardly ever occurs is not tested. */
const seenMin = 10;
const rounds = ['FINAL', 'FINAL-HAMLET'] as const;
const receivers = ['near', 'far'] as const;

/** What happens next, behind some append of the tree: an act of those possible at a duty, picked by a number. */
const actSeed = fc.record({ unit: fc.nat(), round: fc.nat({ max: 1 }), act: fc.nat(), day: fc.nat({ max: lastDay }) });
type ActSeed = typeof actSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

const instantOn = (day: number) => `${plusDays(periodStart, day)}T05:00:00.000Z`;

const act = (log: DutyLog, units: readonly string[], { unit, round, act: picked, day }: ActSeed): void => {
  const [unitId, roundCode] = [units[unit % units.length] as string, rounds[round] as string];
  const receiverOrgId = receivers[unit % 2] as string;
  const duty = log.book.dutiesOfOrganisation(campaignId, orgOf(unitId)).find((one) => one.roundCode === roundCode);
  if (picked % 12 === 0) {
    const ofReceiver = picked % 24 === 0 ? {} : { receiverOrgId };
    const moved = {
      campaignId,
      roundCode,
      oldDueBefore: instantOn(0),
      newDueBefore: instantOn(day),
      reason: 'flood',
      ...ofReceiver,
    };
    log.record('ReportRoundRescheduled.v1', moved);
    return;
  }
  if (!duty) return void log.owe(unitId, roundCode, receiverOrgId);
  const sent = duty.sent.length;
  const drafting = [
    () => log.draft(unitId, roundCode),
    () => log.submit(unitId, roundCode, picked % 2 === 0, sent + 1),
    () => log.extend(unitId, roundCode, instantOn(day)),
  ];
  const waiving = [() => log.waive(unitId, roundCode), () => log.waive(unitId, roundCode, 'REORGANISATION')].filter(
    () => duty.acceptedVersion === null,
  );
  const deciding = [() => log.accept(unitId, roundCode, sent), () => log.giveBack(unitId, roundCode, sent)];
  const possible = {
    ...{ EXPECTED: [...drafting, ...waiving], DRAFT: [...drafting, ...waiving], REOPENED: drafting },
    ...{ RETURNED: [...drafting, ...waiving], SUBMITTED: deciding, WAIVED: [] },
    ACCEPTED: [() => log.reopen(unitId, roundCode, sent)],
  }[duty.status];
  possible[picked % Math.max(1, possible.length)]?.();
};

/** The tree of a random history, and duties to report between its changes: positions have room for them. */
const toldBy = (history: History, acts: readonly ActSeed[]): DutyLog => {
  const log = new DutyLog();
  log.round('FINAL', instantOn(lastDay));
  log.round('FINAL-HAMLET', instantOn(8));
  const tree = history.log.filter(({ type }) => type.startsWith('Unit'));
  const units: string[] = [];
  for (const [n, { type, data, position }] of tree.entries()) {
    log.record(type, data as never, 1000 * position);
    if (type === 'UnitRegistered.v1') units.push((data as { unitId: string }).unitId);
    if (!history.ends.includes(position)) continue;
    const share = n === tree.length - 1 ? acts : acts.filter((_, index) => index % 4 === n % 4);
    for (const one of share) act(log, units, one);
  }
  return log;
};

const countsOf = (duties: readonly RecountedDuty[]): ReportingCounts => {
  const counts = { expected: 0, drafted: 0, submitted: 0, returned: 0, accepted: 0, waived: 0, late: 0, missing: 0 };
  for (const duty of duties) for (const name of duty.counts) counts[name]++;
  return counts;
};

/** Cheaper than an expectation, of which there would be a hundred thousand. */
const same = (what: string, answered: unknown, right: unknown): void => {
  const [one, other] = [JSON.stringify(answered), JSON.stringify(right)];
  if (one !== other) throw new Error(`${what}: the system says ${one}, right is ${other}`);
};
const inOneOrder = (counts: ReportingCounts) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));

describe('the reporting of any history, in any round, at any position and instant, in any tree', () => {
  it('is that of a recount one by one', () => {
    const seen = { ...countsOf([]) } as Record<keyof ReportingCounts, number>;
    const asked = fc.record({
      ...{ known: fc.nat(), today: fc.nat({ max: lastDay }) },
      treeOn: fc.option(fc.integer({ min: -1, max: lastDay + 2 })),
    });
    fc.assert(
      fc.property(
        historySeed,
        fc.array(actSeed, { minLength: 20, maxLength: 60, size: 'max' }),
        fc.array(asked, { minLength: 2, maxLength: 4 }),
        (one, acts, questions) => {
          const history = historyOf(one, campaign);
          const log = toldBy(history, acts);
          const inside = new Set(history.log.map(({ position }) => 1000 * position));
          for (const end of history.ends) inside.delete(1000 * end);
          const positions = log.events.map(({ position }) => position).filter((position) => !inside.has(position));
          for (const [n, { known, today, treeOn: day }] of questions.entries()) {
            const knownUpTo = positions[n === 0 ? positions.length - 1 : known % positions.length] as number;
            const on = plusDays(periodStart, today);
            const asOf = { from: on, to: on, knownUpTo, treeOn: day === null ? null : plusDays(periodStart, day) };
            const unitsKnown = unitsKnownAt(history.log, knownUpTo / 1000);
            const tree = treeOn(unitsKnown, asOf.treeOn ?? on);
            for (const round of rounds) {
              const right = recountDuties(log.events as AnyRecorded[], round, knownUpTo, instantOn(today));
              const at = { knownUpTo, instantMs: Date.parse(instantOn(today)), nameOf: (orgId: string) => orgId };
              const duties = dutiesInRound(log.book, campaignId, round, at) ?? [];
              const system = reportingOver(duties, new Forest(log.units, asOf));
              for (const unitId of unitsKnown.keys()) {
                const here = right.filter((duty) => tree.lineOf(tree.placeOf(duty.unitId).at).includes(unitId));
                same(`counts of ${unitId}`, inOneOrder(system.of(unitId)), inOneOrder(countsOf(here)));
                const missing = here.filter(({ counts }) => counts.includes('missing'));
                const named = missing.map((duty) => orgOf(duty.unitId)).sort();
                const answered = system.missing(unitId, 1000);
                same(`missing of ${unitId}`, answered.map(({ orgId }) => orgId).sort(), named);
                same(
                  `due instants of ${unitId}`,
                  answered.map(({ dueBeforeMs }) => dueBeforeMs),
                  missing.map(({ due }) => Date.parse(due)).sort((a, b) => a - b),
                );
              }
              const counts = countsOf(right);
              for (const name of Object.keys(counts) as (keyof ReportingCounts)[]) seen[name] += counts[name];
            }
          }
        },
      ),
      { numRuns: histories, seed },
    );
    for (const [name, times] of Object.entries(seen)) expect([name, times >= seenMin]).toEqual([name, true]);
  });
});
