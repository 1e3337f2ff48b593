import { describe, expect, it } from '@jest/globals';
import { commandIdOf, objectIdOf, organisationIdOf } from '@thidua/events';
import type { Scope } from './cast.js';
import { readJson } from './data-files.js';
import { demoIds, demoRoot, demoUserId } from './demo-identity.js';
import { foundingMutations, mutations } from './mutations.js';
import type { MutationStep, ScenarioOperation, ScenarioStep } from './scenario-step.js';

const seed = 'demo';
const ids = demoIds(seed);
const scope: Scope = { districts: ['842', '847'], hamlets: true, members: true };
const steps = mutations(seed, scope);
const founding = foundingMutations(seed);

const stepsOf = <Name extends ScenarioOperation>(name: Name, of: readonly ScenarioStep[] = founding) =>
  of.filter((step): step is Extract<MutationStep, { operationName: Name }> => step.operationName === name);
const isMutation = (step: ScenarioStep): step is MutationStep => step.operationName !== 'EvidenceUpload';
const inputs = steps.filter(isMutation).map((step) => step.variables.input);

describe('the registry part', () => {
  it('imports the province, its 9 districts and 106 communes', () => {
    const csv = stepsOf('UnitsImport')[0]?.variables.input.csv ?? '';
    const [header, ...rows] = csv.trimEnd().split('\n');
    expect(header).toBe('code,parent_code,level,type,name_vi,name_en');
    expect(rows).toHaveLength(116);
    expect(rows.map((row) => row.split(',')[2]).filter((level) => level === 'district')).toHaveLength(9);
    expect(rows[0]).toBe('84,,province,province,Tỉnh Trà Vinh,Tra Vinh Province');
  });

  it('establishes 115 committees beside the root, the provincial Office, 756 boards and 17 members', () => {
    const inputs = stepsOf('OrganisationEstablish').map((step) => step.variables.input);
    expect(inputs.filter((input) => input.type === 'FRONT_COMMITTEE')).toHaveLength(115);
    expect(inputs.filter((input) => input.type === 'FRONT_OFFICE').map((input) => input.name)).toEqual([
      'Văn phòng Ủy ban MTTQ Việt Nam tỉnh Trà Vinh',
    ]);
    expect(inputs.filter((input) => input.type === 'FRONT_WORK_BOARD')).toHaveLength(756);
    expect(inputs).toHaveLength(115 + 1 + 756 + 17);
    expect(new Set(inputs.map((input) => input.unit)).size).toBe(116 + 756);
  });

  it('appoints three people at each committee, two at each member, one at each board, and one each for Office, analysis and audit', () => {
    const inputs = stepsOf('OfficerAppoint').map((step) => step.variables.input);
    const byRole = Map.groupBy(inputs, (input) => input.role);
    expect(Object.fromEntries([...byRole].map(([role, list]) => [role, list.length]))).toEqual({
      HEAD: 116 + 756 + 17,
      REVIEWER: 116,
      CLERK: 116 + 17,
      OFFICE: 1,
      ANALYST: 1,
      AUDITOR: 1,
    });
    expect(new Set(inputs.map((input) => input.userId)).size).toBe(1141);
    expect(inputs.find((input) => input.role === 'OFFICE')?.organisation).toBe(ids.officeId);
  });
});

describe('the campaign part', () => {
  it('is drafted by the Office and launched by the head on the morning of 18 February 2022', () => {
    expect(stepsOf('CampaignDraft').map(({ at, as }) => [at, as])).toEqual([
      ['2022-02-16T14:00:00+07:00', 'office@84'],
    ]);
    expect(stepsOf('CampaignLaunch').map(({ at, as }) => [at, as])).toEqual([['2022-02-18T08:00:00+07:00', 'head@84']]);
  });
});

describe('the whole list', () => {
  it('begins with what the founding holds, in the same order', () => {
    const founded = foundingMutations(seed, scope);
    expect(JSON.stringify(steps.slice(0, founded.length))).toBe(JSON.stringify(founded));
    expect(founded.at(-1)?.operationName).toBe('CampaignLaunch');
    expect(steps.length).toBeGreaterThan(3 * founded.length);
  });

  it('never goes back in time, lies in 2022 and has the offset of Viet Nam', () => {
    const times = steps.map((step) => step.at);
    expect(times).toEqual(times.toSorted());
    expect(times.filter((at) => !/^2022-\d{2}-\d{2}T\d{2}:\d{2}:00\+07:00$/.test(at))).toEqual([]);
  });

  it('has steps of one operation at an instant from the launch on, each about something else', () => {
    const subjectsOf = (step: ScenarioStep): readonly string[] => {
      if (!isMutation(step)) return [step.evidence];
      const { input } = step.variables;
      if ('items' in input) return input.items.map((item) => ('review' in item ? item.review : item.achievement));
      const named = Object.entries(input).find(([field]) => ['achievement', 'report', 'id'].includes(field));
      // Who registers, plans or sets targets does it for the own organisation or for one that is named.
      if (named) return [String(named[1])];
      if ('organisation' in input && 'campaign' in input) return [String(input.organisation)];
      return step.operationName === 'AchievementRegister' ? [input.idempotencyKey] : [step.as];
    };
    const later = steps.filter(({ at }) => at > '2022-02-18');
    for (const [at, together] of Map.groupBy(later, (step) => step.at)) {
      expect([at, new Set(together.map((step) => step.operationName)).size]).toEqual([at, 1]);
      const subjects = together.flatMap(subjectsOf);
      expect([at, subjects.length - new Set(subjects).size]).toEqual([at, 0]);
    }
  });

  it('has every one of the 22 mutations that the scenario knows, and uploads', () => {
    expect(new Set(steps.map((step) => step.operationName)).size).toBe(23);
  });

  it('has nobody in it who was not appointed', () => {
    const appointed = new Set(stepsOf('OfficerAppoint', steps).map((step) => step.variables.input.userId));
    appointed.add(demoUserId('ADMIN', '84'));
    expect([...new Set(steps.map((step) => step.as))].filter((user) => !appointed.has(user))).toEqual([]);
  });
});

