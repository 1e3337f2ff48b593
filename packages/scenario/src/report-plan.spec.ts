import { describe, expect, it } from '@jest/globals';
import { castOf } from './cast.js';
import { extendedDistrictOf, sentReports } from './report-plan.js';

const seeds = ['demo', 'tra-vinh-2022', 'other'];

describe('the plan of all reports', () => {
  const cast = castOf({ districts: ['842', '847'], hamlets: true, members: true });

  it.each(seeds)('has one district before the deadline and one behind it, with the seed %s', (seed) => {
    const finals = sentReports(seed, cast).filter(({ round }) => round === 'FINAL');
    expect(finals.map(({ sentAt }) => sentAt)).toEqual(['2022-06-19T23:40:00+07:00', '2022-06-20T08:10:00+07:00']);
    expect(new Set(finals.map(({ reporter }) => reporter.code))).toEqual(new Set(['842', '847']));
  });

  it.each(seeds)('never writes or decides before its time, with the seed %s', (seed) => {
    const reports = sentReports(seed, cast);
    expect(reports.filter(({ writtenOn, sentAt }) => writtenOn !== null && `${writtenOn}T09:00` >= sentAt)).toEqual([]);
    expect(reports.filter(({ decision, sentAt }) => decision !== null && `${decision.day}T16:00` <= sentAt)).toEqual(
      [],
    );
  });

  it('sends no report of a level that is not in the cast, and all the others', () => {
    const alone = castOf({ districts: ['842', '847'], hamlets: false, members: false });
    const rounds = Map.groupBy(sentReports('demo', alone), ({ round }) => round);
    expect([...rounds.keys()]).toEqual(['FINAL-COMMUNE', 'MID', 'FINAL', 'SUPPLEMENT', 'SUMMARY']);
    expect(rounds.get('SUMMARY')).toHaveLength(1);
  });

  it('gives more time to a district', () => {
    expect(new Set(seeds.map((seed) => extendedDistrictOf(seed, cast).level))).toEqual(new Set(['district']));
  });
});
