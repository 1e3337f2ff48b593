import type { OrganisationFacts, World } from '@thidua/authority';
import { localDateOf } from '@thidua/event-sourcing';
import type { EventData, EventType, Line, LineQuantity, Position, RecordedEvent } from '@thidua/events';
import { organisationIdOf, reportIdOf } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { type Moment, ReportBook, ReportFigures } from '../src/index.js';

export const campaignId = 'campaign';

const levels = ['province', 'district', 'commune', 'hamlet'] as const;

/** A level by the number of dots in a code: `84`, `84.7`, `84.7.1`, `84.7.1.2`. */
const levelOf = (code: string) => levels[code.split('.').length - 1] as (typeof levels)[number];

/** The committee of a unit, or the board of a hamlet. */
export const reporterAt = (code: string): string =>
  organisationIdOf(code, levelOf(code) === 'hamlet' ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE');

type RoundData = Omit<EventData<'ReportRoundDefined.v1'>, 'campaignId' | 'dueText' | 'assumed'>;

const rounds: readonly RoundData[] = [
  round('FINAL', 'FINAL', 'district', '2022-06-19', '2022-06-19T17:00:00.000Z', { feeds: 'SUMMARY' }),
  round('FINAL-COMMUNE', 'FINAL', 'commune', '2022-06-13', '2022-06-13T17:00:00.000Z', { feeds: 'FINAL' }),
  round('FINAL-HAMLET', 'FINAL', 'hamlet', '2022-06-08', '2022-06-08T17:00:00.000Z', { feeds: 'FINAL-COMMUNE' }),
  round('MID', 'PRELIMINARY', 'district', '2022-04-15', '2022-04-15T17:00:00.000Z', {}),
  round('SUPPLEMENT', 'SUPPLEMENT', 'district', '2022-06-30', '2022-07-10T17:00:00.000Z', {
    feeds: 'SUMMARY',
    supplements: 'FINAL',
  }),
  round('SUMMARY', 'SUMMARY', 'province', '2022-06-30', '2022-07-12T17:00:00.000Z', {}),
];

function round(
  roundCode: string,
  kind: RoundData['kind'],
  fromLevel: RoundData['fromLevel'],
  coversTo: string,
  dueBefore: string,
  links: Pick<RoundData, 'feeds' | 'supplements'>,
): RoundData {
  return { roundCode, kind, fromLevel, fromOrgTypes: ['FRONT_COMMITTEE'], coversTo, dueBefore, ...links };
}

/** The rounds that organisations of a level owe. */
export const roundsFrom = (code: string): readonly string[] =>
  rounds.filter(({ fromLevel }) => fromLevel === levelOf(code)).map(({ roundCode }) => roundCode);

export const report = (code: string, roundCode: string): string => reportIdOf(campaignId, reporterAt(code), roundCode);

/** A log of one campaign over a tree of units, written by hand: every event has its place and its instant. */
export class CampaignLog {
  readonly book = new ReportBook();
  readonly units = new UnitHistory();
  readonly figures: ReportFigures;
  private readonly organisations = new Map<string, OrganisationFacts>();
  private readonly dissolved = new Map<string, { position: Position; on: string; successorOrgId: string | null }>();
  private readonly work = new Map<string, { ownerOrgId: string; unitId: string; lines: readonly Line[] }>();
  position: Position = 0;
  private instant = '2022-01-01T00:00:00.000Z';

  constructor(codes: readonly string[]) {
    this.figures = new ReportFigures(this.book, {
      worldAsOf: (on, knownUpTo) => this.world(on, knownUpTo),
      shapeAt: (knownUpTo) =>
        Math.max(0, ...[...this.dissolved.values()].map(({ position }) => position).filter((one) => one <= knownUpTo)),
    });
    for (const code of codes) this.unit(code);
    this.record('CampaignDrafted.v1', {
      ...{ campaignId, issuerOrgId: reporterAt('84'), titleVi: 'Phong trào', kind: 'DRIVE' },
      ...{ periodStart: '2022-01-01', periodEnd: '2022-06-30', legalBases: [], references: [], objectives: [] },
      ...{ requirements: [], duties: [], programmeRefs: [] },
    });
    for (const one of rounds) this.record('ReportRoundDefined.v1', { campaignId, ...one, dueText: '-', assumed: true });
  }

  /** Sets the instant of what comes next: a local day at noon, or an instant. */
  on(when: string): this {
    this.instant = when.length === 10 ? `${when}T05:00:00.000Z` : when;
    return this;
  }

  now(): Moment {
    return { position: this.position, today: localDateOf(Date.parse(this.instant)) };
  }

  expect(code: string, roundCode: string): this {
    const receiver = code.includes('.') ? { receiverOrgId: reporterAt(code.slice(0, code.lastIndexOf('.'))) } : {};
    const who = { orgId: reporterAt(code), unitId: code, takesOverOrgIds: [] };
    const about = { reportId: report(code, roundCode), campaignId, roundCode };
    return this.record('ReportExpected.v1', { ...about, ...who, ...receiver });
  }

  waive(code: string, roundCode: string): this {
    const reportId = report(code, roundCode);
    return this.record('ReportWaived.v1', { reportId, campaignId, cause: 'RECEIVER', byOrgId: 'r', reason: 'r' });
  }

  /** From a day on an organisation sends to the committee of another unit. */
  line(code: string, receiverCode: string, validFrom: string): this {
    const [reporterOrgId, receiverOrgId] = [reporterAt(code), reporterAt(receiverCode)];
    return this.record('ReportingLineSet.v1', { campaignId, reporterOrgId, receiverOrgId, validFrom });
  }

  approve(workId: string, code: string, lines: readonly Line[], ownerOrgId = reporterAt(code)): this {
    this.work.set(workId, { ownerOrgId, unitId: code, lines });
    const subject = this.subject(workId);
    return this.record('AchievementApproved.v1', { submissionNo: 1, reviewId: 'r', subject, lines: [...lines] });
  }

  correct(workId: string, after: readonly Line[]): this {
    const before = this.linesOf(workId);
    const subject = this.subject(workId);
    this.work.set(workId, { ...this.workOf(workId), lines: after });
    const verdict = { submissionNo: 2, reviewId: 'r', outcome: 'APPROVE' };
    return this.record('AchievementCorrected.v1', { ...verdict, subject, before: [...before], after: [...after] });
  }

  revoke(workId: string): this {
    const lines = [...this.linesOf(workId)];
    this.work.set(workId, { ...this.workOf(workId), lines: [] });
    return this.record('ApprovalRevoked.v1', {
      subject: this.subject(workId),
      lines,
      reason: 'r',
      revokedByOrgId: 'r',
    });
  }

  linesOf(workId: string): readonly Line[] {
    return this.workOf(workId).lines;
  }

  /** Sends what the draft says now, and answers the version. */
  submit(code: string, roundCode: string): number {
    const reportId = report(code, roundCode);
    const duty = this.book.duty(reportId);
    if (!duty) throw new Error(`${reportId} is not owed`);
    const { supplementsVersion, ...draft } = this.figures.draft(reportId, this.now());
    const version = duty.sent.length + 1;
    const { orgId, unitId, receiverOrgId } = duty;
    this.record('ReportSubmitted.v1', {
      ...{ reportId, campaignId, roundCode, orgId, unitId, version, ...draft },
      ...{ receiverOrgId: receiverOrgId ?? undefined, supplementsVersion: supplementsVersion ?? undefined },
      ...{ asOfPosition: this.position, asOfInstant: this.instant, submittedAt: this.instant },
      ...{ dueBefore: this.book.dueBefore(duty), late: false, lateMinutes: 0, submittedBy: ['head'] },
    });
    return version;
  }

  accept(code: string, roundCode: string, version: number): this {
    return this.record('ReportAccepted.v1', { reportId: report(code, roundCode), campaignId, version });
  }

  return(code: string, roundCode: string, version: number): this {
    return this.record('ReportReturned.v1', { reportId: report(code, roundCode), campaignId, version });
  }

  reopen(code: string, roundCode: string): this {
    const fromVersion = this.book.duty(report(code, roundCode))?.acceptedVersion ?? 0;
    const data = { reportId: report(code, roundCode), campaignId, fromVersion, cause: 'CORRECTION' };
    return this.record('ReportReopened.v1', data);
  }

  /** Sends and accepts at once. */
  give(code: string, roundCode: string): number {
    const version = this.submit(code, roundCode);
    this.accept(code, roundCode, version);
    return version;
  }

  /** A member organisation of a unit, which owes no report. */
  member(code: string): string {
    const orgId = `member-${code}`;
    this.organisations.set(orgId, { orgId, orgType: 'TRADE_UNION', level: levelOf(code), unitId: code });
    return orgId;
  }

  dissolve(code: string, successorOrgId: string | null): this {
    this.position += 1;
    const on = this.now().today;
    this.dissolved.set(reporterAt(code), { position: this.position, on, successorOrgId });
    return this;
  }

  private unit(code: string): void {
    const level = levelOf(code);
    const parent = code.includes('.') ? { parentUnitId: code.slice(0, code.lastIndexOf('.')) } : {};
    const data = { unitId: code, level, type: level, nameVi: code, validFrom: '2022-01-01', ...parent };
    this.position += 1;
    this.units.apply({ type: 'UnitRegistered.v1', data, position: this.position });
    const orgId = reporterAt(code);
    const orgType = level === 'hamlet' ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE';
    this.organisations.set(orgId, { orgId, orgType, level, unitId: code });
  }

  private world(on: string, knownUpTo: Position): World {
    const tree = this.units.tree(on, Math.min(knownUpTo, this.units.position));
    const organisation = (orgId: string): OrganisationFacts | undefined => {
      const org = this.organisations.get(orgId);
      const end = this.dissolved.get(orgId);
      return org && end && end.position <= knownUpTo && end.on <= on ? { ...org, dissolved: end } : org;
    };
    return {
      tree,
      organisation,
      committeeOf: (unitId) => {
        const org = organisation(organisationIdOf(unitId, 'FRONT_COMMITTEE'));
        return org?.dissolved ? undefined : org;
      },
      placeOf: (unitId) => (tree.has(unitId) ? unitId : null),
      formerUnits: () => [],
      formerOrganisations: () =>
        [...this.organisations.keys()].flatMap((orgId) => {
          const org = organisation(orgId);
          return org?.dissolved ? [org] : [];
        }),
    };
  }

  private subject(workId: string) {
    const { ownerOrgId, unitId } = this.workOf(workId);
    const contributions = [{ orgId: ownerOrgId, unitId, role: 'LEAD', shareBp: 10_000 }];
    return { achievementId: workId, campaignId, areaCode: '2.5', ownerOrgId, ownerUnitId: unitId, contributions };
  }

  private workOf(workId: string) {
    const work = this.work.get(workId);
    if (!work) throw new Error(`${workId} was never approved`);
    return work;
  }

  private record(type: EventType, data: object): this {
    this.position += 1;
    const actor = { userId: 'u', orgId: null, role: null, appointmentId: null };
    this.book.apply({
      type,
      data,
      position: this.position,
      recordedAt: this.instant,
      actor,
      revision: 0,
    } as never as RecordedEvent);
    return this;
  }
}

/** Lines of a work: metric, quantity, day; each with an id of its own. */
export const line = (lineId: string, quantity: LineQuantity, effectiveOn: string, metric = 'road_metre'): Line => ({
  lineId,
  metric,
  quantity,
  effectiveOn,
});

export const metres = (value: number, effectiveOn: string, lineId = 'a'): Line => line(lineId, { value }, effectiveOn);
