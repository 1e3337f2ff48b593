import type { RebuildOptions } from '@thidua/event-sourcing';
import type { Readers } from '@thidua/service';
import type { Logger } from 'pino';

/** Said of a read model that could not be brought to its present version. */
const staysOld =
  'A read model could not be rebuilt: the one of the older version goes on serving. ' +
  'Không dựng lại được một bảng dữ liệu dẫn xuất: bản cũ vẫn tiếp tục phục vụ.';

/** Read models of the house that are built anew while they answer, one at a time. */
export class Rebuilds {
  private readonly closing = new AbortController();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly readers: readonly Readers[],
    private readonly log: Pick<Logger, 'error'>,
  ) {}

  get names(): readonly string[] {
    return this.readers.flatMap((one) => one.rebuildable);
  }

  async rebuild(name: string, { signal, ...options }: RebuildOptions): Promise<void> {
    const readers = this.readers.find((one) => one.rebuildable.includes(name));
    if (!readers) throw new Error(`there is no read model ${name}, only ${this.names.join(', ')}`);
    const either = AbortSignal.any([signal, this.closing.signal]);
    const done = this.last.then(() => readers.rebuild(name, { ...options, signal: either }));
    // Whoever comes next does not care how this one ended.
    this.last = done.catch(() => undefined);
    await done;
  }

  /** Rebuilds in the background what serves in an older version since the start. */
  renew(): void {
    for (const name of this.readers.flatMap((one) => one.outdated)) {
      this.rebuild(name, { signal: this.closing.signal }).catch((cause: unknown) => {
        if (!this.closing.signal.aborted) this.log.error({ name, cause }, staysOld);
      });
    }
  }

  /** Ends what is under way; what serves stays. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }
}
