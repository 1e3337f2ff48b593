import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openLogReader, verifyLog } from '@thidua/event-store-sqlite';
import { commandIdOf, type RecordedEvent } from '@thidua/events';
import type { Demo } from '../src/demo.js';

const program = fileURLToPath(new URL('./killed-child.mjs', import.meta.url));

/** When a house is killed: so long after it acknowledged this command of the load, or so many mutations after the load. */
export type KillPoint = { readonly ms: number } & ({ readonly command: string } | { readonly mutations: number });

/** What the house found when it compared its read models with the log. */
export interface Compared {
  /** As of `thidua replay --compare`. */
  readonly code: number;
  readonly head: number;
  readonly rows: number;
  readonly differing: readonly object[];
  readonly words: string;
}

/** A run of the house up to its kill, and what was found in the folder then. */
export interface Killed {
  readonly point: KillPoint;
  readonly ended: number | NodeJS.Signals | null;
  /** What it complained of; empty where all went well. */
  readonly complaint: string;
  readonly loaded: boolean;
  /** Null where the log was still empty when it was opened. */
  readonly compared: Compared | null;
  readonly acknowledged: number;
  readonly events: number;
  readonly faults: readonly string[];
  /** Acknowledged, and not in the log where its receipt says. */
  readonly lost: readonly string[];
  /** Acknowledged before, and answered with another receipt when it was sent again. */
  readonly answeredAnew: readonly string[];
  /** Whether all that was in the log at the kill before stands where it stood. */
  readonly kept: boolean;
}

type Said =
  | { readonly said: 'loading' | 'loaded' }
  | { readonly said: 'done'; readonly by: string; readonly key: string; readonly receipt: string }
  | { readonly said: 'told'; readonly group: number; readonly next: number }
  | ({ readonly said: 'compared' } & Compared);

/** Everything the log of a folder holds. */
export const eventsOf = async (folder: string): Promise<readonly RecordedEvent[]> => {
  const log = await openLogReader(folder);
  try {
    return await log.readAll(0, await log.head());
  } finally {
    await log.close();
  }
};

/** One run as it is heard. */
interface Run {
  readonly point: KillPoint;
  loaded: boolean;
  acknowledged: number;
  sinceLoaded: number;
  compared: Compared | null;
  readonly answeredAnew: string[];
}

/** A folder whose house is killed again and again. */
export class Lane {
  /** Receipts of all that was acknowledged, by the id of the command. */
  private readonly receipts = new Map<string, string>();
  private readonly stories = [0, 0, 0];
  private known: readonly string[] = [];

  constructor(
    readonly folder: string,
    private readonly demo: Demo,
    /** Key of the last step of the load: held back while the house is to be killed during the load. */
    private readonly lastKey: string,
  ) {}

  /** Starts the house, kills it at this point and looks into the folder. */
  async kill(point: KillPoint): Promise<Killed> {
    const run: Run = { point, loaded: false, acknowledged: 0, sinceLoaded: 0, compared: null, answeredAnew: [] };
    const { ended, complaint } = await this.liveUntilKilled(run);
    const { faults } = await verifyLog(this.folder);
    const events = await eventsOf(this.folder);
    const before = this.known;
    this.known = events.map(({ eventId }) => eventId);
    const { loaded, compared, acknowledged, answeredAnew } = run;
    return {
      ...{ point, ended, complaint, loaded, compared, acknowledged, answeredAnew, faults },
      events: events.length,
      lost: [...this.receipts]
        .filter(([command, receipt]) => !isOf(events[Number(receipt) - 1], command, receipt))
        .map(([command, receipt]) => `${command} at ${receipt}`),
      kept: before.every((eventId, index) => this.known[index] === eventId),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private liveUntilKilled(run: Run): Promise<Pick<Killed, 'ended' | 'complaint'>> {
    const { point } = run;
    const held = 'command' in point ? this.lastKey : null;
    const told = JSON.stringify({ ...this.demo, folder: this.folder, held, stories: this.stories });
    const child = spawn(process.execPath, [program, told], { stdio: 'pipe' });
    let complaint = '';
    let unread = '';
    let comes = false;
    const hear = (said: Said) => {
      this.hear(run, said);
      if (comes || !this.reached(run, said)) return;
      comes = true;
      setTimeout(() => child.kill('SIGKILL'), point.ms);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      // What comes after the last end of a line was cut off.
      const lines = (unread + chunk).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) hear(JSON.parse(line) as Said);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint += chunk;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      // 'close' comes when all that was said has been read too.
      child.on('close', (code, signal) => resolve({ ended: code ?? signal, complaint }));
    });
  }

  private hear(run: Run, said: Said): void {
    if (said.said === 'loaded') run.loaded = true;
    if (said.said === 'told') this.stories[said.group] = said.next;
    if (said.said === 'compared') {
      const { said: _, ...compared } = said;
      run.compared = compared;
    }
    if (said.said !== 'done') return;
    const command = commandIdOf(said.by, said.key);
    const earlier = this.receipts.get(command);
    if (earlier !== undefined && earlier !== said.receipt) {
      run.answeredAnew.push(`${said.key} of ${said.by}: first ${earlier}, then ${said.receipt}`);
    }
    this.receipts.set(command, said.receipt);
    run.acknowledged += 1;
    if (run.loaded) run.sinceLoaded += 1;
  }

  /** Whether this is where it is killed. What an earlier run came past already may not be sent again. */
  private reached({ point, sinceLoaded }: Run, said: Said): boolean {
    if ('mutations' in point) return sinceLoaded >= point.mutations;
    const isPast = said.said === 'loading' && this.receipts.has(point.command);
    return isPast || (said.said === 'done' && commandIdOf(said.by, said.key) === point.command);
  }
}

/** All that follows from a command carries its id, also the event in which a process settled it. */
const isOf = (event: RecordedEvent | undefined, command: string, receipt: string): boolean =>
  String(event?.receipt) === receipt && event?.correlationId === command;
