import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { bootstrap } from '@thidua/registry';
import { demoTokens } from '@thidua/service/demo-tokens';
import { pino } from 'pino';
import { type House, openHouse } from '../src/house.js';
import type { Answer } from './world.js';

/** An installation of one's own: Trà Vinh as its root, the committee there, one administrator. A real server on loopback. */
export interface OwnWorld {
  house(): House;
  ask(user: string | null, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Sends a table as the administrator; answers the payload. */
  importUnits(
    csv: string,
    options?: { readonly dryRun?: boolean; readonly key?: string; readonly as?: string },
    // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
  ): Promise<any>;
  close(): Promise<void>;
}

const administrator = 'admin@84';

const unitsImport = `mutation($input: UnitsImportInput!, $dryRun: Boolean!) { unitsImport(input: $input, dryRun: $dryRun) {
  imported unchanged repeated faultCount receipt
  userErrors { __typename code message field ... on ImportFault { line column value suggestion } } } }`;

export const openOwnWorld = async (): Promise<OwnWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-own-'));
  const house = await openHouse(folder, scenarioClock('2022-01-01T08:00:00+07:00'), pino({ level: 'silent' }));
  await bootstrap(house.stores.executor, {
    kind: 'OWN',
    key: 'own-world',
    unit: {
      unitId: 'root',
      code: '84',
      level: 'province',
      type: 'province',
      nameVi: 'Tỉnh Trà Vinh',
      nameEn: 'Tra Vinh Province',
    },
    committeeName: 'Ủy ban MTTQ Việt Nam tỉnh Trà Vinh',
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
    house: () => house,
    ask,
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
