import { localDateOf } from '@thidua/event-sourcing';
import type { EventData, EventType, Line, Position } from '@thidua/events';
import {
  type CampaignDocument,
  type Language,
  organisationName,
  type RegistryView,
  returnReason,
  titled,
  unitAsOf,
  unitAsOfOrLast,
} from '@thidua/service';
import { amountOf, linesOf, type MetricWords } from './amounts.js';
import { type TermCode, termOf } from './terms.js';

/** What the words of one event are made of: the names in force on the day it was recorded, as known at its position. */
export interface Telling {
  readonly view: RegistryView;
  readonly language: Language;
  readonly position: Position;
  readonly recordedAt: string;
  /** The campaign that it belongs to, where it belongs to one. */
  readonly campaign: CampaignDocument | null;
}

/** The sentence of an event in one language. */
export type Sentence<Type extends EventType> = (data: EventData<Type>, words: Words) => string;

/** An event's sentences. A type without them does not compile. */
export type SentencesOf<Type extends EventType> = {
  readonly [Each in Type]: { readonly [One in Language]: Sentence<Each> };
};

/** A few of many, so that a sentence can be read. */
const namedMax = 5;
const minutesOfDay = 1440;
const vietnamMinutes = 420;

export class Words {
  private readonly on: string;

  constructor(private readonly telling: Telling) {
    this.on = localDateOf(Date.parse(telling.recordedAt));
  }

  /** `vi` or `en`, by the language asked. */
  either(vi: string, en: string): string {
    return this.telling.language === 'vi' ? vi : en;
  }

  /** An organisation by its name; its id where it has none. */
  org(orgId: string): string {
    return organisationName(this.telling.view, orgId, this.on)?.name ?? orgId;
  }

  /** A unit by its name on a day, else by the one it had last or came to have. */
  unit(unitId: string, on = this.on): string {
    const { view, position } = this.telling;
    const known = unitAsOf(view, unitId, on, Math.min(position, view.units.position));
    return (known ?? unitAsOfOrLast(view, unitId, on))?.name ?? unitId;
  }

  /** A stored code by its term. */
  term(code: TermCode): string {
    return termOf(code, this.telling.language);
  }

  /** Why something was decided so, from the catalogue of reasons, in brackets; nothing where none was given. */
  because(reasonCode: string | undefined): string {
    return reasonCode === undefined ? '' : ` (${returnReason(reasonCode, this.telling.language)})`;
  }

  /** The unit above, or that there is none. */
  parent(unitId: string | undefined, on: string): string {
    return unitId === undefined ? this.either('không có cấp trên', 'no unit above') : this.unit(unitId, on);
  }

  area(code: string): string {
    const area = this.telling.campaign?.areas.find(({ areaCode }) => areaCode === code);
    return area ? `${code} ${titled(area, this.telling.language)}` : code;
  }

  /** A local date as people write it. */
  day(date: string): string {
    const [year, month, day] = date.split('-').map(Number);
    return this.either(`${day}/${month}/${year}`, date);
  }

  /** An instant in local time, to the minute. */
  instant(at: string): string {
    const ms = Date.parse(at);
    const minute = (Math.floor(ms / 60_000) + vietnamMinutes) % minutesOfDay;
    const two = (value: number) => String(value).padStart(2, '0');
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)} ${this.day(localDateOf(ms))}`;
  }

  /** What was done, by metric and amount. */
  lines(lines: readonly Line[]): string {
    if (lines.length === 0) return this.either('không có số liệu', 'no figures');
    return this.some(lines.map((line) => `${this.metric(line.metric).title} ${this.amount(line)}`));
  }

  /** What an amendment makes of the lines there were. */
  change(before: readonly Line[], after: readonly Line[]): string {
    const parts = linesOf(before, after).map(({ was, is }) => {
      const title = this.metric((is ?? was).metric).title;
      if (!was) return this.either(`thêm ${title} ${this.amount(is)}`, `${title} ${this.amount(is)} added`);
      if (!is) return this.either(`bỏ ${title} ${this.amount(was)}`, `${title} ${this.amount(was)} removed`);
      const [from, to] = [this.amount(was), this.amount(is)];
      const moved = was.effectiveOn === is.effectiveOn ? '' : this.moved(was.effectiveOn, is.effectiveOn);
      return this.either(`${title} ${from} thành ${to}${moved}`, `${title} ${from} to ${to}${moved}`);
    });
    return parts.length === 0 ? this.either('không số liệu nào thay đổi', 'no figure changes') : this.some(parts);
  }

  /** A number of 10^-decimals of the metric's unit with its title. */
  target(metric: string, value: number): string {
    const { title, decimals } = this.metric(metric);
    return `${title} ${amountOf(value, decimals, this.telling.language)}`;
  }

  /** The first few, and how many there are beside. */
  some(parts: readonly string[]): string {
    const rest = parts.length - namedMax;
    const shown = parts.slice(0, namedMax).join('; ');
    return rest > 0 ? `${shown}; ${this.either(`và ${rest} mục nữa`, `and ${rest} more`)}` : shown;
  }

  private moved(from: string, to: string): string {
    return this.either(
      ` (ngày ${this.day(from)} thành ${this.day(to)})`,
      ` (day ${this.day(from)} to ${this.day(to)})`,
    );
  }

  private amount({ metric, quantity }: Line): string {
    const { decimals } = this.metric(metric);
    const { language } = this.telling;
    const number = (value: number, places = 0) => amountOf(value, places, language);
    if ('value' in quantity) return number(quantity.value, decimals);
    if ('num' in quantity) return `${number(quantity.num, decimals)}/${number(quantity.den, decimals)}`;
    if ('sum' in quantity)
      return `${number(quantity.sum, decimals)} (${number(quantity.count)} ${this.either('giá trị', 'values')})`;
    return number('members' in quantity ? quantity.members.length : quantity.declared);
  }

  private metric(code: string): MetricWords {
    const metric = this.telling.campaign?.metrics.find((one) => one.metric === code);
    return metric
      ? { title: titled(metric, this.telling.language), decimals: metric.decimals }
      : { title: code, decimals: 0 };
  }
}
