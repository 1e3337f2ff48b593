import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { committeeNameOf } from '@thidua/authority';
import { scenarioClock } from '@thidua/event-sourcing';
import { bootstrap } from '@thidua/registry';
import { demoTokens } from '@thidua/service/demo-tokens';
import { pino } from 'pino';
import { type House, openHouse } from '../src/house.js';
import type { Answer } from './world.js';

/** The unit on top of an installation. */
export interface Top {
  readonly code: string;
  readonly type: string;
  readonly nameVi: string;
  readonly nameEn: string;
}

const traVinh: Top = { code: '84', type: 'province', nameVi: 'Tỉnh Trà Vinh', nameEn: 'Tra Vinh Province' };

/** An installation of one's own: a province as its root, the committee there, one administrator. A real server on loopback. */
export interface OwnWorld {
  readonly folder: string;
  house(): House;
  /** Sets the clock. */
  at(instant: string): void;
  ask(user: string | null, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Uploads a small picture under an id of one's own, which it answers. */
  upload(user: string, actingAs?: string): Promise<string>;
  /** Sends a table as the administrator; answers the payload. */
  importUnits(
    csv: string,
    options?: { readonly dryRun?: boolean; readonly key?: string; readonly as?: string },
    // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
  ): Promise<any>;
  close(): Promise<void>;
}

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The table of units, with all that is said of it. */
export const unitsImport = `mutation($input: UnitsImportInput!, $dryRun: Boolean!) { unitsImport(input: $input, dryRun: $dryRun) {
  imported unchanged repeated faultCount receipt
  userErrors { __typename code message field ... on ImportFault { line column value suggestion } } } }`;

export const openOwnWorld = async (top: Top = traVinh): Promise<OwnWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-own-'));
  const clock = scenarioClock('2022-01-01T08:00:00+07:00');
  const house = await openHouse(folder, clock, pino({ level: 'silent' }));
  const administrator = `admin@${top.code}`;
  await bootstrap(house.stores.executor, {
    kind: 'OWN',
    key: 'own-world',
    unit: { ...top, unitId: 'root', level: 'province' },
    committeeName: committeeNameOf(top.nameVi),
    administrator: { appointmentId: 'first', userId: administrator },
    validFrom: '2022-01-01',
  });
  await house.drain();
  const { url } = await house.listen('127.0.0.1', 0);
  const tokens = await demoTokens(folder);

  const ask: OwnWorld['ask'] = async (user, query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(user !== null && { authorization: `Bearer ${await tokens.issue(user)}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };

  return {
    folder,
    house: () => house,
    at: (instant) => clock.set(instant),
    ask,
    async upload(user, actingAs) {
      const id = randomUUID();
      const authorization = `Bearer ${await tokens.issue(user)}`;
      const { status } = await fetch(`${url}/evidence/${id}`, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'image/png', ...(actingAs && { 'acting-as': actingAs }) },
        body: png,
      });
      if (status !== 201) throw new Error(`the upload of ${user} was answered with ${status}`);
      return id;
    },
    async importUnits(csv, { dryRun = false, key = randomUUID(), as = administrator } = {}) {
      const input = { idempotencyKey: key, csv, validFrom: '2022-01-01' };
      const { body } = await ask(as, unitsImport, { input, dryRun });
      if (body.errors) throw new Error(JSON.stringify(body.errors));
      return body.data.unitsImport;
    },
    async close() {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
