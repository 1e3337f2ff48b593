import type { UnitLevel } from '@thidua/events';
import type { Cast } from './cast.js';
import { type DemoIds, demoUserId, memberPlace } from './demo-identity.js';
import { provinceCode } from './tra-vinh-units.js';

/** An organisation whose work the scenario tells of, and the people who act in it. */
export interface WorkOwner {
  /** Where its people are, as their names say: `29242`, `29242-01`, `84-YOUTH`. */
  readonly place: string;
  readonly orgId: string;
  readonly orgType: string;
  readonly level: UnitLevel;
  /** Code of the unit whose committee receives its work. */
  readonly receiver: string;
  /** Who writes, and who submits. */
  readonly writer: string;
  readonly head: string;
  readonly reviewer: string;
  readonly hamletCount: number;
}

const committeeOwners = (ids: DemoIds, { units, hamlets }: Cast): readonly WorkOwner[] =>
  units.map(({ code, level, parentCode }) => {
    // The province's own work is reviewed by its own reviewer.
    const receiver = parentCode || provinceCode;
    return {
      place: code,
      orgId: ids.committeeId(code),
      orgType: 'FRONT_COMMITTEE',
      level,
      receiver,
      writer: demoUserId('CLERK', code),
      head: demoUserId('HEAD', code),
      reviewer: demoUserId('REVIEWER', receiver),
      hamletCount: hamlets.filter((hamlet) => hamlet.parentCode === code).length,
    };
  });

const memberOwners = (ids: DemoIds, { members }: Cast): readonly WorkOwner[] =>
  members.map(({ code }) => ({
    place: memberPlace(code),
    orgId: ids.memberId(code),
    orgType: code,
    level: 'province',
    receiver: provinceCode,
    writer: demoUserId('CLERK', memberPlace(code)),
    head: demoUserId('HEAD', memberPlace(code)),
    reviewer: demoUserId('REVIEWER', provinceCode),
    hamletCount: 0,
  }));

/** A board's head does its writing too. */
const boardOwners = (ids: DemoIds, { hamlets }: Cast): readonly WorkOwner[] =>
  hamlets.map(({ code, parentCode }) => ({
    place: code,
    orgId: ids.boardId(code),
    orgType: 'FRONT_WORK_BOARD',
    level: 'hamlet',
    receiver: parentCode,
    writer: demoUserId('HEAD', code),
    head: demoUserId('HEAD', code),
    reviewer: demoUserId('REVIEWER', parentCode),
    hamletCount: 0,
  }));

/** From the province down; the members of the province after its committees. */
export const workOwners = (ids: DemoIds, cast: Cast): readonly WorkOwner[] => [
  ...committeeOwners(ids, cast),
  ...memberOwners(ids, cast),
  ...boardOwners(ids, cast),
];
