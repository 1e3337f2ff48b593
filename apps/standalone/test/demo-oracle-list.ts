import { commandIdOf, objectIdOf, reviewIdOf } from '@thidua/events';
import type { MetricInput, QuantityLineInput, ScenarioStep } from '@thidua/scenario';
import { known, OraclePlaces } from './demo-oracle-places.js';
import { lineOf } from './demo-oracle-quantities.js';
import { type OracleEntry, type OracleOutcome, OracleWork } from './demo-oracle-work.js';

type StepOf<Name extends ScenarioStep['operationName']> = Extract<ScenarioStep, { operationName: Name }>;
type Plan = StepOf<'CampaignDraft'>['variables']['input'];

/** What the people of the demo meant to do, read step by step from the scenario's own list, and what it adds up from. */
export class OracleList {
  readonly places: OraclePlaces;
  /** What came and went, in the order of the list. */
  readonly entries: OracleEntry[] = [];
  private drafted: (Plan & { readonly id: string }) | null = null;
  private metricsByCode = new Map<string, MetricInput>();
  private readonly works = new Map<string, OracleWork>();
  private readonly workOfCase = new Map<string, OracleWork>();
  /** How often each report was submitted. */
  private readonly reports = new Map<string, number>();
  private readonly casesOfReports = new Set<string>();

  constructor(seed: string, steps: readonly ScenarioStep[]) {
    this.places = new OraclePlaces(seed);
    for (const step of steps) this.take(step);
  }

  get campaign(): Plan & { readonly id: string } {
    if (!this.drafted) throw new Error('the list of steps drafts no campaign');
    return this.drafted;
  }

  get metrics(): ReadonlyMap<string, MetricInput> {
    return this.metricsByCode;
  }

  /** What each kind of step does here; the compiler asks for every one there is. */
  private readonly takes: { readonly [Name in ScenarioStep['operationName']]: (step: StepOf<Name>) => void } = {
    UnitsImport: (step) => this.places.importUnits(step),
    OrganisationEstablish: (step) => this.places.establish(step),
    OfficerAppoint: (step) => this.places.appoint(step),
    CampaignDraft: (step) => this.draft(step),
    AchievementRegister: (step) => this.register(step),
    AchievementDeclareContributions: (step) => this.contribute(step),
    AchievementReportQuantities: ({ variables: { input } }) =>
      known(this.works, input.achievement).report(this.linesOf(input.achievement, input.lines)),
    AchievementsSubmit: ({ at, variables: { input } }) => {
      for (const { achievement } of input.items) this.submit(at, achievement);
    },
    AchievementRequestAmendment: (step) => this.amend(step),
    AchievementWithdraw: ({ at, variables: { input } }) => this.post(known(this.works, input.id).withdraw(at)),
    AchievementRevoke: ({ at, variables: { input } }) => this.post(known(this.works, input.id).revoke(at)),
    ReviewsDecide: ({ at, variables: { input } }) => {
      for (const { review } of input.items) this.decide(at, review, input.outcome);
    },
    ReportSubmit: ({ variables: { input } }) => this.submitReport(input.report),
    CampaignLaunch: changesNoFigure,
    CampaignCloseReporting: changesNoFigure,
    CampaignSummarise: changesNoFigure,
    ParticipationRegister: changesNoFigure,
    ParticipationIssuePlan: changesNoFigure,
    ParticipationSetTargets: changesNoFigure,
    AchievementAttachEvidence: changesNoFigure,
    EvidenceUpload: changesNoFigure,
    ReportSave: changesNoFigure,
    ReportGrantExtension: changesNoFigure,
  };

  private take(step: ScenarioStep): void {
    const take = this.takes[step.operationName] as ((step: ScenarioStep) => void) | undefined;
    if (!take) throw new Error(`the oracle does not know what ${step.operationName} does to figures`);
    take(step);
  }

  private draft({ as, variables: { input } }: StepOf<'CampaignDraft'>): void {
    this.drafted = { ...input, id: objectIdOf('campaign', commandIdOf(as, input.idempotencyKey)) };
    this.metricsByCode = new Map(input.metrics.map((metric) => [metric.code, metric]));
  }

  private register({ as, variables: { input } }: StepOf<'AchievementRegister'>): void {
    const id = objectIdOf('achievement', commandIdOf(as, input.idempotencyKey));
    const orgId = this.places.orgOf(as);
    this.works.set(id, new OracleWork(id, input.area, { orgId, unitId: this.places.unitOf(orgId) }));
  }

  private contribute({ variables: { input } }: StepOf<'AchievementDeclareContributions'>): void {
    known(this.works, input.achievement).shares = input.contributions.map(({ organisation, role, shareBp }) => ({
      ...{ orgId: organisation, unitId: this.places.unitOf(organisation), shareBp, leads: role === 'LEAD' },
    }));
  }

  private submit(at: string, achievement: string): void {
    const work = known(this.works, achievement);
    this.post(work.submit(at));
    this.workOfCase.set(reviewIdOf(achievement, work.submissions), work);
  }

  private amend({ at, variables: { input } }: StepOf<'AchievementRequestAmendment'>): void {
    const work = known(this.works, input.achievement);
    this.post(work.amend(at, this.linesOf(input.achievement, input.lines)));
    this.workOfCase.set(reviewIdOf(input.achievement, work.submissions), work);
  }

  private submitReport(report: string): void {
    const version = (this.reports.get(report) ?? 0) + 1;
    this.reports.set(report, version);
    this.casesOfReports.add(reviewIdOf(report, version));
  }

  /** A report that is accepted changes no figure. */
  private decide(at: string, review: string, outcome: OracleOutcome): void {
    if (!this.casesOfReports.has(review)) this.post(known(this.workOfCase, review).decide(at, outcome));
  }

  private linesOf(achievement: string, lines: readonly QuantityLineInput[]) {
    return lines.map((line) => lineOf(line, this.metrics, achievement));
  }

  private post(entries: readonly OracleEntry[]): void {
    this.entries.push(...entries);
  }
}

const changesNoFigure = (): void => {};
