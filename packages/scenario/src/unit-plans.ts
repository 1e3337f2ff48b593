import { loadCampaignFile } from './campaign-file.js';
import { makeDice } from './dice.js';
import type { UnitRow } from './tra-vinh-units.js';
import { daysAfter, localInstant } from './working-time.js';

/** What a district or a commune states in a plan of its own about the reports it receives. */
interface UnitPlan {
  readonly roundCode: string;
  readonly issuedOn: string;
  /** The last day on which a report is on time. */
  readonly lastDay: string;
  /** The first instant at which it is late. */
  readonly dueBefore: string;
}

interface PlansOfLevel {
  readonly roundCode: string;
  readonly issuedOn: readonly string[];
  /** How many days before the campaign's own some ask for the reports: a Friday, a day in hand. */
  readonly daysEarlier: number;
}

const plansOfLevels: Readonly<Partial<Record<UnitRow['level'], PlansOfLevel>>> = {
  district: { roundCode: 'FINAL-COMMUNE', issuedOn: ['2022-02-25', '2022-03-03', '2022-03-08'], daysEarlier: 3 },
  commune: { roundCode: 'FINAL-HAMLET', issuedOn: ['2022-03-10', '2022-03-14', '2022-03-15'], daysEarlier: 1 },
};

const earlierShare = 0.25;

/** The last day of each round in the campaign's own plan. */
const lastDays: ReadonlyMap<string, string> = new Map(
  loadCampaignFile().reporting.rounds.map(({ round_code, due_date }) => [round_code, due_date]),
);

/** The plan of a district or a commune; no other unit makes one. */
export const unitPlanOf = (seed: string, { level, code }: UnitRow): UnitPlan => {
  const plans = plansOfLevels[level];
  if (!plans) throw new Error(`${code} makes no plan of its own`);
  const { roundCode, daysEarlier } = plans;
  const dice = makeDice(seed, `${code}/plan`);
  const issuedOn = dice.pick(plans.issuedOn);
  const lastOfAll = lastDays.get(roundCode);
  if (lastOfAll === undefined) throw new Error(`the campaign has no round ${roundCode}`);
  const lastDay = dice.chance(earlierShare) ? daysAfter(lastOfAll, -daysEarlier) : lastOfAll;
  return { roundCode, issuedOn, lastDay, dueBefore: localInstant(daysAfter(lastDay, 1), 0) };
};
