import type { Duty } from '@thidua/reporting';
import { type Language, type Message, say } from '@thidua/service';

/** What the words about a due instant are said of. */
export interface DueFacts {
  readonly waived: boolean;
  /** How late its first version was, in whole minutes; null where that was on time, undefined where nothing was sent. */
  readonly lateMinutes: number | null | undefined;
  /** On time before this instant, in milliseconds. */
  readonly dueBeforeMs: number;
  readonly nowMs: number;
}

/** The facts of a duty that its words are made of. */
export const dueFactsOf = ({ status, sent: [first] }: Duty, dueBefore: string, nowMs: number): DueFacts => ({
  waived: status === 'WAIVED',
  lateMinutes: first && (first.late ? first.lateMinutes : null),
  dueBeforeMs: Date.parse(dueBefore),
  nowMs,
});

const minuteMs = 60_000;
const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;

type Unit = 'day' | 'hour' | 'minute';
const units: Readonly<Record<Unit, string>> = { day: 'ngày', hour: 'giờ', minute: 'phút' };

const counted = (count: number, unit: Unit, language: Language): string =>
  language === 'vi' ? `${count} ${units[unit]}` : `${count} ${unit}${count === 1 ? '' : 's'}`;

/** A span in whole units, rounded down: days and hours from one day on, below that hours and minutes. */
const spanWords = (minutes: number, language: Language): string => {
  if (minutes < 1) return language === 'vi' ? 'dưới 1 phút' : 'less than 1 minute';
  const hours = Math.floor((minutes % minutesOfDay) / minutesOfHour);
  const parts: readonly [number, Unit][] =
    minutes >= minutesOfDay
      ? [
          [Math.floor(minutes / minutesOfDay), 'day'],
          [hours, 'hour'],
        ]
      : [
          [hours, 'hour'],
          [minutes % minutesOfHour, 'minute'],
        ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => counted(count, unit, language))
    .join(' ');
};

/** What is said around a span, or in place of one. */
const phrases = {
  waived: { vi: 'được miễn', en: 'waived' },
  onTime: { vi: 'đúng hạn', en: 'on time' },
  late: { vi: 'trễ {span}', en: '{span} late' },
  left: { vi: 'còn {span}', en: '{span} left' },
  overdue: { vi: 'quá hạn {span}', en: 'overdue by {span}' },
} satisfies Record<string, Message>;

/**
 * The due instant beside now in words. Once something was sent, whether that was on time; the instant
 * itself is too late already, since it is exclusive.
 */
export const dueWords = ({ waived, lateMinutes, dueBeforeMs, nowMs }: DueFacts, language: Language): string => {
  if (waived) return say(phrases.waived, language);
  if (lateMinutes === null) return say(phrases.onTime, language);
  if (lateMinutes !== undefined) return say(phrases.late, language, { span: spanWords(lateMinutes, language) });
  const span = spanWords(Math.floor(Math.abs(dueBeforeMs - nowMs) / minuteMs), language);
  return say(nowMs < dueBeforeMs ? phrases.left : phrases.overdue, language, { span });
};
