import { reportIdOf, reviewIdOf } from '@thidua/events';
import { force } from './casebook-work.js';
import type { Answered, CasebookWorld } from './casebook-world.js';

const quantity = '{ value numerator denominator sum count exact }';
const totals = `totals { area { code } metric { code } quantity ${quantity} }`;
const differences = `differences { area { code } metric { code } reported ${quantity} approvedNow ${quantity}
  parts { reason change ${quantity} lines { achievementId owner { id } effectiveOn change ${quantity} } } }`;
const inclusions = '{ reportId version reporter { id } }';
const reads = `id status version revision dueBefore dueIn submittedAt late lateMinutes
  excusedBy { userId organisation { id } } paperReceivedOn paperRegisterNo narrative ${totals}
  children ${inclusions} missing { id } asOfPosition stale staleBecause ${inclusions} ${differences} sha256 reviewId
  returnedBecause { note } waivedBecause receiver { id } reporter { id }
  versions { version outcome late lateMinutes ${totals} sha256 stale ${differences} missing { id } }`;

/** Reports of one campaign; whoever reports is named by its unit. Heads send them, reviewers above decide. */
export class Reports {
  constructor(
    readonly world: CasebookWorld,
    readonly campaign: string,
  ) {}

  id(name: string, round: string): string {
    return reportIdOf(this.campaign, this.world.org(name), round);
  }

  async read(name: string, round: string, user = `head@${name}`): Promise<Answered> {
    const query = `query($id: ID!) { report(id: $id) { ${reads} } }`;
    return (await this.world.ask(user, query, { id: this.id(name, round) })).report;
  }

  /** Answers the report as it is then. */
  async submit(name: string, round: string): Promise<Answered> {
    await this.world.drain();
    await this.world.must(`head@${name}`, 'reportSubmit', { ...force, report: this.id(name, round) });
    return this.read(name, round);
  }

  /** Its reviewer above accepts the version that waits. */
  async accept(name: string, round: string): Promise<void> {
    const { version } = await this.read(name, round);
    await this.decide(name, round, 'reviewApprove', version);
  }

  async sendBack(name: string, round: string): Promise<void> {
    const { version } = await this.read(name, round);
    await this.decide(name, round, 'reviewReturn', version, { reasonCode: 'QUANTITY_UNCLEAR', note: 'Thiếu Khóm 3' });
  }

  /** Sent and accepted; answers the report. */
  async give(name: string, round: string): Promise<Answered> {
    await this.submit(name, round);
    await this.accept(name, round);
    return this.read(name, round);
  }

  /** As the receiver of a report. */
  asReceiver(name: string, round: string, field: string, more: object): Promise<Answered> {
    const named = field === 'reportWaive' ? { id: this.id(name, round) } : { report: this.id(name, round) };
    return this.world.must(`head@${this.world.receiverOf(name)}`, field, { ...force, ...named, ...more });
  }

  /** How far a round has come in a unit and all below it. */
  async tracker(unit: string, round: string, asOf: object = {}): Promise<Answered> {
    const query = `query($campaign: ID!, $unit: ID!, $round: String!, $asOf: AsOf) {
      rollup(campaign: $campaign, unit: $unit, asOf: $asOf) { reporting(round: $round) {
        expected drafted submitted accepted returned waived late missing missingOrganisations { id } } } }`;
    const variables = { campaign: this.campaign, unit: this.world.unit(unit), round, asOf };
    return (await this.world.ask(`head@${this.world.top}`, query, variables)).rollup.reporting;
  }

  private async decide(name: string, round: string, field: string, version: number, more: object = {}) {
    await this.world.drain();
    const review = reviewIdOf(this.id(name, round), version);
    const user = `reviewer@${this.world.receiverOf(name)}`;
    const { settled } = await this.world.must(
      user,
      field,
      { ...force, review, submissionNo: version, ...more },
      'settled',
    );
    if (!settled) throw new Error(`${field} of ${review} was not settled`);
  }
}

/** The values of totals, in their order. */
export const valuesOf = (totals: readonly Answered[]): readonly (string | null)[] =>
  totals.map(({ quantity }) => quantity.value);

/** Why a report's one figure differs from what is approved now, and by how much. */
export const reasonsOf = (differences: readonly Answered[]): readonly (readonly [string, string])[] =>
  differences.flatMap(({ parts }) => parts.map(({ reason, change }: Answered) => [reason, change.value] as const));
