import { describe, expect, it } from '@jest/globals';
import { Forest, type ReportingCounts, reportingOver } from '@thidua/rollup';
import { campaignId, DutyLog, orgOf } from '../../test/duty-log.js';
import { dutiesInRound, reportedIn } from './counted-duties.js';

const hamletRound = 'FINAL-HAMLET';
const due = '2022-06-08T17:00:00.000Z';
const afterDue = '2022-06-10T05:00:00.000Z';

interface Asked {
  readonly at?: number;
  readonly instant?: string;
  readonly today?: string;
  readonly treeOn?: string;
  readonly round?: string;
  readonly nameOf?: (orgId: string) => string;
}

const reportingOf = (log: DutyLog, unitId: string, asked: Asked = {}) => {
  const { at: knownUpTo = log.position, instant = afterDue, treeOn, round = hamletRound, nameOf = String } = asked;
  const { today = instant.slice(0, 10) } = asked;
  const instantMs = Date.parse(instant);
  const duties = dutiesInRound(log.book, campaignId, round, { knownUpTo, instantMs, nameOf });
  if (duties === null) return null;
  const rollup = reportingOver(duties, new Forest(log.units, { from: today, to: today, knownUpTo, treeOn }));
  return { ...rollup.of(unitId), names: rollup.missing(unitId, 1000).map(({ orgId }) => orgId), rollup };
};

const none: ReportingCounts = {
  ...{ expected: 0, drafted: 0, submitted: 0, returned: 0, accepted: 0, waived: 0, late: 0, missing: 0 },
};

/** District 842 with communes 29242 and 29245 and hamlets in each; the round is set, nobody owes yet. */
const district = (): DutyLog => {
  const log = new DutyLog();
  log.unit('84', 'province');
  log.unit('842', 'district', '84');
  for (const commune of ['29242', '29245']) {
    log.unit(commune, 'commune', '842');
    for (const n of ['01', '02']) log.unit(`${commune}-${n}`, 'hamlet', commune);
  }
  log.round(hamletRound, due);
  return log;
};

