import { achievementPen } from './achievement-pen.js';
import { sessionOf } from './calendar.js';
import { type DemoIds, memberPlace } from './demo-identity.js';
import type { WorkActs } from './work-acts.js';
import type { WorkOwner } from './work-owners.js';

/** A bridge that two communes in two districts built with the Youth Union of the province. */
export const jointBridge = {
  name: 'story/joint-bridge',
  lead: { place: '29263', shareBp: 5_000 },
  partners: [
    { place: '29398', shareBp: 3_000 },
    { place: memberPlace('YOUTH'), shareBp: 2_000 },
  ],
  completedOn: '2022-05-05',
  approvedOn: '2022-05-06',
} as const;

/** It is told where all three take part. */
export const jointBridgeActs = (ids: DemoIds, owners: readonly WorkOwner[]): readonly WorkActs[] => {
  const { name, completedOn, approvedOn } = jointBridge;
  const at = (place: string) => owners.find((owner) => owner.place === place);
  const lead = at(jointBridge.lead.place);
  const partners = jointBridge.partners.flatMap(({ place, shareBp }) => {
    const orgId = at(place)?.orgId;
    return orgId === undefined ? [] : [{ orgId, shareBp }];
  });
  if (!lead || partners.length < jointBridge.partners.length) return [];
  const pen = achievementPen(ids, name, lead);
  const registeredOn = '2022-03-01';
  return [
    {
      steps: [
        pen.register(registeredOn, {
          area: '2.2',
          kind: 'WORK',
          title: 'Xây dựng cầu liên xã Long Đức – Hòa Thuận chào mừng 30 năm tái thành lập tỉnh',
          plannedFrom: '2022-03-07',
          plannedTo: completedOn,
          template: 'T22-03',
        }),
        pen.contribute(registeredOn, partners),
        pen.report(completedOn, [
          { lineId: 'line-1', metric: 'bridge', effectiveOn: completedOn, value: '1' },
          { lineId: 'line-2', metric: 'vnd', effectiveOn: completedOn, value: '640000000' },
        ]),
        ...pen.prove(completedOn, completedOn),
      ],
      submissions: [pen.submission(completedOn)],
      verdicts: [
        {
          at: sessionOf(approvedOn, 'approve'),
          reviewer: lead.reviewer,
          achievement: pen.achievement,
          submissionNo: 1,
          outcome: 'APPROVE',
        },
      ],
    },
  ];
};
