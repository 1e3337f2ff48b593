import type { Contribution, Line, LineQuantity, Subject } from '@thidua/events';
import type { Credit, Logged } from './log.js';
import { shareOut } from './shares.js';

export type Plane = 'approved' | 'pending';

/** One line, or one share of it, that enters (+1) or leaves (-1) a plane (figures.md 1). */
export interface OracleFact {
  readonly plane: Plane;
  readonly sign: 1 | -1;
  readonly position: number;
  readonly day: string;
  readonly areaCode: string;
  readonly metric: string;
  readonly unitId: string;
  readonly quantity: LineQuantity;
  /** 1; of a line that is shared out 1 at the lead and 0 at its partners. */
  readonly lines: 0 | 1;
}

/** All facts of the log, one by one as the table of figures.md 1 has them. */
export const factsOf = (log: readonly Logged[], credit: Credit): readonly OracleFact[] => {
  const facts: OracleFact[] = [];
  for (const event of log) {
    const post = (sign: 1 | -1, plane: Plane, subject: Subject, lines: readonly Line[]) => {
      for (const line of lines) {
        for (const part of partsOf(line, subject, credit)) {
          const { metric, effectiveOn: day } = line;
          facts.push({ plane, sign, position: event.position, day, areaCode: subject.areaCode, metric, ...part });
        }
      }
    };
    switch (event.type) {
      case 'AchievementSubmitted.v1':
        post(1, 'pending', event.data.subject, event.data.lines);
        break;
      case 'AchievementReturned.v1':
      case 'AchievementRejected.v1':
      case 'AchievementWithdrawn.v1':
        post(-1, 'pending', event.data.subject, event.data.lines);
        break;
      case 'AchievementApproved.v1':
        post(-1, 'pending', event.data.subject, event.data.lines);
        post(1, 'approved', event.data.subject, event.data.lines);
        break;
      case 'AmendmentRequested.v1':
        post(-1, 'pending', event.data.subject, event.data.before);
        post(1, 'pending', event.data.subject, event.data.after);
        break;
      case 'AchievementCorrected.v1':
        post(1, 'pending', event.data.subject, event.data.before);
        post(-1, 'pending', event.data.subject, event.data.after);
        post(-1, 'approved', event.data.subject, event.data.before);
        post(1, 'approved', event.data.subject, event.data.after);
        break;
      case 'AmendmentRefused.v1':
        post(1, 'pending', event.data.subject, event.data.before);
        post(-1, 'pending', event.data.subject, event.data.after);
        break;
      case 'ApprovalRevoked.v1':
        post(-1, 'approved', event.data.subject, event.data.lines);
        break;
      default:
        break;
    }
  }
  return facts;
};

type Part = Pick<OracleFact, 'unitId' | 'quantity' | 'lines'>;

/** LEAD: the whole line at the owner. BY_SHARE: the value of a SUM shared out, each part at its contribution's unit. */
const partsOf = ({ quantity }: Line, subject: Subject, credit: Credit): readonly Part[] => {
  if (credit === 'LEAD' || !('value' in quantity)) return [{ unitId: subject.ownerUnitId, quantity, lines: 1 }];
  const values = shareOut(quantity.value, subject.contributions);
  return subject.contributions.map(({ unitId, role }: Contribution, n) => ({
    unitId,
    quantity: { value: values[n] as number },
    lines: role === 'LEAD' ? 1 : 0,
  }));
};
