import {
  AnalyticsMemory,
  figureReadModels,
  type ReplayedFigures,
  replayedFigures,
  type UnitRow,
} from '@thidua/analytics';
import { readModelOf, systemClock } from '@thidua/event-sourcing';
import { type LogReader, openReadModels } from '@thidua/event-store-sqlite';
import type { RecordedEvent } from '@thidua/events';
import { RegistryView, registryViewProjection } from '@thidua/service';
import { type Replaying, replayLog } from './log.js';
import type { ReplayOptions, Until } from './options.js';

/** The figures as they were known then, worked out from the log alone. */
export const figuresOfLog = async (
  log: LogReader,
  until: Until,
  asked: Pick<ReplayOptions, 'campaign' | 'unit' | 'metric'>,
  replaying: Replaying,
): Promise<ReplayedFigures> => {
  const database = openReadModels<unknown>(':memory:');
  try {
    const registryView = new RegistryView(systemClock);
    const memory = new AnalyticsMemory();
    const models = [readModelOf(registryViewProjection(registryView)), ...figureReadModels(memory)];
    const handlers = models.map((model) => model.over(database));
    for (const handler of handlers) await handler.start();
    const known = knownBy(until);
    let head = 0;
    const take = async (page: readonly RecordedEvent[]) => {
      const wanted = page.filter(known);
      for (const handler of handlers) await handler.handle(wanted);
      head = wanted.at(-1)?.position ?? head;
      return wanted.length < page.length ? 'enough' : 'more';
    };
    await replayLog(log, take, replaying);
    const asOf = 'position' in until ? { knownUpToPosition: until.position } : { knownUpTo: until.instant };
    const { figures } = memory;
    const { campaign = null, unit = null, metric = null } = asked;
    return await replayedFigures({ database, figures, registryView, head }, { campaign, unit, metric, asOf });
  } finally {
    await database.destroy();
  }
};

/** Tells, event by event in log order, what was known: whole appends up to a position, or up to the first later one. */
const knownBy = (until: Until): ((event: RecordedEvent) => boolean) => {
  if ('position' in until) return ({ receipt }) => receipt <= until.position;
  let over = false;
  return ({ recordedAt }) => {
    over ||= recordedAt > until.instant;
    return !over;
  };
};

type Measure = UnitRow['measures'][number];

/** As a person reads them; every number of a quantity that its metric has. */
export const figuresAsText = ({ campaign, asOf, units, unplaced }: ReplayedFigures): string =>
  [
    `${campaign.title} (${campaign.id})`,
    `Known up to / Biết đến: ${asOf.knownUpTo}, position / vị trí ${asOf.knownUpToPosition}`,
    `Days / Thời gian: ${asOf.effectiveFrom} – ${asOf.effectiveUpTo}`,
    ...units.flatMap((row) => [
      ...['', ...linesOf('', row)],
      ...partLines('own / tự làm', row.own),
      ...partLines('unallocated / chưa phân bổ', row.unallocated),
      ...row.children.filter(({ measures }) => measures.length > 0).flatMap((child) => linesOf('    ', child)),
    ]),
    ...partLines('unplaced / không thuộc cây', unplaced),
    '',
  ].join('\n');

const linesOf = (indent: string, { unit, measures }: UnitRow): readonly string[] => [
  `${indent}${unit?.name ?? '?'} (${unit?.code ?? '-'})`,
  ...(measures.length > 0 ? measures.map((one) => `${indent}  ${measureText(one)}`) : [`${indent}  –`]),
];

const partLines = (part: string, measures: readonly Measure[]): readonly string[] =>
  measures.map((one) => `  ${part}: ${measureText(one)}`);

const measureText = ({ metric, unit, approved, pending }: Measure): string =>
  `${metric} (${unit}): approved / đã duyệt ${quantityText(approved)}, pending / chờ duyệt ${quantityText(pending)}`;

const quantityText = ({ value, numerator, denominator, sum, count, exact }: Measure['approved']): string => {
  if (value !== null) return `${exact ? '' : '≈ '}${value} [${count}]`;
  return numerator === null ? `${sum} / ${count}` : `${numerator} / ${denominator} [${count}]`;
};
