import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isCommitteeBody, isMemberOrganisation, organisationType, organisationTypes } from './organisation-types.js';

const table = new URL('../../scenario/data/org-types.json', import.meta.url);
const { types } = JSON.parse(readFileSync(table, 'utf8')) as {
  types: readonly { code: string; group: string; levels: readonly string[] }[];
};

describe('kinds of organisation', () => {
  it('are those of org-types.json, with the same groups and levels', () => {
    expect(organisationTypes.map(({ code, group, levels }) => ({ code, group, levels }))).toEqual(
      types.map(({ code, group, levels }) => ({ code, group, levels })),
    );
    expect(organisationTypes).toHaveLength(22);
  });

  it('have a name in both languages', () => {
    expect(organisationTypes.filter(({ nameVi, nameEn }) => nameVi === '' || nameEn === '')).toEqual([]);
  });

  it('are found by their code, and no other is', () => {
    expect(organisationTypes.filter((type) => organisationType(type.code) !== type)).toEqual([]);
    expect(organisationType('SPORTS_CLUB')).toBeUndefined();
  });

  it('are member organisations, bodies of a committee, or the Front itself', () => {
    const codes = types.map(({ code }) => code);
    expect(codes.filter(isCommitteeBody)).toEqual(['FRONT_STANDING_BOARD', 'FRONT_OFFICE', 'FRONT_SPECIALISED_BOARD']);
    expect(codes.filter((code) => !isMemberOrganisation(code) && !isCommitteeBody(code))).toEqual([
      'FRONT_COMMITTEE',
      'FRONT_WORK_BOARD',
    ]);
    expect([isMemberOrganisation('SPORTS_CLUB'), isCommitteeBody('SPORTS_CLUB')]).toEqual([false, false]);
  });
});
