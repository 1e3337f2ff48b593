import type { TemplateRow } from './campaign-file.js';
import type { Dice } from './dice.js';
import type { WorkOwner } from './work-owners.js';

/** Who did a part of it, beside the organisation that leads. */
export interface Partner {
  readonly orgId: string;
  readonly shareBp: number;
}

/** Shares of the partners; the rest is the lead's. */
const shareLists: readonly (readonly number[])[] = [[2000], [3000], [4000], [3000, 2000], [2500, 1500]];

/** Of the work that could be joint, so much is. */
const jointShare = 0.3;

/** Member organisations that carry such work, and the committees of the owner's neighbours. */
const candidatesFor = (owner: WorkOwner, { leads }: TemplateRow, owners: readonly WorkOwner[]): readonly WorkOwner[] =>
  owners.filter(
    (other) =>
      other !== owner &&
      (other.orgType === 'FRONT_COMMITTEE'
        ? other.level === owner.level && other.receiver === owner.receiver
        : other.level === 'province' && leads.includes(other.orgType)),
  );

/** Partners of a few; a hamlet's board works alone or with its own people. */
export const drawPartners = (
  owner: WorkOwner,
  template: TemplateRow,
  owners: readonly WorkOwner[],
  dice: Dice,
): readonly Partner[] => {
  if (owner.level === 'hamlet' || !dice.chance(template.joint_probability * jointShare)) return [];
  const candidates = dice.shuffle(candidatesFor(owner, template, owners));
  return dice.pick(shareLists).flatMap((shareBp, index) => {
    const partner = candidates[index];
    return partner ? [{ orgId: partner.orgId, shareBp }] : [];
  });
};
