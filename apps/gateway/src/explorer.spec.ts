import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import { buildASTSchema, parse, specifiedRules, validate } from 'graphql';
import { limitRule } from './limits.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n`;

/** What the page shows: documents that find ids, and examples by their names. */
interface Listed {
  readonly ids: readonly string[];
  readonly examples: readonly {
    readonly file: string;
    readonly vi: string;
    readonly en: string;
    readonly variables: Readonly<Record<string, string>>;
  }[];
}

/** A service's slice of the graph: one file, or one a feature. */
const slicesOf = (service: string): readonly string[] =>
  globSync('src/**/*.graphql', { cwd: new URL(`../../${service}/`, import.meta.url) })
    .sort()
    .map((file) => read(`../../${service}/${file}`));

describe('the explorer', () => {
  const services = ['registry', 'submission', 'review', 'analytics'];
  const shared = read('../../../packages/service/src/shared.graphql');
  const composition = composeServices(
    services.map((name) => ({
      name,
      typeDefs: parse([federation, shared, ...slicesOf(name)].join('\n')),
    })),
  );
  const files = readdirSync(new URL('./explorer/', import.meta.url));
  const examples = files.filter((file) => file.endsWith('.graphql'));

  it('names each example in both languages, and loads nothing that it does not serve', () => {
    const listed = JSON.parse(read('./explorer/examples.json')) as Listed;
    expect([...listed.ids, ...listed.examples.map(({ file }) => file)].sort()).toEqual([...examples].sort());
    for (const { file, vi, en } of listed.examples) {
      expect([file, vi]).toEqual([file, expect.stringMatching(/[à-ỹđ]/i)]);
      expect([file, en]).toEqual([file, expect.stringMatching(/^[ -~]+$/)]);
    }
    const served = read('./explorer.ts');
    expect(files.filter((file) => file !== 'index.html' && !served.includes(`'${file}': {`))).toEqual([]);
  });

  it.each(examples)('fills in the variables that an example has, and no others: %s', (file) => {
    const { ids, examples: shown } = JSON.parse(read('./explorer/examples.json')) as Listed;
    if (ids.includes(file)) return;
    const [operation] = parse(read(`./explorer/${file}`)).definitions;
    const declared = operation?.kind === 'OperationDefinition' ? (operation.variableDefinitions ?? []) : [];
    const { variables = {} } = shown.find((one) => one.file === file) ?? {};
    expect(Object.keys(variables).sort()).toEqual(declared.map(({ variable }) => variable.name.value).sort());
  });

  it("has the services' real schemas to show: they compose", () => {
    expect(composition.errors?.map(({ message }) => message)).toBeUndefined();
  });

  it.each(examples)('shows an example that fits the real schemas and the limits: %s', (file) => {
    const schema = buildASTSchema(parse(composition.publicSdl ?? ''));
    const errors = validate(schema, parse(read(`./explorer/${file}`)), [...specifiedRules, limitRule]);
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it.each(examples)('explains it in Vietnamese first, then in English: %s', (file) => {
    expect(read(`./explorer/${file}`)).toMatch(/^# [^\n]*[à-ỹđ][^\n]*\n(# [^\n]*\n|#\n)*# [ -~“”à-ỹÀ-Ỹ]+\n/i);
  });

  it('names no other server in anything of its own', () => {
    expect(files.filter((file) => /https?:\/\/|(src|href)="\/\//.test(read(`./explorer/${file}`)))).toEqual([]);
  });
});
