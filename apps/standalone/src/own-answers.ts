import { committeeNameOf } from '@thidua/authority';

/** What an installation of one's own begins with, as somebody states it. */
export interface OwnAnswers {
  readonly unitCode: string;
  readonly unitName: string;
  readonly unitLevel: OwnLevel;
  readonly unitType: string;
  readonly committeeName: string;
  readonly admin: string;
  readonly validFrom: string;
}

/** The same as flags of the command line: what is not given is asked, or suggested. */
export type OwnFlags = { readonly [Name in keyof OwnAnswers]?: string | undefined };

/** Asks a person; the suggestion holds where they only press Enter. */
export type Ask = (question: string, suggestion: string | null) => Promise<string>;

/** Why nothing is set up, in words alone: it is the user's to mend. */
export class SetupFault extends Error {
  override readonly name = 'SetupFault';
}

const ownLevels = ['province', 'district', 'commune'] as const;
type OwnLevel = (typeof ownLevels)[number];
const isOwnLevel = (level: string): level is OwnLevel => (ownLevels as readonly string[]).includes(level);

type Known = Partial<Record<keyof OwnAnswers, string>>;

interface Question {
  readonly name: keyof OwnAnswers;
  readonly flag: string;
  readonly text: string;
  readonly suggest: (known: Known, today: string) => string | null;
  /** What is wrong with an answer, null where nothing is. */
  readonly fault?: (answer: string, today: string) => string | null;
}

const levelOfCode: Readonly<Record<number, OwnLevel>> = { 2: 'province', 3: 'district', 5: 'commune' };

/** Kinds of unit by their level and the word their name begins with. */
const typesOf: Readonly<Record<OwnLevel, readonly (readonly [word: string, type: string])[]>> = {
  province: [
    ['Tỉnh', 'province'],
    ['Thành phố', 'municipality'],
  ],
  district: [
    ['Huyện', 'district'],
    ['Quận', 'urban_district'],
    ['Thị xã', 'district_level_town'],
    ['Thành phố', 'provincial_city'],
  ],
  commune: [
    ['Xã', 'commune'],
    ['Phường', 'ward'],
    ['Thị trấn', 'commune_level_town'],
    ['Đặc khu', 'special_zone'],
  ],
};

const typeOf = ({ unitLevel = '', unitName = '' }: Known): string | null =>
  (isOwnLevel(unitLevel) && typesOf[unitLevel].find(([word]) => unitName.startsWith(`${word} `))?.[1]) || null;

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
};

const questions: readonly Question[] = [
  { name: 'unitCode', flag: '--unit-code', text: 'Code of the unit on top / Mã đơn vị cao nhất', suggest: () => null },
  { name: 'unitName', flag: '--unit-name', text: 'Its name / Tên đơn vị (Tỉnh ...)', suggest: () => null },
  {
    name: 'unitLevel',
    flag: '--unit-level',
    text: `Its level / Cấp (${ownLevels.join(', ')})`,
    suggest: ({ unitCode = '' }) => levelOfCode[unitCode.length] ?? null,
    fault: (level) => (isOwnLevel(level) ? null : `${level}: ${ownLevels.join(', ')}`),
  },
  { name: 'unitType', flag: '--unit-type', text: 'Its kind / Loại đơn vị (province, ward ...)', suggest: typeOf },
  {
    name: 'committeeName',
    flag: '--committee-name',
    text: 'Name of its Front committee / Tên Ủy ban MTTQ',
    suggest: ({ unitName }) => (unitName === undefined ? null : committeeNameOf(unitName)),
  },
  {
    name: 'admin',
    flag: '--admin',
    text: 'Id of the first administrator / Mã người quản trị đầu tiên',
    suggest: ({ unitCode }) => (unitCode === undefined ? null : `admin@${unitCode}`),
  },
  {
    name: 'validFrom',
    flag: '--valid-from',
    text: 'First day of all this, nothing can begin earlier / Ngày bắt đầu, không gì có trước ngày này',
    suggest: (_, today) => today,
    fault: (day, today) => {
      if (!isDay(day)) return `${day}: a day is written 2025-07-01 / ngày viết là 2025-07-01`;
      return day > today ? `${day}: not after today, ${today} / không sau hôm nay, ${today}` : null;
    },
  },
];

const triesMax = 5;

const cleaned = (answer: string | null): string | null => answer?.normalize('NFC').trim() || null;

/** An answer without a person to ask: as given, else as suggested; null where there is neither. */
const answerUnasked = ({ fault }: Question, given: string | null, today: string): string | null => {
  const answer = cleaned(given);
  const wrong = answer === null ? null : (fault?.(answer, today) ?? null);
  if (wrong !== null) throw new SetupFault(wrong);
  return answer;
};

/** A person is asked again after a slip, and not for ever. */
const answerAsked = async ({ text, fault }: Question, suggestion: string | null, today: string, ask: Ask) => {
  let question = text;
  for (let tries = 0; tries < triesMax; tries++) {
    const answer = cleaned(await ask(question, suggestion));
    const wrong = answer === null ? null : (fault?.(answer, today) ?? null);
    if (answer !== null && wrong === null) return answer;
    question = wrong === null ? text : `${wrong}\n${text}`;
  }
  throw new SetupFault(question);
};

/** All answers: from the flags, from a person where one can be asked, else as suggested. */
export const ownAnswers = async (flags: OwnFlags, today: string, ask: Ask | null): Promise<OwnAnswers> => {
  const known: Known = {};
  const missing: string[] = [];
  for (const question of questions) {
    const suggestion = question.suggest(known, today);
    const given = flags[question.name];
    const answer =
      ask === null || given !== undefined
        ? answerUnasked(question, given ?? suggestion, today)
        : await answerAsked(question, suggestion, today, ask);
    if (answer === null) missing.push(question.flag);
    else known[question.name] = answer;
  }
  const { unitCode, unitName, unitLevel, unitType, committeeName, admin, validFrom } = known;
  if (
    unitCode !== undefined &&
    unitName !== undefined &&
    unitLevel !== undefined &&
    isOwnLevel(unitLevel) &&
    unitType !== undefined &&
    committeeName !== undefined &&
    admin !== undefined &&
    validFrom !== undefined
  ) {
    return { unitCode, unitName, unitLevel, unitType, committeeName, admin, validFrom };
  }
  throw new SetupFault(
    `There is no terminal to ask on, so say it by flags. Missing: ${missing.join(', ')}\n` +
      `Không có màn hình để hỏi, hãy nêu bằng tham số. Còn thiếu: ${missing.join(', ')}\n` +
      '  npm start -- --empty --unit-code 84 --unit-name "Tỉnh Trà Vinh"',
  );
};
