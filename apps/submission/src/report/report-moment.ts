import { localDateOf } from '@thidua/event-sourcing';
import type { Moment } from '@thidua/reporting';
import { projectionLagging, type Readers, type ServicePorts, waitMsMax } from '@thidua/service';

/** How far reports and the registry are known together, and when the last event there was recorded. */
export interface KnownMoment extends Moment {
  /** UTC, ISO 8601. */
  readonly instant: string;
}

/** The moment that is "now" for whatever is derived of reports: as far as this service and its registry view have come. */
export class ReportMoments {
  private last: KnownMoment | null = null;

  constructor(
    private readonly ports: Pick<ServicePorts, 'store' | 'registryView' | 'clock'>,
    private readonly readers: Pick<Readers, 'position' | 'reach' | 'caughtUp'>,
  ) {}

  /** Waits until both have done the event of a receipt; refuses as PROJECTION_LAGGING after 2 s. */
  async reach(receipt: number | null): Promise<void> {
    await Promise.all([this.readers.reach(receipt), this.ports.registryView.reach(receipt)]);
  }

  /** Waits until both have done all that the log holds now; refuses as PROJECTION_LAGGING after 2 s. */
  async caughtUp(): Promise<void> {
    const { registryView } = this.ports;
    const [read, viewed] = await Promise.all([this.readers.caughtUp(waitMsMax), registryView.caughtUp(waitMsMax)]);
    if (!read || viewed === 'lagging') throw projectionLagging(this.position);
  }

  /** The moment as of now; one that was asked last is not read again. */
  async now(): Promise<KnownMoment> {
    const { position } = this;
    if (this.last?.position !== position) this.last = await this.at(position);
    return this.last;
  }

  private get position(): number {
    return Math.min(this.readers.position, this.ports.registryView.position);
  }

  private async at(position: number): Promise<KnownMoment> {
    const [event] = position === 0 ? [] : await this.ports.store.readAll(position - 1, 1);
    if (!event && position > 0) throw new Error(`the log has no event at ${position}, which was read`);
    const instant = event?.recordedAt ?? new Date(this.ports.clock.now()).toISOString();
    return { position, instant, today: localDateOf(Date.parse(instant)) };
  }
}