describe('reporting in a round', () => {
  it('counts a unit that was closed no more, and its successor once (casebook 01)', () => {
    const log = district();
    for (const n of ['03', '04']) log.unit(`29242-${n}`, 'hamlet', '29242');
    for (const n of ['01', '02', '03', '04']) log.owe(`29242-${n}`, hamletRound);
    const march = log.position;
    log.unit('29242-03 new', 'hamlet', '29242', '2022-04-10');
    for (const n of ['03', '04']) {
      const successors = [{ unitId: '29242-03 new', coverage: 'FULL' as const }];
      log.record('UnitDissolved.v1', { unitId: `29242-${n}`, validFrom: '2022-04-10', successors });
    }
    const recorded = log.position;
    for (const n of ['03', '04']) log.waive(`29242-${n}`, hamletRound, 'REORGANISATION');
    log.owe('29242-03 new', hamletRound, 'receiver', [orgOf('29242-03'), orgOf('29242-04')]);
    log.unit('29242-05', 'hamlet', '29242', '2022-06-01');
    log.submit('29242-01', hamletRound);
    log.submit('29242-02', hamletRound);
    log.submit('29242-03 new', hamletRound, true);

    const inMarch = { at: march, instant: '2022-03-01T05:00:00.000Z' };
    expect(reportingOf(log, '29242', inMarch)).toMatchObject({ ...none, expected: 4 });
    expect(reportingOf(log, '29242')).toMatchObject({ ...none, expected: 3, submitted: 3, late: 1 });
    expect(reportingOf(log, '29242-05')).toMatchObject(none);
    // Until the duties are closed they count, where the units that owe them have gone.
    expect(reportingOf(log, '29242-03 new', { at: recorded, instant: '2022-04-11T05:00:00.000Z' })).toMatchObject({
      ...none,
      expected: 2,
    });
    expect(reportingOf(log, '29242-03 new', { treeOn: '2022-03-01' })).toMatchObject(none);
    expect(reportingOf(log, '29242', { treeOn: '2022-03-01' })).toMatchObject({ expected: 3, submitted: 3 });
  });

  it('neither expects nor misses what its receiver waived (casebook 04)', () => {
    const log = district();
    log.unit('29251', 'commune', '842');
    for (const n of ['01', '02']) log.unit(`29251-${n}`, 'hamlet', '29251');
    const hamlets = ['29242-01', '29242-02', '29245-01', '29245-02', '29251-01', '29251-02'];
    for (const hamlet of hamlets) log.owe(hamlet, hamletRound);
    log.waive('29251-02', hamletRound);
    for (const hamlet of ['29242-01', '29242-02', '29245-02', '29251-01']) log.submit(hamlet, hamletRound);
    expect(reportingOf(log, '842')).toMatchObject({
      ...{ ...none, expected: 5, submitted: 4, waived: 1, missing: 1, names: [orgOf('29245-01')] },
    });
    expect(reportingOf(log, '29251')).toMatchObject({ ...none, expected: 1, submitted: 1, waived: 1 });
    expect(reportingOf(log, '29242')).toMatchObject({ ...none, expected: 2, submitted: 2, names: [] });
  });

  it('counts what was accepted as accepted, whatever becomes of the next version', () => {
    const log = district();
    const states = [log.owe('29242-01', hamletRound), log.draft('29242-01', hamletRound)];
    states.push(log.submit('29242-01', hamletRound, true), log.giveBack('29242-01', hamletRound));
    states.push(log.draft('29242-01', hamletRound), log.submit('29242-01', hamletRound, false, 2));
    states.push(log.accept('29242-01', hamletRound, 2), log.reopen('29242-01', hamletRound, 2));
    states.push(log.draft('29242-01', hamletRound), log.submit('29242-01', hamletRound, false, 3));
    states.push(log.giveBack('29242-01', hamletRound, 3));
    const late = { ...none, expected: 1, late: 1 };
    const accepted = { ...late, accepted: 1 };
    const right = [
      { ...none, expected: 1, missing: 1 },
      { ...none, expected: 1, drafted: 1, missing: 1 },
      ...[
        { ...late, submitted: 1 },
        { ...late, returned: 1 },
        { ...late, drafted: 1 },
        { ...late, submitted: 1 },
      ],
      ...[accepted, accepted, accepted, accepted, accepted],
    ];
    for (const [n, at] of states.entries()) expect(reportingOf(log, '84', { at })).toMatchObject(right[n] ?? {});
  });

  it('marks what was sent late and waived then as waived alone', () => {
    const log = district();
    log.owe('29242-01', hamletRound);
    log.submit('29242-01', hamletRound, true);
    log.giveBack('29242-01', hamletRound);
    log.waive('29242-01', hamletRound);
    expect(reportingOf(log, '84')).toMatchObject({ ...none, waived: 1 });
  });

  it('misses a report from its due instant on, as known at the position', () => {
    const log = district();
    const owed = log.owe('29242-01', hamletRound);
    const missing = (asked: Asked) => reportingOf(log, '842', asked)?.missing;
    expect(missing({ instant: '2022-06-08T16:59:59.999Z' })).toBe(0);
    expect(missing({ instant: due })).toBe(1);
    const extended = log.extend('29242-01', hamletRound, '2022-06-20T17:00:00.000Z');
    expect(missing({ at: owed })).toBe(1);
    expect(missing({ at: extended })).toBe(0);
    expect(missing({ at: extended, instant: '2022-06-20T17:00:00.000Z' })).toBe(1);
    log.submit('29242-01', hamletRound, true);
    expect(missing({ instant: '2022-06-30T17:00:00.000Z' })).toBe(0);
    expect(missing({ at: extended, instant: '2022-06-30T17:00:00.000Z' })).toBe(1);
  });

  it('names the missing by due instant, then in Vietnamese order, as many as are asked and of the unit alone', () => {
    const log = district();
    const hamlets = ['29242-01', '29242-02', '29245-01', '29245-02'];
    for (const hamlet of hamlets) log.owe(hamlet, hamletRound);
    log.extend('29242-01', hamletRound, '2022-06-09T17:00:00.000Z');
    const names = new Map(hamlets.map((hamlet, n) => [orgOf(hamlet), ['Ấp 1', 'Ấp 10', 'Đa Lộc', 'Ấp 2'][n] ?? '']));
    const asked = { nameOf: (orgId: string) => names.get(orgId) ?? '' };
    const all = reportingOf(log, '842', asked);
    expect(all?.names.map(asked.nameOf)).toEqual(['Ấp 2', 'Ấp 10', 'Đa Lộc', 'Ấp 1']);
    expect(all?.rollup.missing('842', 2).map(({ orgId }) => asked.nameOf(orgId))).toEqual(['Ấp 2', 'Ấp 10']);
    expect(reportingOf(log, '29242', asked)?.names.map(asked.nameOf)).toEqual(['Ấp 10', 'Ấp 1']);
  });

  it('is nothing where the campaign has no such round, or had none at the position', () => {
    const log = district();
    const before = log.position - 1;
    expect(reportingOf(log, '842', { round: 'NONE' })).toBeNull();
    expect(reportingOf(log, '842', { at: before })).toBeNull();
    expect(reportingOf(log, '842')).toMatchObject(none);
    expect(dutiesInRound(log.book, 'another', hamletRound, { knownUpTo: 99, instantMs: 0, nameOf: String })).toBeNull();
  });

  it('stands under the tree of the day, or under the one asked, where a unit moved', () => {
    const log = district();
    log.owe('29242-01', hamletRound);
    const moved = { unitId: '29242-01', fromParentId: '29242', toParentId: '29245', validFrom: '2022-06-01' };
    log.record('UnitMoved.v1', moved);
    const expected = (unitId: string, asked: Asked) => reportingOf(log, unitId, asked)?.expected;
    expect([expected('29242', {}), expected('29245', {})]).toEqual([0, 1]);
    const may = { treeOn: '2022-05-31' };
    expect([expected('29242', may), expected('29245', may)]).toEqual([1, 0]);
    const unknown = { at: log.position - 1 };
    expect([expected('29242', unknown), expected('29245', unknown)]).toEqual([1, 0]);
  });
});

