import { achievementPen } from './achievement-pen.js';
import { sessionOf } from './calendar.js';
import { type DemoIds, demoUserId } from './demo-identity.js';
import type { WorkActs } from './work-acts.js';
import type { WorkOwner } from './work-owners.js';

/** The same trees on a road between two communes, entered and approved for each; found out after the reports. */
export const duplicate = {
  district: '847',
  kept: {
    name: 'story/duplicate/kept',
    place: '29401',
    title: 'Trồng 600 cây xanh tuyến đường giáp ranh xã Hòa Lợi – Phước Hảo',
    enteredOn: '2022-04-12',
    approvedOn: '2022-04-15',
  },
  revoked: {
    name: 'story/duplicate/revoked',
    place: '29404',
    title: 'Trồng 600 cây xanh trên tuyến đường giáp ranh xã Phước Hảo – Hòa Lợi',
    enteredOn: '2022-04-26',
    approvedOn: '2022-04-29',
  },
  metric: 'tree',
  amount: 600,
  doneOn: '2022-04-09',
  revokedOn: '2022-06-22',
} as const;

type Told = (typeof duplicate)['kept' | 'revoked'];

const actsOf = (ids: DemoIds, told: Told, owner: WorkOwner): WorkActs => {
  const { amount, doneOn, revokedOn, district } = duplicate;
  const { title, enteredOn, approvedOn } = told;
  const pen = achievementPen(ids, told.name, owner);
  const isRevoked = told === duplicate.revoked;
  const reason = `Trùng với thành tích “${duplicate.kept.title}” đã được duyệt: cùng tuyến đường, cùng số cây.`;
  return {
    steps: [
      pen.register(enteredOn, {
        area: '2.5',
        kind: 'WORK',
        title,
        plannedFrom: '2022-04-04',
        plannedTo: doneOn,
        template: 'T25-08',
      }),
      pen.report(enteredOn, [
        { lineId: 'line-1', metric: duplicate.metric, effectiveOn: doneOn, value: String(amount) },
        { lineId: 'line-2', metric: 'person_day', effectiveOn: doneOn, value: '45' },
      ]),
      ...pen.prove(enteredOn, doneOn),
      ...(isRevoked ? [pen.revoke(revokedOn, demoUserId('HEAD', district), reason)] : []),
    ],
    submissions: [pen.submission(enteredOn)],
    verdicts: [
      {
        at: sessionOf(approvedOn, 'approve'),
        reviewer: owner.reviewer,
        achievement: pen.achievement,
        submissionNo: 1,
        outcome: 'APPROVE',
      },
    ],
  };
};

/** It is told where both communes take part. */
export const duplicateActs = (ids: DemoIds, owners: readonly WorkOwner[]): readonly WorkActs[] => {
  const kept = owners.find(({ place }) => place === duplicate.kept.place);
  const revoked = owners.find(({ place }) => place === duplicate.revoked.place);
  return kept && revoked ? [actsOf(ids, duplicate.kept, kept), actsOf(ids, duplicate.revoked, revoked)] : [];
};
