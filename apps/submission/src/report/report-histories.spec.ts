import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal } from '@thidua/event-sourcing';
import { type Actor, type EventData, type ReportEvent, reportIdOf } from '@thidua/events';
import fc from 'fast-check';
import { launchedCampaign } from '../../test/achievements.js';
import {
  acceptSummary,
  closeDuty,
  expectReport,
  extend,
  frozen,
  recordPaper,
  reopen,
  save,
  settle,
  submit,
  waive,
} from '../../test/reports.js';
import type { ReportCommand } from './report.commands.js';
import { reportDecider } from './report.decider.js';
import type { Report } from './report.state.js';

const campaigns = fc
  .constantFrom('launched', 'launched', 'launched', 'suspended', 'reporting-closed', 'summarised', 'cancelled')
  .map((status) => ({ campaign: launchedCampaign({ status }) }));
const kinds = fc.constantFrom('PRELIMINARY', 'FINAL', 'SUPPLEMENT', 'SUMMARY');
const versions = fc.constantFrom(1, 1, 1, 2, 2, 3, 4);
/** Instants around the due one, so that half are late. */
const instants = fc
  .integer({ min: -200_000, max: 200_000 })
  .map((ms) => new Date(Date.parse('2022-06-19T17:00:00.000Z') + ms).toISOString());

const submissions = fc
  .record({ campaigns, kind: kinds, submittedAt: instants, dueBefore: instants, asOfPosition: fc.nat(99) })
  .chain(({ campaigns: context, kind, submittedAt, dueBefore, asOfPosition }) =>
    fc.constantFrom(null, null, null, 'FINAL').map((finalWaits) => {
      const frozenThen = frozen({ dueBefore, asOfPosition });
      return submit({ ...context, kind, submittedAt, finalWaits, frozen: frozenThen, persons: ['head'] });
    }),
  );
const decisions = fc
  .record({ campaigns, version: versions, outcome: fc.constantFrom('APPROVE', 'RETURN', 'RETURN', 'REJECT') })
  .map(({ campaigns: context, ...more }) => settle({ ...context, ...more }));
const changesOfDuty = fc
  .record({ campaigns, at: instants, inForce: instants })
  .chain(({ campaigns: context, at, inForce }) =>
    fc.constantFrom<ReportCommand>(
      extend(at, { ...context, inForce }),
      recordPaper(at.slice(0, 10), context),
      waive(context),
      closeDuty('successor'),
    ),
  );
const commands: fc.Arbitrary<ReportCommand> = fc.oneof(
  { arbitrary: fc.constant(expectReport()), weight: 1 },
  {
    arbitrary: fc.tuple(fc.constantFrom('Một.', 'Hai.'), campaigns).map(([text, context]) => save(text, context)),
    weight: 3,
  },
  { arbitrary: submissions, weight: 6 },
  { arbitrary: decisions, weight: 10 },
  { arbitrary: fc.tuple(versions, kinds).map(([version, kind]) => acceptSummary({ version, kind })), weight: 1 },
  { arbitrary: fc.tuple(kinds, campaigns).map(([kind, context]) => reopen({ kind, ...context })), weight: 5 },
  { arbitrary: changesOfDuty, weight: 1 },
);
const people = fc.constantFrom('clerk', 'head', 'head above', 'reviewer');
const steps = fc.array(fc.tuple(commands, people), { maxLength: 40, size: 'max' });
/** Some begin before anything is owed: then all but the expectation is refused or says nothing. */
const histories = fc
  .boolean()
  .chain((owed) =>
    steps.map((rest): [ReportCommand, string][] => (owed ? [[expectReport(), 'launcher'], ...rest] : rest)),
  );

interface Step {
  readonly command: ReportCommand;
  readonly by: string;
  readonly before: Report;
  readonly events: readonly ReportEvent[];
  readonly after: Report;
}