describe('an organisation has reported', () => {
  it('where a version is accepted in every final round it owes, in one at least', () => {
    const log = district();
    log.round('FINAL', due);
    log.round('MID', due, 'PRELIMINARY');
    const reported = (at = log.position) => reportedIn(log.book, campaignId, at)(orgOf('29242'));
    log.owe('29242', 'MID');
    log.submit('29242', 'MID');
    log.accept('29242', 'MID');
    expect(reported()).toBe(false);
    log.owe('29242', 'FINAL');
    log.owe('29242', hamletRound);
    log.submit('29242', 'FINAL');
    expect(reported()).toBe(false);
    const accepted = log.accept('29242', 'FINAL');
    expect(reported()).toBe(false);
    log.waive('29242', hamletRound);
    expect(reported()).toBe(true);
    log.reopen('29242', 'FINAL');
    log.draft('29242', 'FINAL');
    expect(reported()).toBe(true);
    expect(reported(accepted)).toBe(false);
    expect(reportedIn(log.book, campaignId, log.position)(orgOf('29245'))).toBe(false);
  });

  it('not where all it owed was waived', () => {
    const log = district();
    log.owe('29242-01', hamletRound);
    log.waive('29242-01', hamletRound);
    expect(reportedIn(log.book, campaignId, log.position)(orgOf('29242-01'))).toBe(false);
  });
});
