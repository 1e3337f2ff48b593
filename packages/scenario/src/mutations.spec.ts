import { describe, expect, it } from '@jest/globals';
import { commandIdOf, objectIdOf, organisationIdOf, reviewIdOf } from '@thidua/events';
import { loadTemplateFile } from './campaign-file.js';
import { readJson } from './data-files.js';
import { demoIds, demoRoot, demoUserId } from './demo-identity.js';
import { mutations } from './mutations.js';
import type { ScenarioOperation, ScenarioStep } from './scenario-step.js';

const seed = 'demo';
const ids = demoIds(seed);
const steps = mutations(seed);

const stepsOf = <Name extends ScenarioOperation>(name: Name, of: readonly ScenarioStep[] = steps) =>
  of.filter((step): step is Extract<ScenarioStep, { operationName: Name }> => step.operationName === name);

const registered = stepsOf('AchievementRegister');
const reported = stepsOf('AchievementReportQuantities');
const submitted = stepsOf('AchievementSubmit');
const approved = stepsOf('ReviewApprove');
const returned = stepsOf('ReviewReturn');
const sumMetrics = new Set(
  loadTemplateFile()
    .metrics.filter((metric) => metric.rollup === 'SUM')
    .map((metric) => metric.code),
);

describe('the registry part', () => {
  it('imports the province, its 9 districts and 106 communes', () => {
    const csv = stepsOf('UnitsImport')[0]?.variables.input.csv ?? '';
    const [header, ...rows] = csv.trimEnd().split('\n');
    expect(header).toBe('code,parent_code,level,type,name_vi,name_en');
    expect(rows).toHaveLength(116);
    expect(rows.map((row) => row.split(',')[2]).filter((level) => level === 'district')).toHaveLength(9);
    expect(rows[0]).toBe('84,,province,province,Tỉnh Trà Vinh,Tra Vinh Province');
  });

  it('establishes 115 committees beside the root and the provincial Office', () => {
    const inputs = stepsOf('OrganisationEstablish').map((step) => step.variables.input);
    expect(inputs.filter((input) => input.type === 'FRONT_COMMITTEE')).toHaveLength(115);
    expect(inputs.filter((input) => input.type === 'FRONT_OFFICE').map((input) => input.name)).toEqual([
      'Văn phòng Ủy ban MTTQ Việt Nam tỉnh Trà Vinh',
    ]);
    expect(new Set(inputs.map((input) => input.unit)).size).toBe(116);
  });

  it('appoints three different people at each committee, and one each for Office, analysis and audit', () => {
    const inputs = stepsOf('OfficerAppoint').map((step) => step.variables.input);
    const byRole = Map.groupBy(inputs, (input) => input.role);
    expect(Object.fromEntries([...byRole].map(([role, list]) => [role, list.length]))).toEqual({
      HEAD: 116,
      REVIEWER: 116,
      CLERK: 116,
      OFFICE: 1,
      ANALYST: 1,
      AUDITOR: 1,
    });
    expect(new Set(inputs.map((input) => input.userId)).size).toBe(351);
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

describe('the achievements', () => {
  it('are 200, most of them of communes; 175 end approved, 5 returned, 20 wait', () => {
    const ownersByLevel = Map.groupBy(registered, (step) => step.as.split('@')[1]?.length);
    expect([5, 3, 2].map((digits) => ownersByLevel.get(digits)?.length)).toEqual([166, 27, 7]);
    expect([registered.length, submitted.length, approved.length, returned.length]).toEqual([200, 205, 175, 10]);
    expect(approved.filter((step) => step.variables.input.submissionNo === 2)).toHaveLength(5);
  });

  it('are products and tasks whose metrics all sum up', () => {
    expect(new Set(registered.map((step) => step.variables.input.kind))).toEqual(new Set(['PRODUCT', 'TASK']));
    const lines = reported.flatMap((step) => step.variables.input.lines);
    expect(lines.filter((line) => !sumMetrics.has(line.metric))).toEqual([]);
    expect(lines.filter((line) => !/^[1-9]\d*$/.test(line.value))).toEqual([]);
    expect(new Set(reported.map((step) => step.variables.input.lines.length))).toEqual(new Set([1, 2, 3]));
  });

  it('fill the target into every title', () => {
    expect(registered.filter((step) => /\{n\}|NaN|undefined/.test(step.variables.input.title))).toEqual([]);
    expect(registered.filter((step) => !/\d/.test(step.variables.input.title))).toEqual([]);
  });

  it('report only days of the period that have come, some of them in January', () => {
    const days = reported.flatMap((step) =>
      step.variables.input.lines.map((line) => ({ day: line.effectiveOn, entered: step.at.slice(0, 10) })),
    );
    expect(days.filter(({ day, entered }) => day < '2022-01-01' || day > '2022-06-30' || day > entered)).toEqual([]);
    expect(days.filter(({ day }) => day < '2022-02-01').length).toBeGreaterThan(10);
  });

  it('are decided by the committee one up, the province by its own reviewer, and never by who submitted', () => {
    const unitOf = (user: string) => user.split('@')[1] ?? '';
    const parentOf = new Map(
      (stepsOf('UnitsImport')[0]?.variables.input.csv ?? '').split('\n').map((row) => {
        const [code = '', parent = ''] = row.split(',');
        return [code, parent || code];
      }),
    );
    const ownerOf = new Map(submitted.map((step) => [step.variables.input.achievement, unitOf(step.as)]));
    for (const [achievement, owner] of ownerOf) {
      const cases = [1, 2].map((submissionNo) => reviewIdOf(achievement, submissionNo));
      const deciders = [...approved, ...returned].filter((step) => cases.includes(step.variables.input.review));
      expect(deciders.every((step) => step.as === `reviewer@${parentOf.get(owner)}`)).toBe(true);
    }
  });

  it('are returned with a reason and a note', () => {
    const inputs = returned.map((step) => step.variables.input);
    expect(inputs.filter((input) => !input.note)).toEqual([]);
    const reasons = ['QUANTITY_UNCLEAR', 'EVIDENCE_MISSING', 'WRONG_PERIOD'];
    expect(inputs.filter((input) => !reasons.includes(input.reasonCode ?? ''))).toEqual([]);
  });

  it('correct what was returned: the second report differs from the first', () => {
    const reports = Map.groupBy(reported, (step) => step.variables.input.achievement);
    const corrected = [...reports.values()].filter((list) => list.length > 1);
    expect(corrected).toHaveLength(5);
    for (const [first, second] of corrected) {
      expect(second?.variables.input.lines).not.toEqual(first?.variables.input.lines);
      expect(second?.variables.input.lines.map((line) => line.lineId)).toEqual(
        first?.variables.input.lines.map((line) => line.lineId),
      );
    }
  });
});

describe('the times', () => {
  it('never fall, lie in 2022 up to the end of June, and have the offset of Viet Nam', () => {
    const times = steps.map((step) => step.at);
    expect(times).toEqual(times.toSorted());
    expect(times.filter((at) => !/^2022-\d{2}-\d{2}T\d{2}:\d{2}:00\+07:00$/.test(at))).toEqual([]);
    expect(times.filter((at) => at > '2022-06-30T17:00:00+07:00')).toEqual([]);
  });

  it('keep to office hours of working days from the launch on', () => {
    const later = steps.filter((step) => step.at > '2022-02-18T08:00:00+07:00');
    const odd = later.filter((step) => {
      const weekday = Temporal.PlainDate.from(step.at.slice(0, 10)).dayOfWeek;
      const clock = step.at.slice(11, 16);
      return weekday > 5 || clock < '07:00' || clock >= '17:00' || (clock >= '11:00' && clock < '13:00');
    });
    expect(odd).toEqual([]);
    expect(later).toHaveLength(795);
  });

  it('keep the steps of one achievement in order and minutes apart', () => {
    const minutes = (at: string) => Temporal.Instant.from(at).epochMilliseconds / 60_000;
    for (const step of registered) {
      const id = objectIdOf('achievement', commandIdOf(step.as, step.variables.input.idempotencyKey));
      const cases = [1, 2].map((submissionNo) => reviewIdOf(id, submissionNo));
      const own = steps.filter(({ variables: { input } }) =>
        'achievement' in input ? input.achievement === id : 'review' in input && cases.includes(input.review),
      );
      const order = [step, ...own].map((one) => one.operationName.replace(/^Review(Approve|Return)$/, 'Review'));
      const round = ['AchievementReportQuantities', 'AchievementSubmit', 'Review'];
      expect(order).toEqual(['AchievementRegister', ...round, ...round].slice(0, order.length));
      const times = [step, ...own].map((one) => minutes(one.at));
      expect(times.slice(1).every((time, n) => time - (times[n] ?? 0) >= 10)).toBe(true);
    }
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
    const keys = steps.map((step) => step.variables.input.idempotencyKey);
    expect(new Set(keys).size).toBe(steps.length);
    expect(
      keys.filter((key) => !/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key)),
    ).toEqual([]);
  });

  it('name only achievements that were registered before', () => {
    const known = new Set(
      registered.map((step) => objectIdOf('achievement', commandIdOf(step.as, step.variables.input.idempotencyKey))),
    );
    expect(submitted.filter((step) => !known.has(step.variables.input.achievement))).toEqual([]);
  });
});

describe('a seed', () => {
  it('gives the same list twice, and another seed another one of the same size', () => {
    expect(JSON.stringify(mutations(seed))).toBe(JSON.stringify(steps));
    const other = mutations('another');
    expect(other.length).toBe(steps.length);
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(steps));
  });

  it('gives a full list whatever it is', () => {
    for (let n = 0; n < 10; n++) expect(mutations(`seed ${n}`)).toHaveLength(1265);
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
      expect(JSON.stringify(mutations(seed)) === JSON.stringify(steps)).toBe(true);
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
