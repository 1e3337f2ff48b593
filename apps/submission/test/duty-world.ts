import { evolveOne, type FollowUp, fixedClock } from '@thidua/event-sourcing';
import {
  type CampaignEvent,
  type DomainEvent,
  type EventType,
  organisationIdOf,
  type RecordedEvent,
  type RecordedOf,
  systemActor,
  type UnitLevel,
} from '@thidua/events';
import { type Duty, ReportBook } from '@thidua/reporting';
import { RegistryView } from '@thidua/service';
import { type Campaign, campaignDecider } from '../src/campaign/campaign.decider.js';
import type { DutyQuestions } from '../src/report/duties.js';
import type { CloseDuty, ExpectReport } from '../src/report/report.commands.js';
import { draftCampaign, drafted, launched, round, rule } from './campaigns.js';
import { recordedFrom } from './recorded.js';

const campaignId = 'tra-vinh-2022';

export const committee = (unitId: string): string => organisationIdOf(unitId, 'FRONT_COMMITTEE');
export const board = (unitId: string): string => organisationIdOf(unitId, 'FRONT_WORK_BOARD');

const parentOf = (unitId: string): string | undefined =>
  unitId === '84' ? undefined : unitId.includes('-') ? unitId.slice(0, -3) : unitId.length === 5 ? '842' : '84';
const levelOf = (unitId: string): UnitLevel =>
  unitId === '84' ? 'province' : unitId.includes('-') ? 'hamlet' : unitId.length === 5 ? 'commune' : 'district';

/** A unit: `84`, `842`, a commune of five digits below it, or a hamlet `29242-01` below that. */
export const unit = (unitId: string, validFrom = '2022-01-01'): DomainEvent => {
  const parentUnitId = parentOf(unitId);
  const level = levelOf(unitId);
  const data = { unitId, level, type: level, nameVi: unitId, validFrom, ...(parentUnitId && { parentUnitId }) };
  return { type: 'UnitRegistered.v1', data };
};

