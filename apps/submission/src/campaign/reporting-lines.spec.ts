import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import { systemActor } from '@thidua/events';
import { lineOn } from '@thidua/reporting';
import fc from 'fast-check';
import { campaignIn, lineSet, setReportingLine, stateAfter } from '../../test/campaigns.js';
import { type Campaign, campaignDecider } from './campaign.decider.js';

const { given } = specification(campaignDecider);
const { draft } = campaignIn;
const notUpward = { field: ['receiver'] };

describe('a reporting line', () => {
  it('is set from a day on, with a last day or without', () => {
    const [open, bounded] = [
      lineSet('commune-a', 'district-b', '2022-04-01'),
      lineSet('commune-a', 'commune-b', '2022-04-01', '2022-04-01'),
    ];
    given(draft).when(setReportingLine(open)).then([open]);
    given([...draft, open])
      .when(setReportingLine(bounded))
      .then([bounded]);
  });

  it('that ends before it begins is refused', () => {
    given(draft)
      .when(setReportingLine(lineSet('commune-a', 'district-b', '2022-04-02', '2022-04-01')))
      .thenFaults([
        { refused: 'DATES_REVERSED', field: ['validTo'], detail: { from: '2022-04-02', to: '2022-04-01' } },
      ]);
  });

  it('that is set already changes nothing, and is set anew after another one from the same day', () => {
    const [first, other] = ['district-b', 'commune-b'].map((receiver) =>
      lineSet('commune-a', receiver, '2022-04-01'),
    ) as [ReturnType<typeof lineSet>, ReturnType<typeof lineSet>];
    given([...draft, first])
      .when(setReportingLine(first))
      .thenNothing();
    given([...draft, first, lineSet('commune-a', 'commune-b', '2022-05-01')])
      .when(setReportingLine(first))
      .thenNothing();
    given([...draft, first, other])
      .when(setReportingLine(first))
      .then([first]);
    const bounded = lineSet('commune-a', 'district-b', '2022-04-01', '2022-04-30');
    given([...draft, first])
      .when(setReportingLine(bounded))
      .then([bounded]);
  });

  it('does not lead from the issuer, who is the root', () => {
    given(draft)
      .when(setReportingLine(lineSet('province-committee', 'district-a', '2022-04-01')))
      .thenRefused('REPORTING_LINE', { field: ['reporter'] });
  });

  it('leads neither to oneself nor to whoever sends to the reporter, by default or by a line', () => {
    for (const [reporter, receiver] of [
      ['commune-a', 'commune-a'],
      ['district-a', 'commune-a'],
    ] as const) {
      given(draft)
        .when(setReportingLine(lineSet(reporter, receiver, '2022-04-01')))
        .thenRefused('REPORTING_LINE', notUpward);
    }
    const history = [...draft, lineSet('commune-a', 'commune-b', '2022-04-01')];
    given(history)
      .when(setReportingLine(lineSet('district-b', 'commune-a', '2022-04-01')))
      .thenRefused('REPORTING_LINE', notUpward);
    const before = lineSet('district-b', 'commune-a', '2022-03-01', '2022-03-31');
    given(history).when(setReportingLine(before)).then([before]);
  });

  it('leads to nobody from whom nothing reaches the issuer, and brings in whoever reached it by no default', () => {
    given(draft)
      .when(setReportingLine(lineSet('commune-a', 'stranger', '2022-04-01')))
      .thenRefused('REPORTING_LINE', notUpward);
    const mended = lineSet('stranger', 'district-b', '2022-04-01', '2022-06-30');
    given(draft).when(setReportingLine(mended)).then([mended]);
    const through = lineSet('commune-a', 'stranger', '2022-04-01');
    given([...draft, mended])
      .when(setReportingLine(through))
      .then([through]);
  });

  it('closes no circle on a later day either, when another line begins or its own has ended', () => {
    given([...draft, lineSet('district-b', 'commune-a', '2022-06-01')])
      .when(setReportingLine(lineSet('commune-a', 'district-b', '2022-05-01')))
      .thenRefused('REPORTING_LINE', notUpward);
    const untilThen = lineSet('commune-a', 'district-b', '2022-05-01', '2022-05-31');
    given([...draft, lineSet('district-b', 'commune-a', '2022-06-01')])
      .when(setReportingLine(untilThen))
      .then([untilThen]);
    // District A sends to its commune while that one sends elsewhere: no shorter line may take the place of this.
    const history = [
      ...draft,
      lineSet('commune-a', 'district-b', '2022-04-01'),
      lineSet('district-a', 'commune-a', '2022-04-01'),
    ];
    given(history)
      .when(setReportingLine(lineSet('commune-a', 'commune-b', '2022-05-01', '2022-05-31')))
      .thenRefused('REPORTING_LINE', notUpward);
  });
});

describe('no sequence of reporting lines', () => {
  const organisations = ['district-a', 'district-b', 'commune-a', 'commune-b'] as const;
  const days = ['2022-04-01', '2022-04-02', '2022-04-03', '2022-04-04', '2022-04-05'];
  const lines = fc
    .tuple(
      fc.constantFrom(...organisations),
      fc.constantFrom(...organisations, 'province-committee'),
      fc.constantFrom(...days),
      fc.option(fc.constantFrom(...days), { nil: undefined }),
    )
    .map((line) => setReportingLine(lineSet(...line)));

  it('keeps anybody from the issuer on any day', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), (commands) => {
        let campaign: Campaign = stateAfter(draft);
        for (const command of commands) {
          const events = campaignDecider.decide(command, campaign);
          if (isRefusal(events) || !Array.isArray(events)) continue;
          for (const event of events) campaign = evolveOne(campaignDecider.evolve, campaign, event, systemActor);
          if (campaign.status === 'none') throw new Error('it was drafted');
          for (const on of days) {
            for (const organisation of organisations) {
              let next: string | null = organisation;
              // As many steps as there are organisations lead to the top, or nowhere.
              for (let steps = 0; steps < organisations.length && next !== 'province-committee'; steps++) {
                next = next === null ? null : (lineOn(campaign, next, on) ?? command.defaults.get(next) ?? null);
              }
              expect([on, organisation, next]).toEqual([on, organisation, 'province-committee']);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
