import { setImmediate } from 'node:timers/promises';
import type { LogReader } from '@thidua/event-store-sqlite';
import type { RecordedEvent } from '@thidua/events';
import type { Progress } from '../progress.js';

/** Events read at once. */
const pageSize = 1000;

export interface Replaying {
  readonly progress: Progress;
  /** Throws its reason between two pages. */
  readonly signal: AbortSignal;
}

/** Hands on the whole log as it is now, in whole appends; ends early where a page was the last one wanted. Answers where the log ended. */
export const replayLog = async (
  log: LogReader,
  take: (page: readonly RecordedEvent[]) => Promise<'more' | 'enough'>,
  { progress, signal }: Replaying,
): Promise<number> => {
  const head = await log.head();
  progress.start(head);
  for (let done = 0; done < head; ) {
    // The files are read without a pause: only here can a signal come in.
    await setImmediate();
    signal.throwIfAborted();
    const page = await log.readAll(done, pageSize);
    const last = page.at(-1);
    if (!last || (await take(page)) === 'enough') break;
    done = last.position;
    progress.moved(Math.min(done, head));
  }
  progress.done();
  return head;
};