/** Its committee, or the board of a hamlet. */
export const established = (
  unitId: string,
  { validFrom = '2022-01-01', from = [] as readonly string[], orgType = '' } = {},
): DomainEvent => {
  const level = levelOf(unitId);
  const type = orgType || (level === 'hamlet' ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE');
  const orgId = organisationIdOf(unitId, type);
  const predecessorOrgIds = [...from];
  const data = { orgId, orgType: type, level, unitId, nameVi: unitId, validFrom, predecessorOrgIds };
  return { type: 'OrganisationEstablished.v1', data };
};

export const dissolved = (orgId: string, validFrom: string, successorOrgId?: string): DomainEvent => ({
  type: 'OrganisationDissolved.v1',
  data: { orgId, validFrom, ...(successorOrgId && { successorOrgId }) },
});

/** The rounds of the shared campaign file that a few units need. */
export const rounds = [
  round('FINAL', { feeds: 'SUMMARY', receiverOrgId: committee('84') }),
  round('FINAL-HAMLET', {
    fromLevel: 'hamlet',
    fromOrgTypes: ['FRONT_WORK_BOARD'],
    feeds: 'FINAL-COMMUNE',
    coversTo: '2022-06-08',
    dueBefore: '2022-06-08T17:00:00.000Z',
  }),
  round('FINAL-COMMUNE', { fromLevel: 'commune', feeds: 'FINAL', dueBefore: '2022-06-13T17:00:00.000Z' }),
  round('MID', { kind: 'PRELIMINARY', coversTo: '2022-04-15', dueBefore: '2022-04-15T17:00:00.000Z' }),
  round('SUMMARY', { kind: 'SUMMARY', fromLevel: 'province', dueBefore: '2022-07-12T17:00:00.000Z' }),
];
export const rules = [
  rule({ levels: ['province', 'district', 'commune'] }),
  rule({ ruleId: 'rule-2', orgType: 'FRONT_WORK_BOARD', levels: ['hamlet'] }),
  rule({ ruleId: 'rule-3', orgType: 'WOMEN', levels: ['province'] }),
];
const plan = draftCampaign({ rules, rounds });
const issued = { ...plan, details: { ...plan.details, issuerOrgId: committee('84') } };

/** A province with one district, one commune and the hamlets -01 and -02, each with its committee or board. */
export const basics: readonly DomainEvent[] = ['84', '842', '29242', '29242-01', '29242-02'].flatMap((unitId) => [
  unit(unitId),
  established(unitId),
]);
export const launchedCampaign: readonly DomainEvent[] = [...drafted(issued), launched()];

/** A log with all that follows it at once: the registry view, the book of reports, one campaign. */
export class DutyWorld {
  readonly clock = fixedClock('2022-02-18T08:00:00+07:00');
  readonly registry = new RegistryView(this.clock);
  readonly book = new ReportBook();
  /** The receipts that answers were asked to know. */
  readonly since: number[] = [];
  private campaign: Campaign = campaignDecider.initial();
  private position = 0;

  readonly ask: DutyQuestions = {
    known: async (since) => {
      this.since.push(since);
      return { registry: this.registry, book: this.book };
    },
    campaign: async () => this.standing(),
    campaigns: async (since) => {
      this.since.push(since);
      return [this.standing(), { campaignId: 'never drafted', campaign: null }];
    },
  };

  constructor(...events: readonly DomainEvent[]) {
    this.happened(...events);
  }

  /** Puts events into the log and answers them as it holds them. */
  happened(...events: readonly DomainEvent[]): readonly RecordedEvent[] {
    const recorded = recordedFrom(events, this.position);
    for (const event of recorded) {
      this.registry.apply(event);
      this.book.apply(event);
      const { campaign } = this;
      const known = event as unknown as CampaignEvent;
      if (event.type in campaignDecider.evolve) {
        this.campaign = evolveOne(campaignDecider.evolve, campaign, known, systemActor);
      }
    }
    this.position += recorded.length;
    return recorded;
  }

  /** The last event of a type, as a reaction is given it. */
  last<Type extends EventType>(type: Type, events: readonly RecordedEvent[]): RecordedOf<Type> {
    return events.findLast((event) => event.type === type) as RecordedOf<Type>;
  }

  /** Carries commands out as the reports themselves do; answers what came to be expected, as the log holds it. */
  carryOut(followUps: readonly FollowUp<ExpectReport | CloseDuty>[]): readonly RecordedEvent[] {
    return followUps.flatMap(({ id, command }) => {
      if (command.type === 'CloseDuty') {
        const { successorOrgId } = command;
        const cause = 'REORGANISATION' as const;
        const data = { reportId: id, campaignId, cause, ...(successorOrgId !== null && { successorOrgId }) };
        return this.happened({ type: 'ReportWaived.v1', data });
      }
      return this.book.duty(id) ? [] : this.happened({ type: 'ReportExpected.v1', data: command.expected });
    });
  }

  /** What is owed, or was, in a round. */
  owedIn(roundCode: string): readonly Duty[] {
    return this.book.dutiesOf(campaignId).filter((duty) => duty.roundCode === roundCode);
  }

  private standing() {
    return { campaignId, campaign: this.campaign.status === 'none' ? null : this.campaign };
  }
}

/** What follow-ups say, in short: who is to report in which round, to whom, for whom; or whose duty is closed. */
export const said = (
  followUps: readonly FollowUp<ExpectReport | CloseDuty>[] | undefined,
): readonly (readonly unknown[])[] =>
  (followUps ?? []).map(({ id, command }) => {
    if (command.type === 'CloseDuty') return ['close', id.split(':')[2], id.split(':')[1], command.successorOrgId];
    const { roundCode, orgId, receiverOrgId = null, takesOverOrgIds } = command.expected;
    return ['expect', roundCode, orgId, receiverOrgId, ...takesOverOrgIds];
  });
