import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import {
  type PayloadValue,
  PORTS,
  payloadOf,
  type RequestContext,
  refuse,
  refusedOutcome,
  runMutation,
  type ServicePorts,
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
  type ReasonInput,
} from './achievement.inputs.js';
import { achievementIdOf } from './register-achievement.js';
import { bulkPayloadOf, type ItemOutcome, itemsMax, submitAchievements } from './submit-achievements.js';

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
    let outcomes: readonly ItemOutcome[] = [];
    const { items } = input;
    const payload = await runMutation(
      this.ports,
      context,
      'achievementsSubmit',
      input,
      { changes: false },
      async (caller) => {
        const count = items.length;
        if (count > itemsMax) return refusedOutcome(refuse('TOO_MANY', ['items'], { max: itemsMax, count }));
        outcomes = await submitAchievements(items, caller, (change, one) =>
          this.commands.execute(new AchievementOrder(change, one)),
        );
        return { kind: 'done', revision: -1, receipt: null, appended: false };
      },
    );
    if (payload.userErrors.length > 0) return { results: [], receipt: null, userErrors: payload.userErrors };
    return bulkPayloadOf(outcomes, (outcome) => payloadOf(outcome, context.language, this.ports.registryView));
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
