import { z } from 'zod';
import { code, id, instant, localDate, quantityValue, text } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

const who = { campaignId: id(), orgId: id() };

const target = z.strictObject({
  ...who,
  unitId: id(),
  targetId: id(),
  areaCode: code(),
  metric: code(),
  value: quantityValue(),
  /** OWN sums over the subtree; SUBTREE is assigned to the unit, shown beside and never summed. */
  scope: z.enum(['OWN', 'SUBTREE']),
  effectiveOn: localDate(),
});

/** Stream `participation-{campaignId}:{orgId}`: how one organisation takes part in one campaign. */
export const participationEvents = {
  'ParticipantInvited.v1': z.strictObject({ ...who, unitId: id(), ruleId: id() }),
  'ParticipationRegistered.v1': z.strictObject({
    ...who,
    unitId: id(),
    subjectKind: z.enum(['COLLECTIVE', 'INDIVIDUAL']),
    headcount: z.int().min(0).max(100_000_000).optional(),
    registeredOn: localDate(),
  }),
  /** The organisation's own plan: it sets the due instants of the rounds it receives. */
  'UnitPlanIssued.v1': z.strictObject({
    ...who,
    unitId: id(),
    documentNo: z.string().max(100).optional(),
    issuedOn: localDate(),
    rounds: z.array(z.strictObject({ roundCode: code(), dueBefore: instant() })).max(200),
    guidanceVi: text().optional(),
  }),
  'TargetSet.v1': target,
  'TargetRevised.v1': target,
  'ParticipationWithdrawn.v1': z.strictObject({ ...who, unitId: id(), reason: text() }),
};
