import { describe, expect, it } from '@jest/globals';
import { isRefusal, specification } from '@thidua/event-sourcing';
import fc from 'fast-check';
import {
  attached,
  completed,
  declared,
  evidenceWithdrawn,
  lead,
  line,
  other,
  partner,
  photo,
  progressed,
  registered,
  report,
  reported,
  returned,
  sent,
  sentLines,
  stateAfter,
  storedLines,
  submit,
  submitted,
} from '../../test/achievements.js';
import { achievementDecider } from './achievement.decider.js';

const { given } = specification(achievementDecider);
const road = [line('a', 100)];
const drafted = [registered(), reported(road)];

describe('declaring who did it', () => {
  const declaring = (...contributions: Parameters<typeof declared>[0]) =>
    other('DeclareContributions', { contributions });

  it('states the lead first, at the unit of the achievement, then the partners as they came', () => {
    const [youth, women] = [partner('youth', 3000), partner('women', 2000)];
    given([registered({ ownerUnitId: 'former ward' })])
      .when(declaring(youth, lead(5000), women))
      .then([declared([{ ...lead(5000), unitId: 'former ward' }, youth, women])]);
  });

  it('again changes nothing, in whatever order, and the owner alone was declared already', () => {
    const [youth, women] = [partner('youth', 3000), partner('women', 2000)];
    given([registered(), declared([lead(5000), youth, women])])
      .when(declaring(women, youth, lead(5000)))
      .thenNothing();
    given([registered()]).when(declaring(lead())).thenNothing();
  });

  it('the last declaration stands in what is submitted', () => {
    const shared = [lead(9000), partner('youth', 1000)];
    const decision = achievementDecider.decide(
      submit(),
      stateAfter([...drafted, declared([lead(1000), partner('women', 9000)]), declared(shared)]),
    );
    expect(decision).toMatchObject([{}, { data: { subject: { contributions: shared } } }]);
  });

  it('takes a share of nothing, and refuses shares that do not sum to 10,000', () => {
    given([registered()])
      .when(declaring(lead(), partner('youth', 0)))
      .then([declared([lead(), partner('youth', 0)])]);
    for (const shareBp of [2999, 3001]) {
      given([registered()])
        .when(declaring(lead(7000), partner('youth', shareBp)))
        .thenFaults([{ refused: 'SHARES_SUM', field: ['contributions'], detail: { sum: 7000 + shareBp } }]);
    }
  });

  it('refuses a share below nothing even where the sum is right', () => {
    given([registered()])
      .when(declaring(lead(10_001), partner('youth', -1)))
      .thenFaults([{ refused: 'QUANTITY_NEGATIVE', field: ['contributions', '1', 'shareBp'], detail: { value: -1 } }]);
  });

  it('refuses any lead but the owner, and an owner who does not lead', () => {
    given([registered()])
      .when(declaring({ ...lead(5000), role: 'PARTNER' }, { ...partner('youth', 5000), role: 'LEAD' }))
      .thenFaults([
        { refused: 'LEAD_INVALID', field: ['contributions', '0', 'role'] },
        { refused: 'LEAD_INVALID', field: ['contributions', '1', 'role'] },
      ]);
    given([registered()])
      .when(declaring(partner('youth', 10_000)))
      .thenFaults([{ refused: 'LEAD_INVALID', field: ['contributions'] }]);
  });

  it('refuses nobody at all, and an organisation named twice', () => {
    given([registered()])
      .when(declaring())
      .thenFaults([
        { refused: 'LEAD_INVALID', field: ['contributions'] },
        { refused: 'SHARES_SUM', field: ['contributions'], detail: { sum: 0 } },
      ]);
    given([registered()])
      .when(declaring(lead(8000), partner('youth', 1000), partner('youth', 1000)))
      .thenFaults([{ refused: 'DUPLICATE', field: ['contributions', '2', 'organisation'], detail: { code: 'youth' } }]);
  });

  it('takes 100 organisations and reads no list of 101', () => {
    const many = (count: number) => [
      lead(10_000 - (count - 1)),
      ...Array.from({ length: count - 1 }, (_, n) => partner(`p${n}`, 1)),
    ];
    given([registered()])
      .when(declaring(...many(100)))
      .then([declared(many(100))]);
    given([registered()])
      .when(declaring(...many(101)))
      .thenFaults([{ refused: 'TOO_MANY', field: ['contributions'], detail: { max: 100, count: 101 } }]);
  });
});

