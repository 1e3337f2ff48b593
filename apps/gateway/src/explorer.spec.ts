import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import { buildASTSchema, parse, specifiedRules, validate } from 'graphql';
import { limitRule } from './limits.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n`;

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
