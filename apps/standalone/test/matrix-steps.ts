import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '@thidua/events';
import type { Who, Work } from './rights-model.js';
import type { World } from './world.js';

/** Somebody who asks. */
export interface Actor {
  readonly userId: string;
  readonly who: Who;
  /** The unit they stand at, null where they hold nothing in force. */
  readonly unitId: string | null;
}

/** A mutation that has to be done. */
export const must = async (world: World, user: string, field: string, reads: string, input: object) => {
  const answer = await world.change(user, field, reads, { idempotencyKey: randomUUID(), ...input });
  if (answer.userErrors.length > 0) throw new Error(`${user} ${field}: ${JSON.stringify(answer.userErrors)}`);
  return answer;
};

interface Beyond {
  readonly orgId: string;
  readonly unitId: string;
  readonly code: string;
  readonly level: 'province' | 'district' | 'commune';
}

/**
 * The committee of a unit outside the territory of every administrator there is, with its people; written
 * by the program itself as the first committee of an installation is.
 */
export const foundBeyond = async (world: World, beyond: Beyond): Promise<readonly Actor[]> => {
  const { orgId, unitId, code, level } = beyond;
  const data = { orgId, orgType: 'FRONT_COMMITTEE', level, unitId, nameVi: `Ủy ban ${code}`, validFrom: '2022-01-01' };
  const events: DomainEvent[] = [{ type: 'OrganisationEstablished.v1', data: { ...data, predecessorOrgIds: [] } }];
  const actors: Actor[] = [];
  for (const role of ['CLERK', 'HEAD', 'REVIEWER', 'ADMIN'] as const) {
    const userId = `${role.toLowerCase()}@${code}`;
    const appointment = { orgId, appointmentId: `${role}-${code}`, userId, role, validFrom: '2022-01-01' };
    events.push({ type: 'OfficerAppointed.v1', data: appointment });
    if (level !== 'district') actors.push({ userId, who: { role, orgId }, unitId });
  }
  const commandId = randomUUID();
  const ids = { commandId, inputHash: commandId, correlationId: commandId, causationId: null };
  const actor = { userId: 'system', orgId: null, role: null, appointmentId: null };
  const envelope = { actor, via: null, ...ids, synthetic: true } as const;
  const streams = [{ stream: `organisation-${orgId}`, expectedRevision: -1, events }];
  await world.house().stores.store.append({ envelope, streams });
  return actors;
};

interface Owner {
  readonly orgId: string;
  readonly unitId: string;
}

export const registeredWork = async (world: World, code: string, owner: Owner) => {
  const task = { campaign: world.ids.campaignId, area: '2.5', kind: 'TASK', title: `Việc ${code}` };
  const { achievementId } = await must(world, `clerk@${code}`, 'achievementRegister', 'achievementId', task);
  return { achievement: achievementId as string, ...owner };
};

/** A draft that two organisations do together. */
export const sharedWork = async (world: World, code: string, owner: Owner, partner: string) => {
  const work = await registeredWork(world, code, owner);
  const contributions = [
    { organisation: owner.orgId, role: 'LEAD', shareBp: 6000 },
    { organisation: partner, role: 'PARTNER', shareBp: 4000 },
  ];
  const change = { force: true, achievement: work.achievement, contributions };
  await must(world, `clerk@${code}`, 'achievementDeclareContributions', 'revision', change);
  return work;
};

/** Work that waits for its receiver. */
export const submittedWork = async (world: World, code: string, owner: Owner, receiver: string): Promise<Work> => {
  const work = await registeredWork(world, code, owner);
  const change = { force: true, achievement: work.achievement };
  const lines = [{ lineId: 'l', metric: 'road_metre', effectiveOn: '2022-02-01', value: '7' }];
  await must(world, `clerk@${code}`, 'achievementReportQuantities', 'revision', { ...change, lines });
  const reads = 'achievement { reviewId }';
  const { achievement } = await must(world, `head@${code}`, 'achievementSubmit', reads, change);
  await world.house().drain();
  return { ...work, review: achievement.reviewId, receiver, partners: [], status: 'open' };
};

export const draftedCampaign = async (world: World, issuer: string): Promise<string> => {
  const plan = { titleVi: 'Dự thảo', kind: 'DRIVE', issuer, periodStart: '2022-01-01', periodEnd: '2022-12-31' };
  const metric = { code: 'road_metre', titleVi: 'Đường', titleEn: 'Road', unitVi: 'm', unitEn: 'm', combine: 'SUM' };
  const lists = { areas: [], metrics: [metric], participantRules: [], rounds: [] };
  return (await must(world, 'head@84', 'campaignDraft', 'campaignId', { ...plan, ...lists })).campaignId;
};

export const appoint = async (
  world: World,
  role: string,
  organisation: string,
  userId: string,
  validTo: string | null = null,
) => {
  const input = { force: true, organisation, userId, role, validFrom: '2022-02-20', validTo };
  await must(world, 'admin@84', 'officerAppoint', 'appointmentId', input);
};

/** Who stands at another place than a committee of the demo. */
export const otherPeople = [
  ['merged', 'FRONT_COMMITTEE', ['HEAD', 'REVIEWER', 'ADMIN']],
  ['29242-01', 'FRONT_WORK_BOARD', ['CLERK', 'HEAD', 'ADMIN']],
  ['842', 'WOMEN', ['HEAD', 'ADMIN']],
  ['842', 'FRONT_STANDING_BOARD', ['HEAD', 'REVIEWER', 'AUDITOR']],
] as const;