describe('recording progress', () => {
  it('stores the percentage, its day and the note', () => {
    given([registered()])
      .when(other('RecordProgress', { note: 'Đã rải đá' }))
      .then([progressed(40, '2022-03-01', 'Đã rải đá')]);
  });

  it('begins the work, as the first quantity does', () => {
    expect(stateAfter([registered()]).status).toBe('registered');
    expect(stateAfter([registered(), progressed(0)]).status).toBe('in-progress');
    expect(stateAfter(drafted).status).toBe('in-progress');
  });

  it('that stands already makes no event; another day, note or percentage does', () => {
    const history = [registered(), progressed(40, '2022-03-01', 'x')];
    given(history)
      .when(other('RecordProgress', { note: 'x' }))
      .thenNothing();
    for (const more of [{ note: null }, { note: 'x', percentDone: 41 }, { note: 'x', effectiveOn: '2022-03-02' }]) {
      expect(achievementDecider.decide(other('RecordProgress', more), stateAfter(history))).toHaveLength(1);
    }
  });

  it('told late of an earlier day does not undo what is known of a later one', () => {
    const state = stateAfter([registered(), progressed(80, '2022-04-01'), progressed(30, '2022-03-01')]);
    expect(state).toMatchObject({ progress: { percentDone: 80, effectiveOn: '2022-04-01' } });
  });

  it.each([-1, 101])('refuses %i percent', (percentDone) => {
    given([registered()])
      .when(other('RecordProgress', { percentDone }))
      .thenFaults([{ refused: 'PERCENT_INVALID', field: ['percentDone'], detail: { value: percentDone } }]);
  });

  it('refuses a day outside the period and one that has not come', () => {
    given([registered()])
      .when(other('RecordProgress', { effectiveOn: '2021-12-31' }))
      .thenRefused('DAY_OUTSIDE_PERIOD', { field: ['effectiveOn'] });
    given([registered()])
      .when(other('RecordProgress', { effectiveOn: '2022-05-02' }))
      .thenRefused('DAY_IN_FUTURE', { field: ['effectiveOn'] });
  });

  it('refuses a note longer than an event stores', () => {
    given([registered()])
      .when(other('RecordProgress', { note: 'x'.repeat(10_001) }))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['note'], detail: { max: 10_000 } }]);
  });
});

describe('reporting quantities', () => {
  it('stores the lines that change and the ids that go, exactly', () => {
    given([registered(), reported([line('a', 100), line('b', 7)])])
      .when(report([sent('a'), sent('c', { value: '0' })], { removedLineIds: ['b'] }))
      .then([reported([line('c', 0)], ['b'])]);
  });

  it('that stand already makes no event', () => {
    given(drafted)
      .when(report([sent('a')]))
      .thenNothing();
    given(drafted).when(report([])).thenNothing();
  });

  it('of any form, once taken, makes no event the second time', () => {
    const values = fc.constantFrom('0', '1', '07', '7.0', '100');
    const form = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), values)
      .map((entries) => Object.entries(entries).map(([lineId, value]) => sent(lineId, { value })));
    fc.assert(
      fc.property(fc.array(form, { maxLength: 5 }), form, (earlier, last) => {
        const history = [registered()];
        for (const lines of [...earlier, last]) {
          const decision = achievementDecider.decide(report(lines), stateAfter(history));
          if (!isRefusal(decision)) history.push(...decision);
        }
        expect(achievementDecider.decide(report(last), stateAfter(history))).toEqual([]);
      }),
    );
  });

  it('is refused with every fault of the form at once', () => {
    given(drafted)
      .when(report([sent('b', { effectiveOn: null, value: null }), sent('c', { metric: 'people', value: null })]))
      .thenFaults([
        { refused: 'QUANTITY_MISSING', field: ['lines', '0', 'value'] },
        { refused: 'MISSING', field: ['lines', '0', 'effectiveOn'], detail: { what: 'effectiveOn' } },
        { refused: 'QUANTITY_MISSING', field: ['lines', '1', 'members'] },
      ]);
  });

  it('takes the 200th line and refuses the 201st', () => {
    const lines = storedLines(200);
    given([registered()])
      .when(report(sentLines(200)))
      .then([reported(lines)]);
    given([registered(), reported(lines)])
      .when(report([sent('one more')]))
      .thenFaults([{ refused: 'TOO_MANY', field: ['lines'], detail: { max: 200, count: 201 } }]);
  });

  it('stands in the order the lines came, each replaced in its place', () => {
    given([registered(), reported([line('a', 1), line('b', 2)]), reported([line('c', 3), line('a', 4)], ['b'])])
      .when(submit())
      .then([completed('2022-03-10'), submitted([line('a', 4), line('c', 3)])]);
  });
});

