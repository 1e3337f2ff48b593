import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may } from '@thidua/authority';
import { isRefusal, type Outcome } from '@thidua/event-sourcing';
import {
  type Caller,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { refuse } from '@thidua/service/refusals';
import type { AchievementRefusal, AttachEvidence } from '../achievement/achievement.commands.js';
import { achievementDecider } from '../achievement/achievement.decider.js';
import type { AchievementInForce, EvidenceFacts } from '../achievement/achievement.state.js';
import { campaignOf, readableAchievement } from '../achievement/achievement-access.js';

interface EvidenceChangeInput {
  readonly idempotencyKey: string;
  readonly expectedRevision?: number | null;
  readonly force?: boolean | null;
  readonly achievement: string;
  readonly evidence: string;
}

export interface EvidenceInput extends EvidenceChangeInput {
  readonly kind: EvidenceFacts['kind'];
  readonly capturedOn?: string | null;
}

export interface EvidenceWithdrawInput extends EvidenceChangeInput {
  readonly reason?: string | null;
}

export type EvidenceChange =
  | { readonly operation: 'achievementAttachEvidence'; readonly input: EvidenceInput }
  | { readonly operation: 'achievementWithdrawEvidence'; readonly input: EvidenceWithdrawInput };

/** A change of what an achievement is evidenced by. */
export class EvidenceOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: EvidenceChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(EvidenceOrder)
export class EvidenceHandler implements ICommandHandler<EvidenceOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: EvidenceOrder): Promise<Outcome<UserRefusal>> {
    const { standing, meta } = caller;
    const achievement = await readableAchievement(this.ports, change.input.achievement, standing);
    if (!achievement) return refusedOutcome(notFound('achievement'));
    const target = { orgId: achievement.ownerOrgId };
    const refused = refusedBy(may(change.operation, standing.acting, target, standing.world));
    if (refused) return refusedOutcome(refused);
    if (change.operation === 'achievementAttachEvidence') return this.attach(change.input, achievement, caller);
    const { evidence, reason } = change.input;
    const command = {
      type: 'WithdrawEvidence',
      evidenceId: evidence.toLowerCase(),
      reason: reason?.trim() || null,
      campaign: await campaignOf(this.ports, achievement),
    } as const;
    return this.ports.executor.execute(achievementDecider, achievement.achievementId, command, meta);
  }

  /** The upload is given to the achievement before an event names it, so that it is never swept and never in two. */
  private async attach(
    input: EvidenceInput,
    achievement: AchievementInForce,
    { standing, meta }: Caller,
  ): Promise<Outcome<UserRefusal>> {
    const { blobs, executor } = this.ports;
    const evidenceId = input.evidence.toLowerCase();
    const upload = await blobs.upload(evidenceId);
    if (upload?.uploadedBy !== standing.userId) return refusedOutcome(notFound('evidence'));
    const { sha256, mediaType, bytes } = upload;
    const { kind, capturedOn } = input;
    const command: AttachEvidence = {
      type: 'AttachEvidence',
      evidence: { evidenceId, kind, sha256, mediaType, bytes, ...(capturedOn && { capturedOn }) },
      campaign: await campaignOf(this.ports, achievement),
      today: standing.today,
    };
    if (upload.namedBy === null) {
      // What would be refused anyway takes nothing: the upload may still go to another achievement.
      const decision = achievementDecider.decide(command, achievement);
      if (isRefusal<AchievementRefusal>(decision)) return refusedOutcome(decision);
    }
    if (!(await blobs.name(evidenceId, achievement.achievementId))) {
      const detail = { from: 'attached-elsewhere', to: 'attach-evidence' };
      return refusedOutcome(refuse('INVALID_TRANSITION', ['evidence'], detail));
    }
    return executor.execute(achievementDecider, achievement.achievementId, command, meta);
  }
}
