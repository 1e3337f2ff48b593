import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { demoIds, foundingMutations } from '@thidua/scenario';
import { demoTokens } from '@thidua/service/demo-tokens';
import { pino } from 'pino';
import { bootstrapDemo, demoSeed, takeSteps } from '../src/demo.js';
import { type House, openHouse } from '../src/house.js';

/** An answer over HTTP, as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly body: {
    // Tests look into answers of any shape.
    // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
    readonly data?: any;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
}

export interface Asking {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Trà Vinh with its committees, officers and the launched campaign; no achievement yet. A real server on loopback. */
export interface World {
  readonly ids: ReturnType<typeof demoIds>;
  /** Its data folder. */
  readonly folder: string;
  house(): House;
  at(instant: string): void;
  /** Sends a document over HTTP as a person, null = nobody; answers in English. */
  ask(user: string | null, query: string, asking?: Asking): Promise<Answer>;
  /** The same with a token of one's own making. */
  askWith(authorization: string | null, body: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends anything else over HTTP as a person, null = nobody. */
  send(user: string | null, path: string, request?: RequestInit): Promise<Response>;
  /** Sends a mutation with one input and answers its payload. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
  change(user: string, field: string, reads: string, input: Readonly<Record<string, unknown>>): Promise<any>;
  /** Closes everything and opens the same folder again; `rebuild` throws all read models away first. */
  restart(options?: { rebuild: boolean }): Promise<void>;
  close(): Promise<void>;
}

const launchedBy = '2022-02-18T09:00:00+07:00';

/** The steps of the demo up to the launch, without hamlets. */
const founding = () => foundingMutations(demoSeed, { districts: null, hamlets: false, members: false });

export const openWorld = async (): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-'));
  const clock = scenarioClock('2022-01-01T00:00:00+07:00');
  const log = pino({ level: 'silent' });
  let house = await openHouse(folder, clock, log);
  await found(house, clock);
  let url = (await house.listen('127.0.0.1', 0)).url;
  const tokens = await demoTokens(folder);

  const askWith: World['askWith'] = async (authorization, body, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(authorization !== null && { authorization }),
        ...headers,
      },
      body,
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const ask: World['ask'] = async (user, query, { variables = {}, headers = {} } = {}) =>
    askWith(user === null ? null : `Bearer ${await tokens.issue(user)}`, JSON.stringify({ query, variables }), headers);

  return {
    ids: demoIds(demoSeed),
    folder,
    house: () => house,
    at: (instant) => clock.set(instant),
    ask,
    askWith,
    async send(user, path, request = {}) {
      const headers = new Headers(request.headers);
      if (user !== null) headers.set('authorization', `Bearer ${await tokens.issue(user)}`);
      return fetch(`${url}${path}`, { ...request, headers });
    },
    async change(user, field, reads, input) {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation($input: ${inputTypes[field] ?? type}!) { ${field}(input: $input) { ${reads} userErrors { __typename code message field } } }`;
      const { body } = await ask(user, query, { variables: { input } });
      if (body.errors) throw new Error(`${field}: ${JSON.stringify(body.errors)}`);
      return body.data[field];
    },
    async restart({ rebuild } = { rebuild: false }) {
      await house.close();
      if (rebuild) {
        for (const name of ['registry', 'submission', 'review', 'analytics']) {
          for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `${name}.read.db${suffix}`), { force: true });
        }
      }
      house = await openHouse(folder, clock, log);
      await house.drain();
      url = (await house.listen('127.0.0.1', 0)).url;
    },
    async close() {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const inputTypes: Readonly<Record<string, string>> = {
  achievementAttachEvidence: 'EvidenceInput',
  achievementWithdrawEvidence: 'EvidenceWithdrawInput',
  achievementDeclareContributions: 'ContributionsInput',
  achievementRequestAmendment: 'AchievementAmendmentInput',
  campaignDraft: 'CampaignPlanInput',
  achievementReportQuantities: 'AchievementQuantitiesInput',
  reviewApprove: 'ReviewDecisionInput',
  reviewReturn: 'ReviewDecisionInput',
};

const found = async (house: House, clock: { set(instant: string): void }): Promise<void> => {
  await bootstrapDemo(house.stores.executor, demoSeed);
  await takeSteps(house, founding(), clock, new AbortController().signal, () => undefined);
  clock.set(launchedBy);
};
