import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { scenarioClock } from '@thidua/event-sourcing';
import { type DomainEvent, type EventData, type EventType, eventSchemas, type RecordedEvent } from '@thidua/events';
import { type CampaignDocument, type Language, RegistryView } from '@thidua/service';
import { amountOf } from './amounts.js';
import { reasonOf, sentences, summaryOf } from './sentences.js';

const types = Object.keys(eventSchemas) as EventType[];
const examples = new URL('../../../../packages/events/examples/', import.meta.url);
const exampleOf = <Type extends EventType>(type: Type): { type: Type; data: EventData<Type> } =>
  JSON.parse(readFileSync(new URL(`${type}.json`, examples), 'utf8'));

const recorded = (event: DomainEvent, position = 9): RecordedEvent => ({
  ...event,
  ...{ position, receipt: position, revision: 0, stream: 's', eventId: `e${position}`, appendIndex: 0, appendSize: 1 },
  ...{ actor: { userId: 'clerk', orgId: null, role: null, appointmentId: null }, via: null, synthetic: false },
  ...{ commandId: 'c', inputHash: 'h', correlationId: 'c', causationId: null, recordedAt: '2022-06-19T17:30:00.000Z' },
});

const road = {
  ...exampleOf('MetricDefined.v1').data,
  metric: 'road_metre',
  titleVi: 'mét đường',
  titleEn: 'road metres',
};
const campaign = {
  metrics: [
    { ...road, decimals: 0 },
    { ...road, metric: 'score', titleVi: 'điểm', titleEn: 'score', decimals: 1 },
  ],
  areas: [exampleOf('ContentAreaDefined.v1').data],
} as unknown as CampaignDocument;

const view = new RegistryView(scenarioClock('2022-07-01T00:00:00+07:00'));
const ward = { ...exampleOf('UnitRegistered.v1').data, unitId: 'ward', nameVi: 'Phường 1', validFrom: '2022-01-01' };
const { parentUnitId: _, ...top } = ward;
view.apply(recorded({ type: 'UnitRegistered.v1', data: top }, 1));
const committee = { ...exampleOf('OrganisationEstablished.v1').data, orgId: 'committee', unitId: 'ward' };
view.apply(recorded({ type: 'OrganisationEstablished.v1', data: { ...committee, nameVi: 'Ủy ban Phường 1' } }, 2));
const renamed = { orgId: 'committee', from: 'Ủy ban Phường 1', to: 'Ủy ban Phường Mới', validFrom: '2022-06-21' };
view.apply(recorded({ type: 'OrganisationRenamed.v1', data: renamed }, 3));

const said = (event: DomainEvent, language: Language) => summaryOf(recorded(event), { view, language, campaign });
const line = (lineId: string, value: number, effectiveOn = '2022-05-20') => ({
  ...{ lineId, metric: 'road_metre', quantity: { value }, effectiveOn },
});
const corrected = (before: readonly object[], after: readonly object[]) => {
  const { reasonCode: __, note: ___, ...data } = exampleOf('AchievementCorrected.v1').data;
  return { type: 'AchievementCorrected.v1', data: { ...data, before, after } };
};

describe('the catalogue of sentences', () => {
  it('has a line for each event and for nothing else', () => {
    expect(Object.keys(sentences).sort()).toEqual([...types].sort());
  });

  it.each(types)('says %s in both languages', (type) => {
    const [vi, en] = [said(exampleOf(type), 'vi'), said(exampleOf(type), 'en')];
    for (const words of [vi, en]) {
      expect(words.trim()).toBe(words);
      expect(words.length).toBeGreaterThan(7);
      expect(words).not.toMatch(/undefined|null|NaN|\[object/);
    }
    expect(vi).not.toBe(en);
  });

  it('says a correction by what became of each amount', () => {
    const one = corrected([line('l', 1200), line('m', 5)], [line('l', 1020), line('m', 5)]);
    expect(said(one, 'vi')).toBe('Đính chính: mét đường 1.200 thành 1.020');
    expect(said(one, 'en')).toBe('Corrected: road metres 1,200 to 1,020');
    const lists = corrected([line('l', 5), line('gone', 7)], [line('l', 5, '2022-05-21'), line('new', 1_234_567)]);
    expect(said(lists, 'vi')).toBe(
      'Đính chính: mét đường 5 thành 5 (ngày 20/5/2022 thành 21/5/2022); bỏ mét đường 7; thêm mét đường 1.234.567',
    );
    expect(said(corrected([line('l', 5)], [line('l', 5)]), 'en')).toBe('Corrected: no figure changes');
  });

  it('names the first five of many and how many there are beside', () => {
    const lines = Array.from({ length: 7 }, (_, n) => line(`l${n}`, n));
    const { reasonCode: __, ...data } = exampleOf('AchievementApproved.v1').data;
    const words = said({ type: 'AchievementApproved.v1', data: { ...data, lines } }, 'en');
    expect(words).toBe(`Approved: ${[0, 1, 2, 3, 4].map((n) => `road metres ${n}`).join('; ')}; and 2 more`);
  });

  it('names organisations as they were called on the day, and units by their names', () => {
    const { data } = exampleOf('ParticipantInvited.v1');
    expect(said({ type: 'ParticipantInvited.v1', data: { ...data, orgId: 'committee' } }, 'vi')).toBe(
      'Mời Ủy ban Phường 1 tham gia',
    );
    const moved = { unitId: 'ward', fromParentId: undefined, toParentId: 'ward', validFrom: '2022-06-01' };
    expect(said({ type: 'UnitMoved.v1', data: moved }, 'en')).toBe(
      'Phường 1 moved from no unit above to Phường 1 from 2022-06-01',
    );
  });

  it('says instants in local time', () => {
    const { data } = exampleOf('ExtensionGranted.v1');
    const granted = { ...data, grantedByOrgId: 'committee', newDueBefore: '2022-06-19T17:05:00.000Z' };
    expect(said({ type: 'ExtensionGranted.v1', data: granted }, 'vi')).toBe(
      'Ủy ban Phường 1 gia hạn nộp đến trước 00:05 20/6/2022',
    );
  });

  it('gives the reason that a person wrote, and no code', () => {
    const reasons = types.filter((type) => reasonOf(recorded(exampleOf(type))) !== null);
    expect(reasonOf(recorded(exampleOf('ReviewDecided.v1')))).toBe('Số lượt người dự cần ghi theo từng buổi');
    expect(reasons).toContain('ApprovalRevoked.v1');
    expect(reasons).toContain('FindingRaised.v1');
    expect(reasons).not.toContain('ReviewMooted.v1');
    expect(reasons).not.toContain('NarrativeSaved.v1');
  });
});

describe('amounts', () => {
  it('are written in the signs of the language', () => {
    const written = (value: number, decimals: number) => [
      amountOf(value, decimals, 'vi'),
      amountOf(value, decimals, 'en'),
    ];
    expect(written(999, 0)).toEqual(['999', '999']);
    expect(written(1_020, 0)).toEqual(['1.020', '1,020']);
    expect(written(85, 1)).toEqual(['8,5', '8.5']);
    expect(written(5, 2)).toEqual(['0,05', '0.05']);
    expect(written(-1_234_567, 1)).toEqual(['-123.456,7', '-123,456.7']);
  });
});
