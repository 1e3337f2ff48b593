import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach } from '@jest/globals';
import type { EventCodec, RecordedEvent } from '@thidua/events';
import { fixedClock } from '../clock.js';
import type { Append, EventStore } from '../event-store.js';
import { type LogHarness, testCodec } from './log-harness.js';

/** The log a test works on, opened before it and thrown away after it. */
export class OpenedLog {
  readonly clock = fixedClock('2022-03-01T01:00:00.000Z');
  private opened: EventStore | undefined;
  private harness: LogHarness | undefined;
  private start = 0;
  private suffix = '';

  constructor(newLog: () => Promise<LogHarness>) {
    beforeEach(async () => {
      this.clock.set('2022-03-01T01:00:00.000Z');
      this.suffix = randomUUID();
      this.harness = await newLog();
      await this.reopen();
      this.start = await this.store.head();
    });
    afterEach(async () => {
      await this.opened?.close();
      await this.harness?.destroy();
      this.opened = undefined;
    });
  }

  get store(): EventStore {
    if (!this.opened) throw new Error('the log is open within a test only');
    return this.opened;
  }

  /** A name no other test uses: some adapters share one log among the tests. */
  own(name: string): string {
    return `${name}-${this.suffix}`;
  }

  async reopen(codec: EventCodec = testCodec): Promise<void> {
    await this.opened?.close();
    this.opened = await this.harness?.open({ clock: this.clock, codec });
  }

  /** Appends what must succeed. */
  async append(append: Append) {
    const outcome = await this.store.append(append);
    if (outcome.kind !== 'appended') throw new Error(`expected an append, got ${JSON.stringify(outcome)}`);
    return outcome;
  }

  /** All that this test appended, in log order. */
  async everything(): Promise<readonly RecordedEvent[]> {
    return (await this.pages(1000)).flat();
  }

  /** The pages of a reader that starts where the test did. */
  async pages(limit: number): Promise<readonly (readonly RecordedEvent[])[]> {
    const pages: (readonly RecordedEvent[])[] = [];
    const head = await this.store.head();
    for (let after = this.start; after < head; ) {
      const page = await this.store.readAll(after, limit);
      const last = page.at(-1);
      if (!last) throw new Error(`the log ends at ${after}, its head says ${head}`);
      pages.push(page);
      after = last.position;
    }
    return pages;
  }
}
