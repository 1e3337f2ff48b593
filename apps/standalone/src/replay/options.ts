import { localDateOf } from '@thidua/event-sourcing';
import { Command, InvalidArgumentError } from 'commander';

/** Up to where the log is replayed: a position, or what was known at an instant. */
export type Until = { readonly position: number } | { readonly instant: string };

export interface ReplayOptions {
  readonly to?: Until;
  readonly compare: boolean;
  readonly data: string;
  readonly campaign?: string;
  readonly unit?: string;
  readonly metric?: string;
  readonly json: boolean;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A position, an instant with its offset, or a day: then all that was known when it ended (Asia/Ho_Chi_Minh). */
const untilOf = (text: string): Until => {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) };
  const atMs = Date.parse(day.test(text) ? `${text}T23:59:59.999+07:00` : instant.test(text) ? text : '');
  // A day that the calendar lacks would be taken for one of the next month.
  const exists = !Number.isNaN(atMs) && (!day.test(text) || localDateOf(atMs) === text);
  if (exists) return { instant: new Date(atMs).toISOString() };
  throw new InvalidArgumentError(
    'a position such as 1200, a day such as 2022-06-30, or an instant such as 2022-06-30T09:00:00+07:00 (vị trí, ngày hoặc thời điểm).',
  );
};

/** The options of `thidua replay`. Throws CommanderError; help and faults go to the given writer. */
export const parseReplayOptions = (args: readonly string[], write: (text: string) => void): ReplayOptions => {
  const command = new Command('thidua replay')
    .description(
      'Works out figures from the log alone, or compares all read models with it. / Tính lại số liệu từ nhật ký, hoặc đối chiếu các bảng với nhật ký.',
    )
    .option('--to <position|date>', 'prints the figures as they were known then (số liệu đã biết khi đó)', untilOf)
    .option('--compare', 'rebuilds every read model and names what differs (dựng lại và nêu sai khác)', false)
    .option('--campaign <id>', '--to: the campaign; the only one (phong trào)')
    .option('--unit <code>', '--to: code of a unit; the one on top (mã đơn vị)')
    .option('--metric <code>', '--to: one metric; all (chỉ tiêu)')
    .option('--json', 'prints one JSON value (in kết quả dạng JSON)', false)
    .option('--data <folder>', 'the data folder of the server (thư mục dữ liệu)', 'data')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write })
    .parse([...args], { from: 'user' });
  const options = command.opts<ReplayOptions>();
  if ((options.to === undefined) === !options.compare) {
    command.error('Either --to or --compare. / Chọn --to hoặc --compare.');
  }
  return options;
};
