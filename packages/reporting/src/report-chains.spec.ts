import { describe, expect, it } from '@jest/globals';
import { CampaignLog, metres, report, reporterAt, roundsFrom } from '../test/campaign-log.js';

const [province, district, commune, hamlet1, hamlet2] = ['84', '84.7', '84.7.1', '84.7.1.1', '84.7.1.2'] as const;

const logOf = (codes: readonly string[] = [province, district, commune, hamlet1, hamlet2]) => {
  const log = new CampaignLog(codes);
  for (const code of codes) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
  return log.on('2022-06-01');
};

const totalOf = (log: CampaignLog, code: string, roundCode: string) =>
  log.figures
    .draft(report(code, roundCode), log.now())
    .totals.map(({ quantity }) => ('value' in quantity ? quantity.value : null))[0] ?? null;

const missingIn = (log: CampaignLog, code: string, roundCode: string) =>
  log.figures.draft(report(code, roundCode), log.now()).missingOrgIds;

describe('whose lines go into whose report', () => {
  it('a missing report keeps its lines from every report above', () => {
    const log = logOf().approve('W', hamlet1, [metres(10, '2022-05-01')]);
    expect([totalOf(log, commune, 'FINAL-COMMUNE'), totalOf(log, district, 'FINAL')]).toEqual([null, null]);
    expect(missingIn(log, commune, 'FINAL-COMMUNE')).toEqual([reporterAt(hamlet1), reporterAt(hamlet2)]);
    expect(missingIn(log, district, 'FINAL')).toEqual([reporterAt(commune)]);
  });

  it('a member organisation that owes no report counts at the committee that receives from it', () => {
    const log = logOf();
    log.approve('W', commune, [metres(10, '2022-05-01')], log.member(commune));
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
  });

  it('a waived middle passes its lines and the reports it would have counted upward', () => {
    const log = logOf()
      .approve('C', commune, [metres(5, '2022-05-01')])
      .approve('H', hamlet1, [metres(10, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.waive(commune, 'FINAL-COMMUNE');
    expect(totalOf(log, district, 'FINAL')).toBe(15);
    expect(missingIn(log, district, 'FINAL')).toEqual([reporterAt(hamlet2)]);
  });

  it('a waived report enters no parent as a report, its lines do', () => {
    const log = logOf()
      .approve('H', hamlet1, [metres(10, '2022-05-01')])
      .waive(hamlet1, 'FINAL-HAMLET');
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
    expect(missingIn(log, commune, 'FINAL-COMMUNE')).toEqual([reporterAt(hamlet2)]);
  });

  it('a dissolved organisation without a duty hands its lines to its successor, else to the committee above', () => {
    const codes = [province, district, commune, hamlet1, hamlet2];
    const log = new CampaignLog(codes);
    for (const code of [commune, hamlet1]) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
    log.on('2022-06-01').approve('H', hamlet2, [metres(10, '2022-05-01')]);
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
    log.dissolve(hamlet2, reporterAt(hamlet1));
    expect(totalOf(log, hamlet1, 'FINAL-HAMLET')).toBe(10);
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBeNull();
  });

  it('whoever goes on for the issuer sums up what was sent to the issuer', () => {
    const log = new CampaignLog([province, district, '85']);
    for (const roundCode of roundsFrom(district)) log.expect(district, roundCode);
    log
      .on('2022-06-01')
      .approve('D', district, [metres(10, '2022-05-01')])
      .give(district, 'FINAL');
    log.dissolve(province, reporterAt('85')).expect('85', 'SUMMARY');
    expect(totalOf(log, '85', 'SUMMARY')).toBe(10);
  });

  it('an accepted report of an organisation that was dissolved since still counts', () => {
    const log = logOf().approve('H', hamlet1, [metres(10, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.dissolve(hamlet1, null);
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
  });

  it('a reporting line sends elsewhere who owes no report, on the days it holds; who owes one keeps its receiver', () => {
    const codes = [province, district, commune, '84.7.2', hamlet1, hamlet2];
    const log = new CampaignLog(codes);
    for (const code of [commune, '84.7.2', hamlet1]) for (const one of roundsFrom(code)) log.expect(code, one);
    log
      .on('2022-06-01')
      .approve('H1', hamlet1, [metres(1, '2022-05-01')])
      .approve('H2', hamlet2, [metres(2, '2022-05-01')]);
    for (const code of [hamlet1, hamlet2]) log.line(code, '84.7.2', '2022-06-02');
    log.give(hamlet1, 'FINAL-HAMLET');
    expect([totalOf(log, commune, 'FINAL-COMMUNE'), totalOf(log, '84.7.2', 'FINAL-COMMUNE')]).toEqual([3, null]);
    log.on('2022-06-02');
    expect([totalOf(log, commune, 'FINAL-COMMUNE'), totalOf(log, '84.7.2', 'FINAL-COMMUNE')]).toEqual([1, 2]);
  });

  it('counts once whoever moved between two reports that both counted it, as it was read last', () => {
    const log = new CampaignLog([province, district, commune, '84.7.2', hamlet1]);
    for (const code of [district, commune, '84.7.2']) for (const one of roundsFrom(code)) log.expect(code, one);
    log
      .on('2022-06-01')
      .approve('H', hamlet1, [metres(10, '2022-05-01')])
      .give(commune, 'FINAL-COMMUNE');
    log
      .on('2022-06-02')
      .line(hamlet1, '84.7.2', '2022-06-02')
      .correct('H', [metres(7, '2022-05-01')]);
    log.give('84.7.2', 'FINAL-COMMUNE');
    expect(totalOf(log, district, 'FINAL')).toBe(7);
  });

  it('counts what was done on the cover day, and nothing of the day after', () => {
    const log = logOf().approve('H', hamlet1, [metres(1, '2022-06-08', 'a'), metres(2, '2022-06-09', 'b')]);
    expect(totalOf(log, hamlet1, 'FINAL-HAMLET')).toBe(1);
  });

  it('the last accepted version counts, also while the next one is drafted, waits or was returned', () => {
    const log = logOf().approve('H', hamlet1, [metres(10, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.correct('H', [metres(7, '2022-05-01')]).reopen(hamlet1, 'FINAL-HAMLET');
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
    const second = log.submit(hamlet1, 'FINAL-HAMLET');
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(10);
    log.accept(hamlet1, 'FINAL-HAMLET', second);
    expect(totalOf(log, commune, 'FINAL-COMMUNE')).toBe(7);
  });
});

describe('what a report counted and what became of it', () => {
  it('a report accepted with 1,200 that is corrected to 1,020 says 1,200, is stale, and differs by -180', () => {
    const log = logOf().approve('W', hamlet1, [metres(1200, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.correct('W', [metres(1020, '2022-05-01')]);
    const id = report(hamlet1, 'FINAL-HAMLET');
    expect(log.figures.recomputed(id, 1)).toMatchObject([{ quantity: { value: 1200 } }]);
    expect(log.figures.staleness(id, 1, log.now()).stale).toBe(true);
    expect(log.figures.differences(id, 1, log.now())).toMatchObject([
      {
        reported: { value: 1200 },
        approvedNow: { value: 1020 },
        parts: [{ reason: 'CORRECTED', change: { value: -180 } }],
      },
    ]);
  });

  it('a later approval makes it no staler: it stands in the difference', () => {
    const log = logOf().approve('W', hamlet1, [metres(1, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.approve('X', hamlet1, [metres(2, '2022-05-02')]);
    const id = report(hamlet1, 'FINAL-HAMLET');
    expect(log.figures.staleness(id, 1, log.now()).stale).toBe(false);
    expect(log.figures.differences(id, 1, log.now())).toMatchObject([
      { parts: [{ reason: 'APPROVED_LATER', change: { value: 2 } }] },
    ]);
  });

  it('a draft that counts a stale report says so and names it', () => {
    const log = logOf().approve('W', hamlet1, [metres(1, '2022-05-01')]);
    log.give(hamlet1, 'FINAL-HAMLET');
    log.revoke('W');
    expect(log.figures.staleness(report(commune, 'FINAL-COMMUNE'), 'draft', log.now())).toEqual({
      stale: true,
      because: [{ reportId: report(hamlet1, 'FINAL-HAMLET'), version: 1 }],
    });
    expect(log.figures.differences(report(commune, 'FINAL-COMMUNE'), 'draft', log.now())).toMatchObject([
      { reported: { value: 1 }, approvedNow: { value: 0 }, parts: [{ reason: 'REVOKED', change: { value: -1 } }] },
    ]);
  });

  it('is stale where a child it counted has a newer version without a line, though no line changed', () => {
    const log = new CampaignLog([province, district, commune, '84.7.2', hamlet1]);
    for (const code of [district, commune, '84.7.2']) for (const one of roundsFrom(code)) log.expect(code, one);
    log
      .on('2022-06-01')
      .approve('H', hamlet1, [metres(10, '2022-05-01')])
      .give(commune, 'FINAL-COMMUNE');
    log.give(district, 'FINAL');
    log.on('2022-06-02').line(hamlet1, '84.7.2', '2022-06-02').reopen(commune, 'FINAL-COMMUNE');
    const staleness = () => log.figures.staleness(report(district, 'FINAL'), 1, log.now());
    expect(staleness()).toEqual({ stale: false, because: [] });
    log.give(commune, 'FINAL-COMMUNE');
    expect(staleness()).toEqual({ stale: true, because: [{ reportId: report(commune, 'FINAL-COMMUNE'), version: 1 }] });
  });

  it('a supplement is stale once another final version is accepted, and may be negative', () => {
    const log = logOf().approve('W', district, [metres(9, '2022-05-01')]);
    log.give(district, 'FINAL');
    log.correct('W', [metres(4, '2022-05-01')]);
    log.on('2022-07-01').give(district, 'SUPPLEMENT');
    const id = report(district, 'SUPPLEMENT');
    expect(log.book.duty(id)?.sent[0]?.totals).toMatchObject([{ quantity: { value: -5, count: 0 } }]);
    expect(log.figures.staleness(id, 1, log.now()).stale).toBe(false);
    log.reopen(district, 'FINAL').give(district, 'FINAL');
    expect(log.figures.staleness(id, 1, log.now()).stale).toBe(true);
  });

  it('people are counted once over the reports that name them, in the parts of a difference too', () => {
    const people = (members: readonly string[], lineId = 'p') => ({
      ...metres(0, '2022-05-01', lineId),
      metric: 'person',
      quantity: { members: [...members] },
    });
    const log = logOf()
      .approve('H1', hamlet1, [people(['a', 'b'])])
      .approve('H2', hamlet2, [people(['b', 'c'])]);
    for (const code of [hamlet1, hamlet2]) log.give(code, 'FINAL-HAMLET');
    log.give(commune, 'FINAL-COMMUNE');
    const id = report(commune, 'FINAL-COMMUNE');
    expect(log.figures.recomputed(id, 1)).toMatchObject([{ quantity: { value: 3, exact: true, count: 2 } }]);
    log.revoke('H1');
    expect(log.figures.differences(id, 1, log.now())).toMatchObject([
      {
        reported: { value: 3 },
        approvedNow: { value: 2 },
        parts: [{ reason: 'REVOKED', change: { value: -1, count: -1 } }],
      },
    ]);
  });
});
