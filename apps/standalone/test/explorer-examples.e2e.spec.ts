import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answered } from './casebook-world.js';
import { type DemoWorld, openDemoWorld, twoDistricts } from './demo-world.js';

interface Example {
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
}

const explorer = new URL('../../gateway/src/explorer/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, explorer), 'utf8');
const { ids, examples } = JSON.parse(read('examples.json')) as {
  readonly ids: readonly string[];
  readonly examples: readonly Example[];
};

/** Every text of an answer by its alias, as the page takes them. */
const textsIn = (value: Answered, found: Record<string, string>): void => {
  for (const [name, below] of Object.entries(value ?? {})) {
    if (typeof below === 'string') found[name] ??= below;
    else if (below) textsIn(below, found);
  }
};

/** What the explorer opens with, on a demo that is loaded. */
describe('the examples of the explorer', () => {
  let demo: DemoWorld;

  beforeAll(async () => {
    demo = await openDemoWorld(twoDistricts);
  });
  afterAll(() => demo?.close());

  const send = (userId: string, query: string, variables: Readonly<Record<string, string>>) => {
    const context = { viewer: { userId }, actingAs: null, language: 'vi', minReceipt: null } as const;
    return demo.house.graph.execute({ query, variables, context });
  };

  /** The variables of an example as the page fills them in for this person. */
  const filledIn = async (userId: string, { variables }: Example) => {
    const known: Record<string, string> = {};
    for (const file of ids) textsIn((await send(userId, read(file), known)).data, known);
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value || (known[name] ?? '')]));
  };

  const answer = async (userId: string, file: string): Promise<Answered> => {
    const example = examples.find((one) => one.file === file);
    if (!example) throw new Error(`there is no example ${file}`);
    const variables = await filledIn(userId, example);
    expect(Object.entries(variables).filter(([, value]) => value === '')).toEqual([]);
    const { data, errors } = await send(userId, read(file), variables);
    expect(errors).toBeUndefined();
    return data;
  };

  const people = ['office@84', 'analyst@84', 'auditor@84', 'head@847', 'head@29398', 'head@29398-01'];

  it.each(people.flatMap((user) => examples.map(({ file }) => [user, file] as const)))(
    'answer %s all that is asked: %s',
    async (user, file) => {
      const data = await answer(user, file);
      expect(Object.entries(data).filter(([, value]) => value === null)).toEqual([]);
    },
  );

  it('have no fault for somebody who holds no appointment', async () => {
    for (const example of examples) {
      const { errors } = await send('nobody', read(example.file), await filledIn('nobody', example));
      expect([example.file, errors]).toEqual([example.file, undefined]);
    }
  });

  it("a unit's page shows its place, its figures and its latest work", async () => {
    const { unit, rollup, achievements } = await answer('analyst@84', 'unit.graphql');
    expect(unit).toMatchObject({ code: '84', name: 'Tỉnh Trà Vinh', ancestors: [] });
    expect(unit.organisations.length).toBeGreaterThan(0);
    expect(unit.children.edges).toHaveLength(unit.children.totalCount);
    expect(rollup.measures).toHaveLength(4);
    expect(rollup.achievements.approved).toBeGreaterThan(0);
    expect(rollup.coverage.length).toBeGreaterThan(0);
    const days = achievements.edges.map(({ node }: Answered) => node.completedOn);
    expect(days).toHaveLength(5);
    expect(days).toEqual([...days].sort().reverse());
  });

  it("a unit's page is that of one's own unit", async () => {
    for (const code of ['847', '29398', '29398-01']) {
      expect((await answer(`head@${code}`, 'unit.graphql')).unit.code).toBe(code);
    }
  });

  it('the tracker shows who owed a report, and reports', async () => {
    const { rollup, reports } = await answer('office@84', 'reports.graphql');
    expect(rollup.reporting.expected).toBeGreaterThan(0);
    expect(reports.edges.length).toBeGreaterThan(0);
  });

  it('figures of two dates differ', async () => {
    const { first, second } = await answer('analyst@84', 'rollup.graphql');
    const total = ({ measures }: Answered) =>
      measures.reduce((sum: number, { approved }: Answered) => sum + Number(approved.value), 0);
    expect(total(first)).toBeGreaterThan(0);
    expect(total(second)).toBeGreaterThan(total(first));
  });

  it('why the road is 1,020 m and not 1,200', async () => {
    const { now, before, difference, contributions } = await answer('analyst@84', 'why.graphql');
    const [metres, metresBefore] = [now, before].map(({ measures }) => measures[0].approved.value);
    expect([now.unit.code, metres, metresBefore, difference.change.value]).toEqual([
      ...['29398-01', '1020', '1200', '-180'],
    ]);
    const parts = difference.parts.map(({ quantity }: Answered) => Number(quantity.value));
    expect(parts.reduce((sum: number, part: number) => sum + part, 0)).toBe(-180);
    const facts = contributions.edges.map(({ node }: Answered) => Number(node.quantity.value));
    expect(facts.reduce((sum: number, fact: number) => sum + fact, 0)).toBe(1020);
  });

  it('the history of the road tells of its approval and its correction, and gives auditors the data', async () => {
    const { achievement, history } = await answer('auditor@84', 'history.graphql');
    expect(achievement.approvedLines).toMatchObject([{ quantity: { value: '1020' } }]);
    const entries = history.edges.map(({ node }: Answered) => node);
    const summaries: string[] = entries.map(({ summary }: Answered) => summary);
    expect(summaries.some((summary) => summary.startsWith('Công nhận: mét đường 1.200'))).toBe(true);
    expect(summaries.some((summary) => summary.startsWith('Đính chính: mét đường 1.200 thành 1.020'))).toBe(true);
    expect(entries.filter(({ data }: Answered) => data === null)).toEqual([]);
  });
});
