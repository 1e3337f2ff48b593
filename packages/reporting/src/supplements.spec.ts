import { describe, expect, it } from '@jest/globals';
import { CampaignLog, metres, report, reporterAt, roundsFrom } from '../test/campaign-log.js';

const [province, district, neighbour, commune] = ['84', '84.7', '84.8', '84.7.1'] as const;
const codes = [province, district, neighbour, commune];

const totalOf = (log: CampaignLog, code: string, roundCode: string) =>
  log.figures
    .draft(report(code, roundCode), log.now())
    .totals.map(({ quantity }) => ('value' in quantity ? quantity.value : null))[0] ?? null;

describe('what a supplement counts, and what it stands in for', () => {
  it('does not depend on which duty came to be owed first', () => {
    const log = new CampaignLog(codes);
    for (const code of codes) for (const roundCode of roundsFrom(code).toReversed()) log.expect(code, roundCode);
    log.on('2022-06-01').approve('C', commune, [metres(10, '2022-05-01')]);
    log.give(commune, 'FINAL-COMMUNE');
    expect(log.figures.draft(report(district, 'FINAL'), log.now()).children).toEqual([
      { reportId: report(commune, 'FINAL-COMMUNE'), version: 1 },
    ]);
    expect(log.figures.draft(report(district, 'SUPPLEMENT'), log.now()).children).toEqual([]);
  });

  it('is counted directly also where its final report was waived: no report below enters it', () => {
    const log = new CampaignLog(codes);
    for (const code of codes) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
    log.on('2022-06-01').approve('C', commune, [metres(10, '2022-05-01')]);
    log.give(commune, 'FINAL-COMMUNE');
    log.waive(district, 'FINAL').correct('C', [metres(7, '2022-05-01')]);
    const draft = () => log.figures.draft(report(district, 'SUPPLEMENT'), log.now());
    expect(draft()).toMatchObject({ children: [], missingOrgIds: [], totals: [{ quantity: { value: 7 } }] });
    log.revoke('C');
    expect(draft()).toMatchObject({ children: [], totals: [] });
    expect(log.figures.staleness(report(district, 'SUPPLEMENT'), 'draft', log.now()).stale).toBe(false);
  });

  it('that a successor gives holds the lines of a final report whose organisation ended since', () => {
    const log = new CampaignLog(codes);
    for (const roundCode of roundsFrom(province)) log.expect(province, roundCode);
    for (const code of [district, commune]) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
    log.on('2022-06-01').approve('C', commune, [metres(10, '2022-05-01')]);
    log.give(commune, 'FINAL-COMMUNE');
    log.give(district, 'FINAL');
    log.on('2022-06-25').waive(district, 'SUPPLEMENT').dissolve(district, reporterAt(neighbour));
    log.expect(neighbour, 'SUPPLEMENT');
    expect(totalOf(log, province, 'SUMMARY')).toBe(10);
    log.revoke('C');
    log.give(neighbour, 'SUPPLEMENT');
    expect(log.figures.draft(report(province, 'SUMMARY'), log.now())).toMatchObject({
      children: [{ reportId: report(neighbour, 'SUPPLEMENT'), version: 1 }],
      totals: [],
    });
  });

  it('holds no final report of an organisation whose lines go elsewhere', () => {
    const log = new CampaignLog([...codes, '84.9']);
    for (const roundCode of roundsFrom(province)) log.expect(province, roundCode);
    for (const roundCode of roundsFrom(district)) log.expect(district, roundCode);
    log.on('2022-06-01').approve('D', district, [metres(10, '2022-05-01')]);
    log.give(district, 'FINAL');
    log.on('2022-06-25').waive(district, 'SUPPLEMENT').dissolve(district, reporterAt('84.9'));
    log.expect(neighbour, 'SUPPLEMENT');
    log.give(neighbour, 'SUPPLEMENT');
    expect(totalOf(log, province, 'SUMMARY')).toBe(10);
  });

  it('counts whom its final report counts: whoever reports keeps its receiver there too', () => {
    const log = new CampaignLog([...codes, '84.8.1']);
    for (const code of [...codes, '84.8.1']) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
    log.on('2022-06-01').approve('C', commune, [metres(10, '2022-05-01')]);
    log.give(commune, 'FINAL-COMMUNE');
    log.give(district, 'FINAL');
    log.on('2022-06-25').line(commune, neighbour, '2022-06-25');
    expect([totalOf(log, district, 'SUPPLEMENT'), totalOf(log, neighbour, 'SUPPLEMENT')]).toEqual([0, null]);
    log.give(district, 'SUPPLEMENT');
    expect(totalOf(log, province, 'SUMMARY')).toBe(10);
  });

  it('of a successor counts whoever reports to the organisation that ended', () => {
    const log = new CampaignLog(codes);
    for (const code of codes) for (const roundCode of roundsFrom(code)) log.expect(code, roundCode);
    log.on('2022-06-01').approve('C', commune, [metres(10, '2022-05-01')]);
    log.give(commune, 'FINAL-COMMUNE');
    log.waive(district, 'FINAL').waive(district, 'SUPPLEMENT').dissolve(district, reporterAt(neighbour));
    log.give(neighbour, 'FINAL');
    log.give(neighbour, 'SUPPLEMENT');
    expect(totalOf(log, province, 'SUMMARY')).toBe(10);
  });
});
