import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { committeeNameOf, workBoardNameOf } from '@thidua/authority';
import { organisationIdOf } from '@thidua/events';
import { type CampaignOptions, launchInput, planInput } from './casebook-campaign.js';
import { type OwnWorld, openOwnWorld, type Top } from './own-world.js';

// biome-ignore lint/suspicious/noExplicitAny: answers of the graph have no type here.
export type Answered = any;

/** What one resolution orders; units are named by the code they have on the day before, or by a key of a new one. */
export interface Resolution {
  readonly resolutionNo: string;
  readonly validFrom: string;
  readonly newUnits: readonly { readonly key: string; readonly parent?: string; readonly code?: string }[];
  readonly mappings: readonly { readonly from: string; readonly to: string; readonly coverage: string }[];
  readonly moves?: readonly { readonly unit: string; readonly toParent: string }[];
  readonly dissolve?: readonly string[];
}

/** The rows of a table of `data/`, or of another folder, by its header. No cell of ours holds a comma. */
export const rowsOf = (name: string, folder: URL = new URL('./data/', import.meta.url)) => {
  const [header = '', ...lines] = readFileSync(new URL(name, folder), 'utf8').trim().split('\n');
  const columns = header.split(',');
  return lines.map((line): Readonly<Record<string, string>> => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, n) => [column, cells[n] ?? '']));
  });
};