/** Every step that was not refused. */
const passed = (history: readonly (readonly [ReportCommand, string])[]): readonly Step[] => {
  let report: Report = reportDecider.initial();
  return history.flatMap(([command, by]) => {
    const before = report;
    const decision = reportDecider.decide(command, before);
    if (isRefusal(decision)) return [];
    const events = decision as readonly ReportEvent[];
    const actor: Actor = { userId: by, orgId: null, role: null, appointmentId: null };
    for (const event of events) report = evolveOne(reportDecider.evolve, report, event, actor);
    return [{ command, by, before, events, after: report }];
  });
};

const versionsSent = (all: readonly Step[]): readonly EventData<'ReportSubmitted.v1'>[] =>
  all.flatMap(({ events }) => events.flatMap((event) => (event.type === 'ReportSubmitted.v1' ? [event.data] : [])));

const forAll = (holds: (all: readonly Step[]) => void) =>
  fc.assert(
    fc.property(histories, (history) => holds(passed(history))),
    { numRuns: 500 },
  );

describe('no sequence of commands', () => {
  it('changes a version after it was sent, leaves a number out, or uses one twice', () => {
    forAll((all) => {
      expect(versionsSent(all).map(({ version }) => version)).toEqual(versionsSent(all).map((_, index) => index + 1));
    });
  });

  it('makes a second version wait, or decides one that does not wait', () => {
    forAll((all) => {
      let waits: number | null = null;
      for (const event of all.flatMap(({ events }) => events)) {
        if (event.type === 'ReportSubmitted.v1') {
          expect(waits).toBeNull();
          waits = event.data.version;
        }
        if (event.type === 'ReportReturned.v1' || event.type === 'ReportAccepted.v1') {
          expect(event.data.version).toBe(waits);
          waits = null;
        }
      }
    });
  });

  it('takes an accepted version back, but for a later one, or waives what was accepted', () => {
    forAll((all) => {
      for (const { before, after, events } of all) {
        if (before.status === 'none' || after.status === 'none') continue;
        expect(after.acceptedVersion ?? 0).toBeGreaterThanOrEqual(before.acceptedVersion ?? 0);
        expect(after.acceptedVersion ?? 0).toBeLessThanOrEqual(after.sentCount);
        const accepting = events.find(({ type }) => type === 'ReportAccepted.v1');
        const counts = accepting ? before.waitingVersion : before.acceptedVersion;
        expect(after.acceptedVersion).toBe(counts);
        if (events.some(({ type }) => type === 'ReportWaived.v1')) expect(before.acceptedVersion).toBeNull();
      }
    });
  });

  it('says anything else of lateness than the two instants that a version was sent with', () => {
    forAll((all) => {
      for (const { submittedAt, dueBefore, late, lateMinutes } of versionsSent(all)) {
        const ms = Date.parse(submittedAt) - Date.parse(dueBefore);
        expect(late).toBe(ms >= 0);
        expect(lateMinutes * 60_000 <= Math.max(ms, 0) && Math.max(ms, 0) < (lateMinutes + 1) * 60_000).toBe(true);
      }
    });
  });

  it('begins a report but by an expectation, or goes on with one that was waived', () => {
    forAll((all) => {
      for (const { command, before, events, after } of all) {
        if (before.status === 'none' && command.type !== 'ExpectReport') expect(after.status).toBe('none');
        if (before.status === 'waived') expect(events).toEqual([]);
        if (after.status !== 'none') expect(after.reportId).toBe(reportIdOf(after.campaignId, after.orgId, 'FINAL'));
      }
    });
  });

  it('sends a version without the name of whoever wrote or changed it before', () => {
    forAll((all) => {
      const acted = new Set<string>();
      for (const { by, events } of all) {
        for (const event of events) {
          if (event.type === 'ReportSubmitted.v1') {
            expect(new Set(event.data.submittedBy)).toEqual(new Set([...acted, 'head']));
          }
          if (!['ReportExpected.v1', 'ReportReturned.v1', 'ReportAccepted.v1'].includes(event.type)) acted.add(by);
        }
      }
    });
  });

  it('stops the histories above short of a third version', () => {
    const most = Math.max(
      ...fc.sample(histories, { numRuns: 500, seed: 7 }).map((one) => versionsSent(passed(one)).length),
    );
    expect(most).toBeGreaterThanOrEqual(3);
  });
});
