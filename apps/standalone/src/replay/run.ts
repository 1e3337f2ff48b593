import { resolve } from 'node:path';
import { NotInLog } from '@thidua/analytics';
import { LogDamaged, NoLog, openLogReader, SqliteFault } from '@thidua/event-store-sqlite';
import { CommanderError } from 'commander';
import { progressOn } from '../progress.js';
import { compareWithLog, comparisonAsText } from './compare.js';
import { figuresAsText, figuresOfLog } from './figures.js';
import { NoReadModels, openLive } from './live.js';
import type { Replaying } from './log.js';
import { parseReplayOptions, type ReplayOptions } from './options.js';

/** Where results and everything beside them go. */
export interface Streams {
  readonly out: Pick<NodeJS.WriteStream, 'write'>;
  readonly err: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
}

/** 0 all is well, 1 there is a difference, 2 it could not be done, 130 stopped by its user. */
export type ExitCode = 0 | 1 | 2 | 130;

/** `thidua replay`: answers its exit code. */
export const runReplay = async (args: readonly string[], streams: Streams, signal: AbortSignal): Promise<ExitCode> => {
  try {
    const options = parseReplayOptions(args, (text) => streams.err.write(text));
    const replaying = { progress: progressOn(streams.err, 'Replay / Đọc lại nhật ký'), signal };
    return await replay(options, streams, replaying);
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
    streams.err.write(signal.aborted ? '\nStopped. / Đã dừng.\n' : `${inWords(fault)}\n`);
    return signal.aborted ? 130 : 2;
  }
};

const replay = async (options: ReplayOptions, { out }: Streams, replaying: Replaying): Promise<ExitCode> => {
  const folder = resolve(options.data);
  const print = <Result>(result: Result, asText: (result: Result) => string) =>
    out.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : asText(result));
  if (options.to) {
    const log = await openLogReader(folder);
    try {
      print(await figuresOfLog(log, options.to, options, replaying), figuresAsText);
      return 0;
    } finally {
      await log.close();
    }
  }
  const comparison = await compare(folder, replaying);
  print(comparison, comparisonAsText);
  return comparison.same ? 0 : 1;
};

const compare = async (folder: string, replaying: Replaying) => {
  // The log first tells whether there is one; it is read after the read models, so that it goes as far as they do.
  const log = await openLogReader(folder);
  try {
    const live = await openLive(folder);
    try {
      return await compareWithLog(log, live, replaying);
    } finally {
      for (const one of live) await one.close();
    }
  } finally {
    await log.close();
  }
};

/** What is the user's to mend in words alone; anything else with all that is known of it. */
const inWords = (fault: unknown): string => {
  if (fault instanceof NoLog) {
    return `There is no log in ${fault.folder}: run npm start first, or name its folder with --data.\nKhông có nhật ký trong ${fault.folder}: hãy chạy npm start trước, hoặc nêu thư mục bằng --data.`;
  }
  if (fault instanceof LogDamaged) {
    return `The log in ${fault.folder} is damaged; nothing was worked out from it:\nNhật ký trong ${fault.folder} bị hỏng; không tính được gì:\n${fault.faults.join('\n')}`;
  }
  if (fault instanceof SqliteFault) {
    return `A file of the folder cannot be read: ${fault.message}\nKhông đọc được một tệp của thư mục: ${fault.message}`;
  }
  if (fault instanceof NotInLog || fault instanceof NoReadModels) return fault.message;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
};
