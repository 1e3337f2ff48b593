import { type Checkpoint, localDateOf } from '@thidua/event-sourcing';
import type { Moment } from '@thidua/reporting';
import { projectionLagging, type Readers, type ServicePorts, waitMsMax } from '@thidua/service';

/** How far reports and the registry are known together, and when the last event there was recorded. */
export interface KnownMoment extends Moment {
  /** UTC, ISO 8601. */
  readonly instant: string;
}

/** The moment that is "now" for whatever is derived of reports: as far as this service and its registry view have come. */
export class ReportMoments {
  constructor(
    private readonly ports: Pick<ServicePorts, 'registryView' | 'clock'>,
    private readonly readers: Pick<Readers, 'checkpoint' | 'reach' | 'caughtUp'>,
  ) {}

  /** Waits until both have done the event of a receipt; refuses as PROJECTION_LAGGING after 2 s. */
  async reach(receipt: number | null): Promise<void> {
    await Promise.all([this.readers.reach(receipt), this.ports.registryView.reach(receipt)]);
  }

  /** Waits until both have done all that the log holds now; refuses as PROJECTION_LAGGING after 2 s. */
  async caughtUp(): Promise<void> {
    const { registryView } = this.ports;
    const [read, viewed] = await Promise.all([this.readers.caughtUp(waitMsMax), registryView.caughtUp(waitMsMax)]);
    if (!read || viewed === 'lagging') throw projectionLagging(this.checkpoint.position);
  }

  /** The moment as of now: a checkpoint says when its last event was recorded. */
  now(): KnownMoment {
    const { position, recordedAt } = this.checkpoint;
    const instant = recordedAt ?? new Date(this.ports.clock.now()).toISOString();
    return { position, instant, today: localDateOf(Date.parse(instant)) };
  }

  private get checkpoint(): Checkpoint {
    const [read, viewed] = [this.readers.checkpoint, this.ports.registryView.checkpoint];
    return viewed.position < read.position ? viewed : read;
  }
}
