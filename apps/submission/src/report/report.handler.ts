import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from '@thidua/event-sourcing';
import { type Caller, PORTS, READERS, type Readers, type ServicePorts, type UserRefusal } from '@thidua/service';
import { changeReport } from './change-report.js';
import type { ReportChange } from './report.inputs.js';
import { REPORTS, type Reports } from './report-book.js';
import { ReportMoments } from './report-moment.js';

/** A change of a report by a person. */
export class ReportOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: ReportChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ReportOrder)
export class ReportHandler implements ICommandHandler<ReportOrder> {
  private readonly moments: ReportMoments;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) readers: Readers,
    @Inject(REPORTS) private readonly reports: Reports,
  ) {
    this.moments = new ReportMoments(ports, readers);
  }

  execute({ change, caller }: ReportOrder): Promise<Outcome<UserRefusal>> {
    const { executor, clock } = this.ports;
    return changeReport({ executor, clock, ...this.reports, moments: this.moments }, change, caller);
  }
}
