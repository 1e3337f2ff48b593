import { describe, expect, it } from '@jest/globals';
import type { UnitLevel } from '@thidua/events';
import { organisationTypes } from './organisation-types.js';
import { isParticipant, type ParticipantRule } from './participants.js';

const everyLevel: readonly UnitLevel[] = ['central', 'province', 'district', 'commune', 'hamlet'];

/** Which kinds compete at which levels under these rules. */
const competing = (rules: readonly ParticipantRule[]): readonly string[] =>
  organisationTypes.flatMap(({ code }) =>
    everyLevel
      .filter((level) => isParticipant({ orgId: 'o', orgType: code, level, unitId: 'u' }, rules))
      .map((level) => `${code}@${level}`),
  );

const kinds = (group: string) => organisationTypes.filter((type) => type.group === group).map(({ code }) => code);

describe('who competes', () => {
  it('is nobody without a rule, or by a rule without levels, kinds and groups', () => {
    expect(competing([])).toEqual([]);
    expect(competing([{ orgType: 'FRONT_COMMITTEE', levels: [] }])).toEqual([]);
    expect(competing([{ levels: everyLevel }])).toEqual([]);
    expect(competing([{ orgType: 'NOBODY', levels: everyLevel }])).toEqual([]);
    expect(competing([{ group: 'nobody', levels: everyLevel }])).toEqual([]);
  });

  it('is a kind at the levels of its rule', () => {
    expect(competing([{ orgType: 'FRONT_COMMITTEE', levels: ['district', 'commune'] }])).toEqual([
      'FRONT_COMMITTEE@district',
      'FRONT_COMMITTEE@commune',
    ]);
  });

  it.each(['front', 'front_body', 'socio_political', 'social', 'professional', 'religious_ethnic'])(
    'is every kind of the group %s',
    (group) => {
      expect(competing([{ group, levels: ['province'] }])).toEqual(kinds(group).map((code) => `${code}@province`));
    },
  );

  it("is every member organisation: all kinds but the Front's own", () => {
    const own = [...kinds('front'), ...kinds('front_body')];
    const members = organisationTypes.map(({ code }) => code).filter((code) => !own.includes(code));
    expect(members).toHaveLength(17);
    expect(competing([{ group: 'MEMBER_ORGANISATION', levels: ['province'] }])).toEqual(
      members.map((code) => `${code}@province`),
    );
  });

  it('is whoever one of several rules matches', () => {
    const rules = [
      { orgType: 'FRONT_WORK_BOARD', levels: ['hamlet'] },
      { orgType: 'WOMEN', levels: ['commune'] },
    ];
    expect(competing(rules)).toEqual(['FRONT_WORK_BOARD@hamlet', 'WOMEN@commune']);
  });

  it('is no organisation of a kind that nobody knows, by any group', () => {
    const stranger = { orgId: 'o', orgType: 'SPORTS_CLUB', level: 'province', unitId: 'u' } as const;
    const groups = [...new Set(organisationTypes.map(({ group }) => group)), 'MEMBER_ORGANISATION'];
    expect(
      isParticipant(
        stranger,
        groups.map((group) => ({ group, levels: everyLevel })),
      ),
    ).toBe(false);
  });
});