describe('evidence', () => {
  it('is attached as it was uploaded, and attaching it again changes nothing', () => {
    const minutes = photo('m', { kind: 'MINUTES', capturedOn: '2022-05-01' });
    given(drafted)
      .when(other('AttachEvidence', { evidence: minutes }))
      .then([attached(minutes)]);
    given([...drafted, attached(minutes)])
      .when(other('AttachEvidence', { evidence: minutes }))
      .thenNothing();
  });

  it('under an id that stands for something else is refused', () => {
    for (const more of [{ kind: 'LIST' } as const, { sha256: 'b'.repeat(64) }, { capturedOn: '2022-04-01' }]) {
      given([...drafted, attached()])
        .when(other('AttachEvidence', { evidence: photo('photo', more) }))
        .thenFaults([{ refused: 'DUPLICATE', field: ['evidence'], detail: { code: 'photo' } }]);
    }
  });

  it('made tomorrow is refused', () => {
    given(drafted)
      .when(other('AttachEvidence', { evidence: photo('p', { capturedOn: '2022-05-02' }) }))
      .thenFaults([
        { refused: 'DAY_IN_FUTURE', field: ['capturedOn'], detail: { day: '2022-05-02', today: '2022-05-01' } },
      ]);
  });

  it('is at most 100 pieces at once', () => {
    const pieces = (count: number) => Array.from({ length: count }, (_, n) => attached(photo(`p${n}`)));
    given([...drafted, ...pieces(99)])
      .when(other('AttachEvidence'))
      .then([attached()]);
    given([...drafted, ...pieces(100)])
      .when(other('AttachEvidence'))
      .thenFaults([{ refused: 'TOO_MANY', field: ['evidence'], detail: { max: 100, count: 101 } }]);
  });

  it('is taken away, once, and may come back', () => {
    const taken = [...drafted, attached(), evidenceWithdrawn('photo', 'Ảnh mờ')];
    given([...drafted, attached()])
      .when(other('WithdrawEvidence', { reason: 'Ảnh mờ' }))
      .then([evidenceWithdrawn('photo', 'Ảnh mờ')]);
    given(taken).when(other('WithdrawEvidence')).thenNothing();
    given(taken).when(other('AttachEvidence')).then([attached()]);
    given([...taken, attached()])
      .when(other('WithdrawEvidence'))
      .then([evidenceWithdrawn()]);
  });

  it('that was never attached is not found', () => {
    given(drafted)
      .when(other('WithdrawEvidence'))
      .thenFaults([{ refused: 'NOT_FOUND', field: ['evidence'] }]);
  });

  it('changes again after a return, as lines do', () => {
    const sentBack = [...drafted, attached(), completed('2022-03-10'), submitted(road), returned(road)];
    given(sentBack).when(other('WithdrawEvidence')).then([evidenceWithdrawn()]);
    given(sentBack)
      .when(report([sent('a', { value: '90' })]))
      .then([reported([line('a', 90)])]);
    expect(stateAfter([...sentBack, reported([line('a', 90)])]).status).toBe('returned');
  });
});
