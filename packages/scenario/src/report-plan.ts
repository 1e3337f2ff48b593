import { sessionOf } from './calendar.js';
import type { Cast } from './cast.js';
import { atMost } from './cast.js';
import { type Dice, makeDice } from './dice.js';
import { registrationDays } from './registration-days.js';
import { provinceCode, type UnitRow } from './tra-vinh-units.js';
import { unitPlanOf } from './unit-plans.js';
import { localInstant } from './working-time.js';

/** One version of a report, as it is sent and decided. */
export interface SentReport {
  readonly round: 'MID' | 'FINAL-HAMLET' | 'FINAL-COMMUNE' | 'FINAL' | 'SUPPLEMENT' | 'SUMMARY';
  readonly reporter: UnitRow;
  readonly version: number;
  /** The day on which its words are written; null = it is sent without. */
  readonly writtenOn: string | null;
  readonly sentAt: string;
  /** When the unit above decides it, and how; nobody decides the province's summary. */
  readonly decision: { readonly day: string; readonly outcome: 'APPROVE' | 'RETURN' } | null;
}

const hamletDays = ['2022-06-06', '2022-06-07', '2022-06-08'] as const;
const lateHamletDays = ['2022-06-09', '2022-06-10'] as const;
const communeDays = ['2022-06-09', '2022-06-10', '2022-06-13'] as const;
const districtDays = ['2022-06-17', '2022-06-18', '2022-06-19'] as const;
const supplementDays = ['2022-07-06', '2022-07-07', '2022-07-08'] as const;
/** Either side of the deadline as the plan words it: before 20 June. */
const beforeDeadline = localInstant('2022-06-19', 23, 40);
const behindDeadline = localInstant('2022-06-20', 8, 10);

/** Of the whole province; two more hamlets are silent, those that never register. */
const silentHamlets = 4;
const lateHamlets = 8;
const returnedHamlets = 12;
const returnedCommunes = 5;
const wordyCommuneShare = 0.2;

const approvedOn = (day: string) => ({ day, outcome: 'APPROVE' }) as const;
const returnedOn = (day: string) => ({ day, outcome: 'RETURN' }) as const;
const sentOn = (day: string): string => sessionOf(day, 'sendReport');

/** One of the days on which a report is on time by the plan of its receiver. */
const dayInTime = (days: readonly string[], lastDay: string, dice: Dice): string =>
  dice.pick(days.filter((day) => day <= lastDay));

const receiverIn = (units: readonly UnitRow[], { code, parentCode }: UnitRow): UnitRow => {
  const receiver = units.find((unit) => unit.code === parentCode);
  if (!receiver) throw new Error(`the cast has no unit above ${code}`);
  return receiver;
};

const hamletReports = (seed: string, cast: Cast): readonly SentReport[] => {
  const registered = registrationDays(seed, cast);
  const dice = makeDice(seed, 'reports/FINAL-HAMLET');
  const boards = dice.shuffle(cast.hamlets.filter(({ code }) => registered.has(code)));
  const silent = atMost(silentHamlets, boards);
  const late = silent + atMost(lateHamlets, boards);
  const returned = late + atMost(returnedHamlets, boards);
  return boards.slice(silent).flatMap((reporter, index): readonly SentReport[] => {
    const place = silent + index;
    const first = { round: 'FINAL-HAMLET', reporter, version: 1, writtenOn: null } as const;
    if (place < late) {
      return [{ ...first, sentAt: sentOn(dice.pick(lateHamletDays)), decision: approvedOn('2022-06-10') }];
    }
    const { lastDay } = unitPlanOf(seed, receiverIn(cast.units, reporter));
    const sentAt = sentOn(dayInTime(hamletDays, lastDay, dice));
    if (place >= returned) return [{ ...first, sentAt, decision: approvedOn('2022-06-08') }];
    return [
      { ...first, sentAt, decision: returnedOn('2022-06-08') },
      { ...first, version: 2, sentAt: sentOn('2022-06-09'), decision: approvedOn('2022-06-10') },
    ];
  });
};

const communeReports = (seed: string, { units }: Cast): readonly SentReport[] => {
  const dice = makeDice(seed, 'reports/FINAL-COMMUNE');
  const communes = dice.shuffle(units.filter(({ level }) => level === 'commune'));
  const returned = atMost(returnedCommunes, communes);
  return communes.flatMap((reporter, index): readonly SentReport[] => {
    const { lastDay } = unitPlanOf(seed, receiverIn(units, reporter));
    const sentAt = sentOn(dayInTime(communeDays, lastDay, dice));
    const first = { round: 'FINAL-COMMUNE', reporter, version: 1, writtenOn: null, sentAt } as const;
    if (index < returned) {
      // What was missing are the words, so the second version brings them.
      const again = { ...first, version: 2, writtenOn: '2022-06-15', sentAt: sentOn('2022-06-15') };
      return [
        { ...first, decision: returnedOn('2022-06-14') },
        { ...again, decision: approvedOn('2022-06-15') },
      ];
    }
    const writtenOn = dice.chance(wordyCommuneShare) ? communeDays[0] : null;
    return [{ ...first, writtenOn, decision: approvedOn('2022-06-14') }];
  });
};

/** The district that gets two days more for its interim report. */
export const extendedDistrictOf = (seed: string, { units }: Cast): UnitRow =>
  makeDice(seed, 'reports/MID').pick(units.filter(({ level }) => level === 'district'));

const districtReports = (seed: string, cast: Cast): readonly SentReport[] => {
  const dice = makeDice(seed, 'reports/FINAL');
  const districts = dice.shuffle(cast.units.filter(({ level }) => level === 'district'));
  const extended = extendedDistrictOf(seed, cast);
  return districts.flatMap((reporter, index): readonly SentReport[] => {
    const first = { reporter, version: 1 } as const;
    const finalSentAt = [beforeDeadline, behindDeadline][index] ?? sentOn(dice.pick(districtDays));
    return [
      {
        ...{ ...first, round: 'MID', writtenOn: '2022-04-15' },
        ...{ sentAt: sentOn(reporter === extended ? '2022-04-17' : '2022-04-15'), decision: approvedOn('2022-04-18') },
      },
      {
        ...{ ...first, round: 'FINAL', writtenOn: districtDays[0] },
        ...{ sentAt: finalSentAt, decision: approvedOn('2022-06-20') },
      },
      {
        ...{ ...first, round: 'SUPPLEMENT', writtenOn: supplementDays[0] },
        ...{ sentAt: sentOn(dice.pick(supplementDays)), decision: approvedOn('2022-07-08') },
      },
    ];
  });
};

const summary = ({ units }: Cast): SentReport => {
  const reporter = units.find(({ code }) => code === provinceCode);
  if (!reporter) throw new Error(`the cast has no unit ${provinceCode}`);
  const [writtenOn, sentAt] = ['2022-07-12', sentOn('2022-07-12')];
  return { round: 'SUMMARY', reporter, version: 1, writtenOn, sentAt, decision: null };
};

/** Every version of every report that is sent, level by level. */
export const sentReports = (seed: string, cast: Cast): readonly SentReport[] => [
  ...hamletReports(seed, cast),
  ...communeReports(seed, cast),
  ...districtReports(seed, cast),
  summary(cast),
];
