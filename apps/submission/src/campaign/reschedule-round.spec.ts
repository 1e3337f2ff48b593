import { describe, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import { amended, amendPlan, campaignIn, rescheduled, rescheduleRound, round } from '../../test/campaigns.js';
import { campaignDecider } from './campaign.decider.js';

const { given } = specification(campaignDecider);

const [plan, first, second] = ['2022-06-19T17:00:00.000Z', '2022-06-25T17:00:00.000Z', '2022-06-28T17:00:00.000Z'];
const district = 'district-committee';

describe('moving the due instant of a round', () => {
  it.each(['launched', 'suspended', 'reporting-closed'] as const)('goes from the plan where it is %s', (state) => {
    given(campaignIn[state])
      .when(rescheduleRound({ newDueBefore: first, reason: 'Mưa bão.' }))
      .then([rescheduled({ oldDueBefore: plan, newDueBefore: first, reason: 'Mưa bão.' })]);
  });

  it('goes from where it was moved before, and to the same instant it says nothing, however that is written', () => {
    const history = [...campaignIn.launched, rescheduled({ newDueBefore: first })];
    given(history)
      .when(rescheduleRound({ newDueBefore: second }))
      .then([rescheduled({ oldDueBefore: first, newDueBefore: second })]);
    given(history)
      .when(rescheduleRound({ newDueBefore: '2022-06-25T17:00:00Z' }))
      .thenNothing();
    given(history)
      .when(rescheduleRound({ newDueBefore: plan }))
      .then([rescheduled({ oldDueBefore: first, newDueBefore: plan })]);
  });

  it('of a round that the plan lacks is refused with those it has', () => {
    given(campaignIn.launched)
      .when(rescheduleRound({ roundCode: 'MID' }))
      .thenFaults([{ refused: 'UNKNOWN_ROUND', field: ['round'], detail: { round: 'MID', allowed: ['FINAL'] } }]);
  });

  it('touches no other round', () => {
    const both = amendPlan({ rounds: [round('FINAL'), round('MID', { kind: 'PRELIMINARY' })] });
    given([...campaignIn.launched, ...amended(both), rescheduled({ roundCode: 'MID', newDueBefore: second })])
      .when(rescheduleRound({ newDueBefore: first }))
      .then([rescheduled({ oldDueBefore: plan, newDueBefore: first })]);
  });

  it('holds on where the plan is stated anew', () => {
    const longer = amendPlan({ rounds: [round('FINAL', { dueBefore: second })] });
    given([...campaignIn.launched, rescheduled({ newDueBefore: first }), ...amended(longer)])
      .when(rescheduleRound({ newDueBefore: plan }))
      .then([rescheduled({ oldDueBefore: first, newDueBefore: plan })]);
  });
});

describe('for one receiver', () => {
  const ofDistrict = { receiverOrgId: district };

  it('goes from what holds for all, until it has its own', () => {
    const forAll = [...campaignIn.launched, rescheduled({ newDueBefore: first })];
    given(forAll)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: second }))
      .then([rescheduled({ ...ofDistrict, oldDueBefore: first, newDueBefore: second })]);
    given(forAll)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: first }))
      .thenNothing();
    given([...forAll, rescheduled({ ...ofDistrict, newDueBefore: second })])
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: first }))
      .then([rescheduled({ ...ofDistrict, oldDueBefore: second, newDueBefore: first })]);
  });

  it('says nothing of the others', () => {
    const history = [...campaignIn.launched, rescheduled({ ...ofDistrict, newDueBefore: second })];
    given(history)
      .when(rescheduleRound({ newDueBefore: first }))
      .then([rescheduled({ oldDueBefore: plan, newDueBefore: first })]);
    given(history)
      .when(rescheduleRound({ receiverOrgId: 'another', newDueBefore: second }))
      .then([rescheduled({ receiverOrgId: 'another', oldDueBefore: plan, newDueBefore: second })]);
  });

  it("goes from the instant of its own plan, also back to the campaign's", () => {
    given(campaignIn.launched)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: plan }, first))
      .then([rescheduled({ ...ofDistrict, oldDueBefore: first, newDueBefore: plan })]);
    given(campaignIn.launched)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: first }, first))
      .thenNothing();
  });

  it('says nothing only where its plan and its own instant both say so already', () => {
    const history = [...campaignIn.launched, rescheduled({ ...ofDistrict, newDueBefore: first })];
    given(history)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: first }, second))
      .then([rescheduled({ ...ofDistrict, oldDueBefore: first, newDueBefore: first })]);
    given(history)
      .when(rescheduleRound({ ...ofDistrict, newDueBefore: first }, first))
      .thenNothing();
  });
});
