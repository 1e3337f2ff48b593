import { organisationIdOf, reportIdOf } from '@thidua/events';
import { loadTraVinhUnits } from '@thidua/scenario';
import { reportsIn, sendReport, sendReportInVain } from './matrix-reports.js';
import {
  type Actor,
  appoint,
  draftedCampaign,
  foundBeyond,
  must,
  otherPeople,
  registeredWork,
  sharedWork,
  submittedWork,
} from './matrix-steps.js';
import { type Org, RightsModel, type Work } from './rights-model.js';

export type { Actor };

import { openWorld, type World } from './world.js';

/** Trà Vinh with all that a right may hang on: every relation of a unit to whoever asks. */
export interface Stage {
  readonly world: World;
  readonly model: RightsModel;
  readonly actors: readonly Actor[];
  /** Units that are asked about, by a name. */
  readonly units: Readonly<Record<string, string>>;
  readonly appointments: readonly { readonly id: string; readonly orgId: string; readonly userId: string }[];
}

const roles = ['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'ANALYST', 'AUDITOR', 'ADMIN'] as const;
const standing = ['CLERK', 'HEAD', 'REVIEWER'];
const day = '2022-02-20';

export const openStage = async (): Promise<Stage> => {
  const world = await openWorld();
  const builder = new Builder(world);
  world.at('2022-02-19T08:00:00+07:00');
  await builder.otherProvince();
  await builder.hamlets();
  await builder.submitWork();
  await builder.report();
  world.at(`${day}T08:00:00+07:00`);
  await builder.reorganise();
  await builder.people();
  await builder.reportToday();
  world.at('2022-03-01T08:00:00+07:00');
  await world.house().drain();
  return builder.stage();
};

class Builder {
  private readonly units: Record<string, string> = {};
  private readonly orgs: Org[] = [];
  private readonly works: Work[] = [];
  private readonly parents = new Map<string, string | null>();
  private readonly actors: Actor[] = [];
  private readonly appointments: { id: string; orgId: string; userId: string }[] = [];
  private draftId = '';

  constructor(private readonly world: World) {
    for (const { code, parentCode } of loadTraVinhUnits()) {
      const unitId = world.ids.unitId(code);
      this.parents.set(unitId, parentCode === '' ? null : world.ids.unitId(parentCode));
      this.orgs.push({ orgId: world.ids.committeeId(code), type: 'FRONT_COMMITTEE', unitId });
    }
    for (const code of ['84', '842', '847', '29242', '29245', '29374', '29260', '29257', '29248']) {
      this.units[code] = world.ids.unitId(code);
    }
    this.orgs.push({ orgId: world.ids.officeId, type: 'FRONT_OFFICE', unitId: this.unit('84') });
  }

  async stage(): Promise<Stage> {
    const { world, units, actors, appointments } = this;
    const places = new Map([
      [this.unit('29257'), this.unit('842')],
      [this.unit('29248'), this.unit('merged')],
    ]);
    for (const ended of places.keys()) this.parents.delete(ended);
    const heirs = { [this.committee('29257')]: null, [this.committee('29248')]: this.committee('merged') };
    const orgs = this.orgs.map((org): Org => {
      const heir = heirs[org.orgId];
      return heir === undefined ? org : { ...org, ended: { heir } };
    });
    const issuer = this.committee('84');
    const campaigns = [
      { id: world.ids.campaignId, issuer, draft: false },
      { id: this.draftId, issuer, draft: true },
    ];
    const reports = await reportsIn(world);
    const model = new RightsModel({ parents: this.parents, places, orgs, works: this.works, reports, campaigns });
    return { world, model, actors, units, appointments };
  }

  /** Another province with a commune whose code begins with that of a district here; its people by the program. */
  async otherProvince(): Promise<void> {
    const rows = [
      '86,,province,province,Tỉnh Khác',
      '861,86,district,district,Huyện Khác',
      '84202,861,commune,commune,Xã Khác',
    ];
    const csv = `code,parent_code,level,type,name_vi\n${rows.join('\n')}\n84201,847,commune,commune,Xã Lạ`;
    await must(this.world, 'admin@84', 'unitsImport', 'receipt', { csv, validFrom: '2022-01-01' });
    await this.world.house().drain();
    for (const [code, parent] of [
      ['86', null],
      ['861', '86'],
      ['84202', '861'],
      ['84201', '847'],
    ] as const) {
      const { body } = await this.world.ask('admin@84', `{ unit(by: { code: "${code}" }) { id } }`);
      this.put(code, body.data.unit.id, parent);
    }
    const levels = { '86': 'province', '861': 'district', '84202': 'commune' } as const;
    for (const [code, level] of Object.entries(levels)) {
      const orgId = this.found(this.unit(code), 'FRONT_COMMITTEE');
      const people = await foundBeyond(this.world, { orgId, unitId: this.unit(code), code, level });
      this.actors.push(...people);
      this.appointments.push({ id: `HEAD-${code}`, orgId, userId: `head@${code}` });
    }
    await this.world.house().drain();
  }

  async hamlets(): Promise<void> {
    for (const code of ['29242-01', '29242-02']) {
      const input = { level: 'HAMLET', type: 'quarter', name: `Khóm ${code}`, parent: this.unit('29242'), code };
      const answer = await must(this.world, 'admin@84', 'unitRegister', 'unitId', {
        ...input,
        validFrom: '2022-01-01',
      });
      this.put(code, answer.unitId, '29242');
    }
    for (const [code, type] of [
      ['29242-01', 'FRONT_WORK_BOARD'],
      ['842', 'WOMEN'],
      ['842', 'FRONT_STANDING_BOARD'],
    ] as const) {
      const input = { type, unit: this.unit(code), name: `${type} ${code}`, validFrom: '2022-01-01' };
      await must(this.world, 'admin@84', 'organisationEstablish', 'revision', input);
      this.found(this.unit(code), type);
    }
  }

  async submitWork(): Promise<void> {
    const above: Readonly<Record<string, string>> = { '842': '84', '29374': '847', '84202': '861' };
    for (const code of ['842', '29242', '29245', '29374', '29260', '29257', '29248', '84202']) {
      this.works.push(await this.submitted(code, above[code] ?? '842'));
    }
    const approved = await this.submitted('29242', '842');
    const decision = { force: true, review: approved.review, submissionNo: 1 };
    await must(this.world, 'reviewer@842', 'reviewApprove', 'settled', decision);
    this.works.push({ ...approved, status: 'approved' });
    this.works.push({
      ...(await registeredWork(this.world, '29242', this.owner('29242'))),
      receiver: this.committee('842'),
      review: null,
      partners: [],
      status: 'draft',
    });
    const women = organisationIdOf(this.unit('842'), 'WOMEN');
    this.works.push({
      ...(await sharedWork(this.world, '29374', this.owner('29374'), women)),
      receiver: this.committee('847'),
      review: null,
      partners: [women],
      status: 'draft',
    });
  }

  /**
   * Reports of communes and districts in every state; one that was accepted came back before. Of 29260, which moves,
   * and of 29257, which ends, a report waits; that of 29248 goes over to its successor.
   */
  async report(): Promise<void> {
    const change = { force: true };
    const final = (code: string) => this.owed(code, 'FINAL-COMMUNE');
    await sendReportInVain(this.world, 'head@29242', final('29242'), 'reviewer@842');
    await sendReport(this.world, 'head@29242', final('29242'), 'reviewer@842', 2);
    await sendReportInVain(this.world, 'head@847', this.owed('847', 'FINAL'), 'reviewer@84');
    for (const code of ['29245', '29260', '29257', '84202']) await sendReport(this.world, `head@${code}`, final(code));
    const narrative = { ...change, report: final('29374'), narrative: 'Đang soạn' };
    await must(this.world, 'clerk@29374', 'reportSave', 'revision', narrative);
    await sendReport(this.world, 'head@842', this.owed('842', 'MID'), 'reviewer@84');
    const reopened = this.owed('847', 'MID');
    await sendReport(this.world, 'head@847', reopened, 'reviewer@84');
    await must(this.world, 'head@84', 'reportReopen', 'revision', { ...change, report: reopened, cause: 'CORRECTION' });
  }

  /** What the hamlet sends, whose people came today, and the issuer's summary, which nobody receives. */
  async reportToday(): Promise<void> {
    await this.world.house().drain();
    const board = organisationIdOf(this.unit('29242-01'), 'FRONT_WORK_BOARD');
    const ofHamlet = reportIdOf(this.world.ids.campaignId, board, 'FINAL-HAMLET');
    await sendReport(this.world, 'HEAD@FRONT_WORK_BOARD@29242-01', ofHamlet);
    await sendReport(this.world, 'head@84', this.owed('84', 'SUMMARY'));
  }

  /** 29260 and a hamlet move away, 29257 ends, 29248 becomes another one. */
  async reorganise(): Promise<void> {
    const change = { force: true, validFrom: day };
    for (const [code, parent] of [
      ['29260', '847'],
      ['29242-02', '29245'],
    ] as const) {
      await must(this.world, 'admin@84', 'unitMove', 'unitId', {
        ...change,
        unit: this.unit(code),
        toParent: this.unit(parent),
      });
      this.parents.set(this.unit(code), this.unit(parent));
    }
    await must(this.world, 'admin@84', 'unitDissolve', 'unitId', { ...change, unit: this.unit('29257') });
    const founded = {
      key: 'N',
      level: 'COMMUNE',
      type: 'ward',
      name: 'Phường Mới',
      parent: this.unit('842'),
      code: '29248',
    };
    const { newUnits } = await must(this.world, 'admin@84', 'unitsReorganise', 'newUnits { unitId }', {
      ...change,
      resolutionNo: '1',
      newUnits: [founded],
      mappings: [{ from: this.unit('29248'), to: 'N', coverage: 'FULL' }],
    });
    this.put('merged', newUnits[0].unitId, '842');
    this.found(this.unit('merged'), 'FRONT_COMMITTEE');
    await this.world.house().drain();
  }

  async people(): Promise<void> {
    for (const code of ['84', '842', '29242']) {
      for (const role of roles) {
        const made = standing.includes(role) || code === '84';
        const orgId = role === 'OFFICE' && code === '84' ? this.world.ids.officeId : this.committee(code);
        if (!made) await appoint(this.world, role, orgId, `${role.toLowerCase()}@${code}`);
        this.actors.push({ userId: `${role.toLowerCase()}@${code}`, who: { role, orgId }, unitId: this.unit(code) });
      }
    }
    for (const [code, type, held] of otherPeople) {
      const orgId = organisationIdOf(this.unit(code), type);
      for (const role of held) {
        const userId = `${role}@${type}@${code}`;
        await appoint(this.world, role, orgId, userId);
        this.actors.push({ userId, who: { role, orgId }, unitId: this.unit(code) });
      }
    }
    await appoint(this.world, 'REVIEWER', this.committee('842'), 'former', '2022-02-28');
    for (const role of ['HEAD', 'REVIEWER'] as const)
      await appoint(this.world, role, this.committee('842'), 'undecided');
    this.draftId = await draftedCampaign(this.world, this.committee('84'));
    // Nobody, over, two and none chosen, at a committee that ended with its unit.
    for (const userId of ['stranger', 'former', 'undecided', 'head@29257', 'reviewer@29248']) {
      this.actors.push({ userId, who: null, unitId: null });
    }
    const { ids } = this.world;
    for (const code of ['84', '842', '29242', '29245', '29374', '29257']) {
      this.appointments.push({
        id: ids.appointmentId('HEAD', code),
        orgId: this.committee(code),
        userId: `head@${code}`,
      });
    }
  }

  private submitted(code: string, receiver: string): Promise<Work> {
    return submittedWork(this.world, code, this.owner(code), this.committee(receiver));
  }

  private owed(code: string, round: string): string {
    return reportIdOf(this.world.ids.campaignId, this.committee(code), round);
  }

  private owner(code: string) {
    return { orgId: this.committee(code), unitId: this.unit(code) };
  }

  private unit(code: string): string {
    return this.units[code] ?? this.world.ids.unitId(code);
  }

  private committee(code: string): string {
    return organisationIdOf(this.unit(code), 'FRONT_COMMITTEE');
  }

  private put(code: string, unitId: string, parent: string | null): void {
    this.units[code] = unitId;
    this.parents.set(unitId, parent === null ? null : this.unit(parent));
  }

  private found(unitId: string, type: string): string {
    const orgId = organisationIdOf(unitId, type);
    this.orgs.push({ orgId, type, unitId });
    return orgId;
  }
}