export const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const committeeRoles = ['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'ANALYST', 'AUDITOR'] as const;
const boardRoles = ['CLERK', 'HEAD'] as const;
const isHamlet = (name: string) => /^\d{5}-\d{2}/.test(name);

/** An installation in the casebook's words: units and people are named by the unit's code. */
export class CasebookWorld {
  /** Ids of units by the name they have here: their code at first, the key of a reorganisation later. */
  readonly units = new Map<string, string>();
  readonly parents = new Map<string, string>();

  constructor(
    readonly own: OwnWorld,
    readonly top: string,
  ) {}

  /** Sets the clock; a day alone means eight in the morning. */
  at(instant: string): void {
    this.own.at(instant.length === 10 ? `${instant}T08:00:00+07:00` : instant);
  }

  unit(name: string): string {
    const id = this.units.get(name);
    if (id === undefined) throw new Error(`this world knows no unit ${name}`);
    return id;
  }

  nameOf(id: string): string {
    return [...this.units].find(([, one]) => one === id)?.[0] ?? id;
  }

  /** The committee of a unit, or the Work Board of a hamlet. */
  org(name: string): string {
    return organisationIdOf(this.unit(name), isHamlet(name) ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE');
  }

  /** The unit whose committee receives what the organisation of this one submits. */
  receiverOf(name: string): string {
    return this.parents.get(name) ?? this.top;
  }

  drain(): Promise<void> {
    return this.own.house().drain();
  }

  /** A document inside the process as a person, after everything is done that follows from what happened. */
  async ask(user: string, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answered> {
    await this.drain();
    const { data, errors } = await this.execute(user, query, variables);
    if (errors) throw new Error(`${user}: ${query.slice(0, 200)}: ${JSON.stringify(errors)}`);
    return data;
  }

  execute(user: string, query: string, variables: Readonly<Record<string, unknown>> = {}, actingAs?: string) {
    const context = { viewer: { userId: user }, actingAs: actingAs ?? null, language: 'en', minReceipt: null } as const;
    return this.own.house().graph.execute({ query, variables, context });
  }

  /** Sends a mutation; answers its payload, refused or not. A key is made where none is given. */
  async send(user: string, field: string, input: object, reads = 'revision receipt', actingAs?: string) {
    const type = this.own.house().graph.schema.getMutationType()?.getFields()[field]?.args[0]?.type;
    const errors = `userErrors { __typename code message field ${errorDetails} }`;
    const query = `mutation($input: ${type}) { ${field}(input: $input) { ${reads} ${errors} } }`;
    const variables = { input: { idempotencyKey: randomUUID(), ...input } };
    const { data, errors: faults } = await this.execute(user, query, variables, actingAs);
    if (faults) throw new Error(`${user} ${field}: ${JSON.stringify(faults)}`);
    return (data as Answered)[field] as Answered;
  }

  /** A mutation that has to be done. */
  async must(user: string, field: string, input: object, reads?: string): Promise<Answered> {
    const payload = await this.send(user, field, input, reads);
    if (payload.userErrors.length > 0) throw new Error(`${user} ${field}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }

  /** Ids by code of all units of a day's tree. */
  async unitsOn(day: string): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let after: string | null = null; ; ) {
      const query =
        'query($on: Date!, $after: String) { units(on: $on, first: 100, after: $after) { edges { node { id code } } pageInfo { hasNextPage endCursor } } }';
      const { units }: Answered = await this.ask(`admin@${this.top}`, query, { on: day, after });
      for (const { node } of units.edges) if (node.code !== null) found.set(node.code, node.id);
      if (!units.pageInfo.hasNextPage) return found;
      after = units.pageInfo.endCursor;
    }
  }

  /** Imports units below the top. */
  async found(csv: string): Promise<void> {
    const { userErrors } = await this.own.importUnits(csv);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    for (const [code, id] of await this.unitsOn('2022-01-01')) this.units.set(code, id);
    for (const line of csv.trim().split('\n').slice(1)) {
      const [code = '', parent = ''] = line.split(',');
      if (parent !== '') this.parents.set(code, parent);
    }
  }

  /** Committees and boards of these units, from the day the world began. */
  async establish(names: readonly string[]): Promise<void> {
    for (const name of names.filter((one) => one !== this.top)) {
      const type = isHamlet(name) ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE';
      const title = isHamlet(name) ? workBoardNameOf(name) : committeeNameOf(name);
      const input = { type, unit: this.unit(name), name: title, validFrom: '2022-01-01' };
      await this.must(`admin@${this.top}`, 'organisationEstablish', input);
    }
  }

  async appoint(user: string, role: string, name: string, validFrom = '2022-01-01', validTo: string | null = null) {
    const input = { force: true, organisation: this.org(name), userId: user, role, validFrom, validTo };
    return this.must(`admin@${this.top}`, 'officerAppoint', input, 'appointmentId revision');
  }

  /** One person a role at each of these units, such as `clerk@29242`, and a second reviewer `second@842`. */
  async staff(names: readonly string[], validFrom = '2022-01-01'): Promise<void> {
    for (const name of names) {
      const roles: readonly string[] = isHamlet(name) ? boardRoles : committeeRoles;
      for (const role of roles) await this.appoint(`${role.toLowerCase()}@${name}`, role, name, validFrom);
      if (!isHamlet(name)) await this.appoint(`second@${name}`, 'REVIEWER', name, validFrom);
    }
  }

  /** A campaign of the committee on top, launched at the present instant. */
  async campaign(titleVi: string, options: CampaignOptions = {}): Promise<string> {
    const head = `head@${this.top}`;
    const issuer = this.org(this.top);
    const plan = planInput(titleVi, issuer, options);
    const { campaignId } = await this.must(head, 'campaignDraft', plan, 'campaignId');
    await this.must(head, 'campaignLaunch', { force: true, campaign: campaignId, ...launchInput(issuer) });
    await this.drain();
    return campaignId;
  }

  /** Carries out a resolution; its new units are known by their keys from now on. */
  async reorganise(order: Resolution): Promise<ReadonlyMap<string, string>> {
    const before = await this.unitsOn(dayBefore(order.validFrom));
    const keys = new Set(order.newUnits.map(({ key }) => key));
    const id = (name: string) => before.get(name) ?? (keys.has(name) ? name : (this.units.get(name) ?? name));
    const input = {
      ...order,
      force: true,
      newUnits: order.newUnits.map((unit) => ({ ...unit, ...(unit.parent && { parent: id(unit.parent) }) })),
      mappings: order.mappings.map((mapping) => ({ ...mapping, from: id(mapping.from) })),
      moves: (order.moves ?? []).map(({ unit, toParent }) => ({ unit: id(unit), toParent: id(toParent) })),
      dissolve: (order.dissolve ?? []).map(id),
    };
    const reads = 'newUnits { key unitId }';
    const { newUnits } = await this.must(`admin@${this.top}`, 'unitsReorganise', input, reads);
    await this.drain();
    for (const { key, unitId } of newUnits) this.units.set(key, unitId);
    this.place(order);
    return new Map(newUnits.map(({ key, unitId }: { key: string; unitId: string }) => [key, unitId]));
  }

  /** Who stands below whom from now on. */
  private place({ newUnits, mappings, moves = [] }: Resolution): void {
    const heirs = new Map(mappings.filter(({ coverage }) => coverage === 'FULL').map(({ from, to }) => [from, to]));
    for (const [name, parent] of this.parents) this.parents.set(name, heirs.get(parent) ?? parent);
    for (const { unit, toParent } of moves) this.parents.set(unit, toParent);
    for (const { key, parent } of newUnits) if (parent) this.parents.set(key, parent);
  }

  close(): Promise<void> {
    return this.own.close();
  }
}

const errorDetails = `... on NotAllowed { rule } ... on InvalidTransition { from to }
  ... on RevisionConflict { expected actual changedBy { userId } changedAt } ... on AlreadyDecided { by { userId } at outcome }`;

/** World W: 24 units of Trà Vinh, their committees and boards, everybody appointed; no campaign yet. */
export const openCasebookWorld = async (): Promise<CasebookWorld> => {
  const world = new CasebookWorld(await openOwnWorld(), '84');
  await world.found(readFileSync(new URL('./data/world-units.csv', import.meta.url), 'utf8'));
  const names = [...world.units.keys()];
  await world.establish(names);
  await world.staff(names);
  await world.drain();
  world.at('2022-02-18');
  return world;
};

/** An installation with another province on top, and no unit below it yet. */
export const openWorldOf = async (top: Top): Promise<CasebookWorld> => {
  const world = new CasebookWorld(await openOwnWorld(top), top.code);
  world.units.set(top.code, 'root');
  return world;
};
