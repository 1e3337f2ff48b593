import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { PORTS, type ReasonInput, type RequestContext, runMutation, type ServicePorts } from '@thidua/service';
import { ReportOrder } from './report.handler.js';
import {
  type ExtensionInput,
  type PaperReceiptInput,
  type ReportChange,
  type ReportReopenInput,
  type ReportSaveInput,
  type ReportSubmitInput,
  reportNamedBy,
} from './report.inputs.js';

/** The mutations on reports. */
@Resolver()
export class ReportChangesResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Mutation('reportSave')
  save(@Args('input') input: ReportSaveInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportSave', input }, context);
  }

  @Mutation('reportSubmit')
  submit(@Args('input') input: ReportSubmitInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportSubmit', input }, context);
  }

  @Mutation('reportGrantExtension')
  grantExtension(@Args('input') input: ExtensionInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportGrantExtension', input }, context);
  }

  @Mutation('reportRecordPaperReceipt')
  recordPaperReceipt(@Args('input') input: PaperReceiptInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportRecordPaperReceipt', input }, context);
  }

  @Mutation('reportWaive')
  waive(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportWaive', input }, context);
  }

  @Mutation('reportReopen')
  reopen(@Args('input') input: ReportReopenInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportReopen', input }, context);
  }

  private async run(change: ReportChange, context: RequestContext) {
    const { operation, input } = change;
    const [reportId] = reportNamedBy(change);
    const payload = await runMutation(this.ports, context, operation, input, { changes: true }, (caller) =>
      this.commands.execute(new ReportOrder(change, caller)),
    );
    // An id is said only of what was done.
    return { ...payload, reportId: payload.userErrors.length > 0 ? null : reportId };
  }
}
