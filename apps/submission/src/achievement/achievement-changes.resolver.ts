import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Outcome } from '@thidua/event-sourcing';
import {
  bulkAnswerOf,
  bulkResultsOf,
  type ItemOutcome,
  type PayloadValue,
  PORTS,
  payloadOf,
  type ReasonInput,
  type RequestContext,
  refusedOutcome,
  runMutation,
  type ServicePorts,
  sendEach,
  tooManyItems,
  type UserRefusal,
} from '@thidua/service';
import { AchievementOrder, RegisterOrder } from './achievement.handler.js';
import {
  type AchievementAmendmentInput,
  type AchievementChange,
  type AchievementCompleteInput,
  type AchievementProgressInput,
  type AchievementQuantitiesInput,
  type AchievementRegisterInput,
  type AchievementSubmitInput,
  type AchievementsSubmitInput,
  achievementNamedBy,
  type ContributionsInput,
} from './achievement.inputs.js';
import { achievementIdOf } from './register-achievement.js';

/** The mutations on achievements; those on evidence stand with the evidence. */
@Resolver()
export class AchievementChangesResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Mutation('achievementRegister')
  async register(@Args('input') input: AchievementRegisterInput, @Context() context: RequestContext) {
    let achievementId: string | null = null;
    const payload = await runMutation(
      this.ports,
      context,
      'achievementRegister',
      input,
      { changes: false },
      (caller) => {
        achievementId = achievementIdOf(caller.meta.commandId);
        return this.commands.execute(new RegisterOrder(input, caller));
      },
    );
    return named(payload, achievementId);
  }

  @Mutation('achievementDeclareContributions')
  declareContributions(@Args('input') input: ContributionsInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementDeclareContributions', input }, context);
  }

  @Mutation('achievementRecordProgress')
  recordProgress(@Args('input') input: AchievementProgressInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementRecordProgress', input }, context);
  }

  @Mutation('achievementReportQuantities')
  reportQuantities(@Args('input') input: AchievementQuantitiesInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementReportQuantities', input }, context);
  }

  @Mutation('achievementComplete')
  complete(@Args('input') input: AchievementCompleteInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementComplete', input }, context);
  }

  @Mutation('achievementSubmit')
  submit(@Args('input') input: AchievementSubmitInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementSubmit', input }, context);
  }

  @Mutation('achievementRequestAmendment')
  requestAmendment(@Args('input') input: AchievementAmendmentInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementRequestAmendment', input }, context);
  }

  @Mutation('achievementWithdraw')
  withdraw(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementWithdraw', input }, context);
  }

  @Mutation('achievementRevoke')
  revoke(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementRevoke', input }, context);
  }

  @Mutation('achievementsSubmit')
  async submitMany(@Args('input') input: AchievementsSubmitInput, @Context() context: RequestContext) {
    const { items } = input;
    let outcomes: readonly ItemOutcome[] = [];
    const { userErrors } = await runMutation(
      this.ports,
      context,
      'achievementsSubmit',
      input,
      { changes: false },
      async (caller) => {
        const tooMany = tooManyItems(items);
        if (tooMany) return refusedOutcome(tooMany);
        outcomes = await sendEach(items, 'achievement', {}, caller, (item, one) => {
          const submission = { ...item, idempotencyKey: one.meta.commandId };
          return this.commands.execute(
            new AchievementOrder({ operation: 'achievementSubmit', input: submission }, one),
          );
        });
        return { kind: 'done', revision: -1, receipt: null, appended: false };
      },
    );
    const say = (outcome: Outcome<UserRefusal>) => payloadOf(outcome, context.language, this.ports.registryView);
    // Only the key stands beside the items.
    const results = bulkResultsOf(outcomes, say, ({ code }) => code !== 'IDEMPOTENCY_KEY_REUSED');
    return { ...bulkAnswerOf(results), userErrors };
  }

  private async run(change: AchievementChange, context: RequestContext) {
    const { operation, input } = change;
    const [achievementId] = achievementNamedBy(change);
    const payload = await runMutation(this.ports, context, operation, input, { changes: true }, (caller) =>
      this.commands.execute(new AchievementOrder(change, caller)),
    );
    return named(payload, achievementId);
  }
}

/** An id is said only of what was done. */
const named = (payload: PayloadValue, achievementId: string | null) => ({
  ...payload,
  achievementId: payload.userErrors.length > 0 ? null : achievementId,
});
