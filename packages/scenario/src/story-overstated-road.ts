import { achievementPen } from './achievement-pen.js';
import { sessionOf } from './calendar.js';
import type { DemoIds } from './demo-identity.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import type { WorkActs } from './work-acts.js';
import type { WorkOwner } from './work-owners.js';
import { localInstant } from './working-time.js';

/** A road whose length was overstated: reported and approved, then measured and corrected. */
export const overstatedRoad = {
  name: 'story/overstated-road',
  hamlet: '29398-01',
  metric: 'road_metre',
  reported: 1_200,
  measured: 1_020,
  doneOn: '2022-04-20',
  approvedOn: '2022-04-26',
  correctedOn: '2022-05-20',
} as const;

const enteredOn = '2022-04-22';

/** The hamlet's figure for roads is this road and nothing else, so that the correction can be read off it. */
export const reportsNoRoad = ({ place }: WorkOwner): boolean => place === overstatedRoad.hamlet;

const lineOf = (metres: number): QuantityLineInput => ({
  lineId: 'line-1',
  metric: overstatedRoad.metric,
  effectiveOn: overstatedRoad.doneOn,
  value: String(metres),
});

export const overstatedRoadActs = (ids: DemoIds, owners: readonly WorkOwner[]): readonly WorkActs[] => {
  const { name, hamlet, reported, measured, doneOn, approvedOn, correctedOn } = overstatedRoad;
  const owner = owners.find(({ place }) => place === hamlet);
  if (!owner) return [];
  const pen = achievementPen(ids, name, owner);
  const verdict = { reviewer: owner.reviewer, achievement: pen.achievement, outcome: 'APPROVE' } as const;
  return [
    {
      steps: [
        pen.register('2022-03-15', {
          area: '2.2',
          kind: 'WORK',
          title: 'Bê tông hóa đường Ấp 1 (tuyến chính)',
          plannedFrom: '2022-03-16',
          plannedTo: doneOn,
          template: 'T22-02',
        }),
        pen.report(enteredOn, [lineOf(reported)]),
        ...pen.prove(enteredOn, doneOn),
        pen.amend(
          correctedOn,
          [lineOf(measured)],
          'Đo lại thực tế tuyến đường dài 1.020 mét; số 1.200 mét đã báo là theo dự toán.',
        ),
      ],
      submissions: [pen.submission(enteredOn)],
      verdicts: [
        { ...verdict, at: sessionOf(approvedOn, 'approve'), submissionNo: 1 },
        // The afternoon session of the day lies before the request.
        { ...verdict, at: localInstant(correctedOn, 16), submissionNo: 2 },
      ],
    },
  ];
};