describe('the ids', () => {
  it('are those the services derive from the keys of the steps', () => {
    const root = demoRoot(seed);
    expect(root.unit.unitId).toBe(objectIdOf('unit', commandIdOf('system', root.idempotencyKey), '84'));
    expect(root.organisation.orgId).toBe(organisationIdOf(root.unit.unitId, 'FRONT_COMMITTEE'));
    expect(root.admin).toEqual({
      appointmentId: objectIdOf('appointment', root.commandId),
      userId: demoUserId('ADMIN', '84'),
      role: 'ADMIN',
    });

    const importKey = stepsOf('UnitsImport')[0]?.variables.input.idempotencyKey ?? '';
    expect(ids.unitId('29242')).toBe(objectIdOf('unit', commandIdOf('admin@84', importKey), '29242'));
    expect(ids.committeeId('29242')).toBe(organisationIdOf(ids.unitId('29242'), 'FRONT_COMMITTEE'));
    const draftKey = stepsOf('CampaignDraft')[0]?.variables.input.idempotencyKey ?? '';
    expect(ids.campaignId).toBe(objectIdOf('campaign', commandIdOf('office@84', draftKey)));
    const appointment = stepsOf('OfficerAppoint').find((step) => step.variables.input.userId === 'clerk@29242');
    expect(ids.appointmentId('CLERK', '29242')).toBe(
      objectIdOf('appointment', commandIdOf('admin@84', appointment?.variables.input.idempotencyKey ?? '')),
    );
  });

  it('give every step a UUID of its own as key', () => {
    const keys = inputs.map((input) => input.idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
    const uploads = steps.flatMap((step) => (step.operationName === 'EvidenceUpload' ? [step.evidence] : []));
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect([...keys, ...uploads].filter((key) => !uuid.test(key))).toEqual([]);
  });

  it('name only achievements that were registered before', () => {
    const known = new Set<string>();
    const unknown: string[] = [];
    for (const step of steps) {
      if (step.operationName === 'AchievementRegister') {
        known.add(objectIdOf('achievement', commandIdOf(step.as, step.variables.input.idempotencyKey)));
      } else if (isMutation(step) && 'achievement' in step.variables.input) {
        const { achievement } = step.variables.input;
        if (!known.has(achievement)) unknown.push(achievement);
      }
    }
    expect(known.size).toBeGreaterThan(900);
    expect(unknown).toEqual([]);
  });
});

describe('a seed', () => {
  it('gives the same list twice, and another seed another one of much the same size', () => {
    expect(JSON.stringify(mutations(seed, scope)) === JSON.stringify(steps)).toBe(true);
    const other = mutations('another', scope);
    expect(Math.abs(other.length - steps.length) / steps.length).toBeLessThan(0.1);
    expect(JSON.stringify(other) === JSON.stringify(steps)).toBe(false);
  });

  it('decides alone: neither the clock, the time zone, the language nor chance of the machine is asked', () => {
    const refuse = (): never => {
      throw new Error('the scenario asked the machine');
    };
    const globals = [
      [globalThis, 'Date'],
      [Math, 'random'],
      [Intl, 'DateTimeFormat'],
      [Intl, 'NumberFormat'],
      [Intl, 'Collator'],
      [Temporal, 'Now'],
      [String.prototype, 'localeCompare'],
      [String.prototype, 'toLocaleLowerCase'],
      [Number.prototype, 'toLocaleString'],
    ] as const;
    const kept = globals.map(([owner, key]) => Object.getOwnPropertyDescriptor(owner, key));
    try {
      for (const [owner, key] of globals) Object.defineProperty(owner, key, { get: refuse, configurable: true });
      expect(JSON.stringify(mutations(seed, scope)) === JSON.stringify(steps)).toBe(true);
    } finally {
      globals.forEach(([owner, key], n) => {
        const descriptor = kept[n];
        if (descriptor) Object.defineProperty(owner, key, descriptor);
      });
    }
  });
});

describe('the signatory', () => {
  it('is named nowhere in what is sent, the capacity is', () => {
    const { document } = readJson<{ document: { signatory_name: string; signatory_role_vi: string } }>(
      'campaign-tra-vinh-2022.json',
    );
    const sent = JSON.stringify(steps).normalize('NFC');
    const [surname, middle, given] = document.signatory_name.normalize('NFC').split(' ');
    const forms = [`${surname} ${middle}`, `${middle} ${given}`, `${surname} ${given}`];
    expect(forms.filter((form) => sent.includes(form))).toEqual([]);
    expect(sent.includes(document.signatory_role_vi)).toBe(true);
  });
});
