import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OwnWorld, openOwnWorld } from './own-world.js';

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const casebook = (name: string) => file(`apps/registry/test/files/${name}.csv`);

interface Page {
  readonly edges: readonly { readonly node: { readonly code: string; readonly name: string } }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('units of an installation of its own, over HTTP', () => {
  let world: OwnWorld;
  beforeAll(async () => {
    world = await openOwnWorld();
  });
  afterAll(() => world.close());

  const list = async (args: string, minReceipt?: string): Promise<Page> => {
    const receipt = minReceipt === undefined ? '' : `, minReceipt: "${minReceipt}"`;
    const query = `{ units(first: 100 ${args}${receipt}) { edges { node { code name } } totalCount pageInfo { hasNextPage endCursor } } }`;
    const { body } = await world.ask('somebody', query);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data.units;
  };
  const codes = ({ edges }: Page) => edges.map(({ node }) => node.code);

  it('are told all that is at fault with line, column, value and suggestion, and nothing is stored (case 09)', async () => {
    const payload = await world.importUnits(casebook('09-units-codes-damaged'));
    expect(payload).toMatchObject({ imported: null, receipt: null, faultCount: 8 });
    expect(payload.userErrors[0]).toEqual({
      __typename: 'ImportFault',
      code: 'CODE_INVALID',
      message: 'Line 5, column code: the code "1" does not fit the level province (2 digits (2 chữ số)). Is it "01"?',
      field: ['csv'],
      line: 5,
      column: 'code',
      value: '1',
      suggestion: '01',
    });
    expect(codes(await list(''))).toEqual(['84']);
  });

  it('are imported upside down beside the root that stands (case 13), and a dry run stores nothing', async () => {
    const csv = casebook('13a-units-reversed');
    expect(await world.importUnits(csv, { dryRun: true })).toMatchObject({ imported: 23, unchanged: 1, receipt: null });
    expect(codes(await list(''))).toEqual(['84']);
    const key = randomUUID();
    const first = await world.importUnits(csv, { key });
    expect(first).toMatchObject({ imported: 23, unchanged: 1, repeated: false, userErrors: [] });
    expect((await list('', first.receipt)).totalCount).toBe(24);
    expect(await world.importUnits(csv, { key })).toMatchObject({ imported: 23, unchanged: 1, repeated: true });
    expect(await world.importUnits(csv)).toMatchObject({ imported: 0, unchanged: 24, repeated: false });
    expect(await world.importUnits(casebook('13b-units-duplicates'))).toMatchObject({ imported: null, faultCount: 7 });
    expect((await list('')).totalCount).toBe(24);
  });

  it('are refused to everybody but an administrator, in a dry run too', async () => {
    for (const dryRun of [false, true]) {
      const payload = await world.importUnits(casebook('34-units-names'), { as: 'somebody', dryRun });
      expect(payload).toMatchObject({ imported: null, userErrors: [{ code: 'NOT_ALLOWED' }] });
    }
    const { body } = await world.ask(null, '{ units { totalCount } }');
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('are found by any part of their name (case 34), in order, and listed below their parent', async () => {
    const { receipt } = await world.importUnits(casebook('34-units-names'));
    expect(codes(await list(', filter: { search: "Phuong Duc" }', receipt))).toEqual(['19780']);
    expect(codes(await list(', filter: { search: "m’drak" }'))).toEqual(['652', '24412']);
    const { body } = await world.ask(
      'somebody',
      '{ unit(by: { code: "771" }) { id children(first: 3) { edges { cursor node { code } } totalCount pageInfo { endCursor } } } }',
    );
    const { children, id } = body.data.unit;
    const shown = (edges: readonly { node: { code: string } }[]) => edges.map(({ node }) => node.code);
    expect(shown(children.edges)).toEqual(['27184', '27190', '27178']);
    expect(children.totalCount).toBe(4);
    const rest = await world.ask(
      'somebody',
      `{ unit(by: { id: "${id}" }) { children(first: 3, after: "${children.pageInfo.endCursor}") { edges { node { code } } } } }`,
    );
    expect(shown(rest.body.data.unit.children.edges)).toEqual(['27175']);
    expect(codes(await list(`, filter: { within: "${id}", level: COMMUNE }`))).toEqual([
      '27184',
      '27190',
      '27178',
      '27175',
    ]);
  });

  it('are told at most 100 faults, and how many there are', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => `${n + 1},842,commune,ward,Phường ${n + 1},`);
    const payload = await world.importUnits(`code,parent_code,level,type,name_vi,name_en\n${rows.join('\n')}`);
    expect(payload.faultCount).toBe(250);
    expect(payload.userErrors).toHaveLength(100);
  });
});

describe('the whole country', () => {
  it('is imported over HTTP in one request, and searched', async () => {
    const world = await openOwnWorld();
    try {
      const { imported, unchanged, receipt } = await world.importUnits(
        file('packages/scenario/data/vn-units-2022.csv'),
      );
      expect({ imported, unchanged }).toEqual({ imported: 11_366, unchanged: 1 });
      await world.house().drain();
      const query = '{ units(filter: { search: "nguyet hoa" }) { totalCount edges { node { code } } } }';
      const waiting = query.replace('{ units(', `{ units(minReceipt: "${receipt}", `);
      const { body } = await world.ask('somebody', waiting);
      expect(body.data.units.totalCount).toBe(1);
    } finally {
      await world.close();
    }
  });
});
