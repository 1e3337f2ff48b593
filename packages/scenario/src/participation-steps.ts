import { committeeNameOf } from '@thidua/authority';
import { sessionOf } from './calendar.js';
import type { Cast } from './cast.js';
import { type DemoIds, demoUserId, memberPlace } from './demo-identity.js';
import { makeDice } from './dice.js';
import { registrationDays } from './registration-days.js';
import { type ScenarioStep, step } from './scenario-step.js';
import type { UnitRow } from './tra-vinh-units.js';
import { unitPlanOf } from './unit-plans.js';
import { unitTargetsOf } from './unit-targets.js';

/** Once the plans of their level are out. */
const targetDays: Readonly<Partial<Record<UnitRow['level'], string>>> = {
  district: '2022-03-10',
  commune: '2022-03-17',
};

const registerSteps = (seed: string, ids: DemoIds, cast: Cast): readonly ScenarioStep[] => {
  const members = new Set(cast.members.map(({ code }) => memberPlace(code)));
  return [...registrationDays(seed, cast)].map(([place, day]) => {
    const dice = makeDice(seed, `${place}/headcount`);
    // A member organisation says how many of its people it answers for, where it knows.
    const saysHowMany = members.has(place) && dice.chance(0.6);
    return step(sessionOf(day, 'registerParticipation'), demoUserId('HEAD', place), 'ParticipationRegister', {
      idempotencyKey: ids.keyOf(`participation/${place}/register`),
      force: true,
      campaign: ids.campaignId,
      subjectKind: 'COLLECTIVE',
      ...(saysHowMany && { headcount: dice.whole(20, 240) }),
    });
  });
};

/** What a plan says beside its dates. */
const guidanceOf = ({ level, nameVi }: UnitRow): string =>
  level === 'district'
    ? `${committeeNameOf(nameVi)} đề nghị Ủy ban MTTQ Việt Nam các xã, phường, thị trấn cụ thể hóa kế hoạch, hướng dẫn Ban Công tác Mặt trận ấp, khóm đăng ký công trình, sản phẩm, phần việc và báo cáo đúng thời hạn.`
    : `${committeeNameOf(nameVi)} đề nghị Ban Công tác Mặt trận các ấp, khóm chọn phần việc thiết thực, vừa sức dân và báo cáo đúng thời hạn.`;

const planStep = (seed: string, ids: DemoIds, unit: UnitRow): ScenarioStep => {
  const { issuedOn, roundCode, dueBefore } = unitPlanOf(seed, unit);
  const number = makeDice(seed, `${unit.code}/plan-number`).whole(4, 60);
  return step(sessionOf(issuedOn, 'issuePlan'), demoUserId('HEAD', unit.code), 'ParticipationIssuePlan', {
    idempotencyKey: ids.keyOf(`participation/${unit.code}/plan`),
    force: true,
    campaign: ids.campaignId,
    documentNo: `${number}/KH-MTTQ-BTT`,
    issuedOn,
    rounds: [{ round: roundCode, dueBefore }],
    guidance: guidanceOf(unit),
  });
};

const targetStep = (seed: string, ids: DemoIds, unit: UnitRow): ScenarioStep => {
  const day = targetDays[unit.level];
  if (day === undefined) throw new Error(`${unit.code} sets no targets`);
  return step(sessionOf(day, 'setTargets'), demoUserId('HEAD', unit.code), 'ParticipationSetTargets', {
    idempotencyKey: ids.keyOf(`participation/${unit.code}/targets`),
    force: true,
    campaign: ids.campaignId,
    targets: unitTargetsOf(seed, unit, day),
  });
};

/** Who registers when, the plans of districts and communes, and the targets they set. */
export const participationSteps = (seed: string, ids: DemoIds, cast: Cast): readonly ScenarioStep[] => {
  const planners = cast.units.filter(({ level }) => level === 'district' || level === 'commune');
  return [
    ...registerSteps(seed, ids, cast),
    ...planners.map((unit) => planStep(seed, ids, unit)),
    ...planners.map((unit) => targetStep(seed, ids, unit)),
  ];
};
