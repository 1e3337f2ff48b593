import { beforeAll, describe, expect, it } from '@jest/globals';
import { CampaignLog, metres, report, roundsFrom } from '../test/campaign-log.js';

// The worked example of figures.md 6: metres of road, everything approved in time.

const hamlet1 = '84.7.1.1';
const hamlet2 = '84.7.1.2';
const commune = '84.7.1';
const district = '84.7';

const valuesIn = (totals: readonly { quantity: object }[]) =>
  totals.map(({ quantity }) => ('value' in quantity ? quantity.value : null));

const exampleLog = () => {
  const log = new CampaignLog(['84', district, commune, hamlet1, hamlet2]);
  for (const code of ['84', district, commune, hamlet1, hamlet2]) {
    for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
  }
  log.on('2022-03-05').approve('H1', hamlet1, [metres(100, '2022-03-01')]);
  log.on('2022-04-02').approve('H2', hamlet2, [metres(40, '2022-04-01')]);
  log.on('2022-04-15');
  const mid = log.give(district, 'MID');
  log.on('2022-05-06').approve('C', commune, [metres(50, '2022-05-01')]);
  log.approve('M', '84', [metres(1000, '2022-05-05')], log.member('84'));
  log.on('2022-05-12').approve('D', district, [metres(200, '2022-05-10')]);
  log.on('2022-06-08').give(hamlet1, 'FINAL-HAMLET');
  log.on('2022-06-11').approve('H1b', hamlet1, [metres(20, '2022-06-10')]);
  log.on('2022-06-13').give(commune, 'FINAL-COMMUNE');
  log.on('2022-06-19').give(district, 'FINAL');
  log.on('2022-06-21').correct('H1', [metres(80, '2022-03-01')]);
  log.on('2022-06-26').approve('C2', commune, [metres(7, '2022-06-25')]);
  return { log, mid };
};

describe('the worked example of figures.md 6', () => {
  let log: CampaignLog;
  beforeAll(() => {
    log = exampleLog().log;
  });

  const said = (code: string, roundCode: string) => log.book.duty(report(code, roundCode))?.sent[0]?.totals ?? [];

  it('MID of the district is 140: nothing feeds it', () => {
    expect(valuesIn(said(district, 'MID'))).toEqual([140]);
  });

  it('the final reports are 100, 150 and 350: the second hamlet is missing', () => {
    const all = [said(hamlet1, 'FINAL-HAMLET'), said(commune, 'FINAL-COMMUNE'), said(district, 'FINAL')].map(valuesIn);
    expect(all).toEqual([[100], [150], [350]]);
    expect(log.book.duty(report(commune, 'FINAL-COMMUNE'))?.sent[0]?.missingOrgIds).toHaveLength(1);
  });

  it('all three are stale from the correction on, and not before it', () => {
    const finals = [report(hamlet1, 'FINAL-HAMLET'), report(commune, 'FINAL-COMMUNE'), report(district, 'FINAL')];
    const staleAt = (moment: typeof before) => finals.map((id) => log.figures.staleness(id, 1, moment).stale);
    const before = { position: log.position - 2, today: '2022-06-20' };
    expect(staleAt(before)).toEqual([false, false, false]);
    expect(staleAt(log.now())).toEqual([true, true, true]);
    expect(log.figures.staleness(report(district, 'FINAL'), 1, log.now()).because).toEqual([
      { reportId: report(commune, 'FINAL-COMMUNE'), version: 1 },
    ]);
  });

  it('the district approved now to 06-19 is 390 = 350 - 20 corrected + 20 after the cover day + 40 not reported', () => {
    expect(log.figures.differences(report(district, 'FINAL'), 1, log.now())).toMatchObject([
      {
        reported: { value: 350 },
        approvedNow: { value: 390 },
        parts: [
          { reason: 'CORRECTED', change: { value: -20 }, lines: [{ achievementId: 'H1' }] },
          { reason: 'AFTER_COVER_DAY', change: { value: 20 }, lines: [{ achievementId: 'H1b' }] },
          { reason: 'NOT_REPORTED', change: { value: 40 }, lines: [{ achievementId: 'H2' }] },
        ],
      },
    ]);
  });

  it('the supplement is 47 = 397 - 350', () => {
    const { totals, supplementsVersion } = log.figures.draft(report(district, 'SUPPLEMENT'), log.now());
    expect([valuesIn(totals), supplementsVersion]).toEqual([[47], 1]);
  });

  it('the summary is 1,350 without the supplement, and the missing 47 are explained', () => {
    expect(valuesIn(log.figures.draft(report('84', 'SUMMARY'), log.now()).totals)).toEqual([1350]);
    expect(log.figures.differences(report('84', 'SUMMARY'), 'draft', log.now())).toMatchObject([
      {
        reported: { value: 1350 },
        approvedNow: { value: 1397 },
        parts: [
          { reason: 'CORRECTED', change: { value: -20 } },
          { reason: 'AFTER_COVER_DAY', change: { value: 27 } },
          { reason: 'NOT_REPORTED', change: { value: 40 } },
        ],
      },
    ]);
  });

  it('the summary is 1,397 with the supplement: the rollup at the end of the period', () => {
    const { log: later } = exampleLog();
    later.on('2022-07-08').give(district, 'SUPPLEMENT');
    later.on('2022-07-12');
    const summary = later.figures.draft(report('84', 'SUMMARY'), later.now());
    expect(valuesIn(summary.totals)).toEqual([1397]);
    expect(summary.children).toEqual([{ reportId: report(district, 'SUPPLEMENT'), version: 1 }]);
    expect(later.figures.differences(report('84', 'SUMMARY'), 'draft', later.now())).toEqual([]);
    expect(later.figures.staleness(report('84', 'SUMMARY'), 'draft', later.now())).toEqual({
      stale: false,
      because: [],
    });
  });
});
