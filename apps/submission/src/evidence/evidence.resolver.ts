import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { PORTS, type RequestContext, runMutation, type ServicePorts } from '@thidua/service';
import {
  type EvidenceChange,
  type EvidenceInput,
  EvidenceOrder,
  type EvidenceWithdrawInput,
} from './evidence.handler.js';

/** The mutations on the evidence of an achievement. Its bytes come and go through the door. */
@Resolver()
export class EvidenceResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Mutation('achievementAttachEvidence')
  attach(@Args('input') input: EvidenceInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementAttachEvidence', input }, context);
  }

  @Mutation('achievementWithdrawEvidence')
  withdraw(@Args('input') input: EvidenceWithdrawInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementWithdrawEvidence', input }, context);
  }

  private async run(change: EvidenceChange, context: RequestContext) {
    const { operation, input } = change;
    const payload = await runMutation(this.ports, context, operation, input, { changes: true }, (caller) =>
      this.commands.execute(new EvidenceOrder(change, caller)),
    );
    return { ...payload, achievementId: payload.userErrors.length > 0 ? null : input.achievement };
  }
}
