import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Rule } from '@thidua/authority';
import { Kind, parse } from 'graphql';
import { messages, ruleReasons, say, wordings } from './messages.js';
import { refuse } from './refusals.js';
import { returnReasons } from './return-reasons.js';

const sharedSdl = parse(readFileSync(new URL('./shared.graphql', import.meta.url), 'utf8'));
const codesOfSchema = sharedSdl.definitions.flatMap((definition) =>
  definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'UserErrorCode'
    ? (definition.values ?? []).map(({ name }) => name.value)
    : [],
);

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

/** Every text that is shown to a person, by a name for it. */
const catalogue = Object.entries({ messages, ruleReasons, wordings, returnReasons }).flatMap(([list, texts]) =>
  Object.entries(texts).map(([name, message]) => [`${list}.${name}`, message] as const),
);

/** The sources of all rules: what they name must have words here, whoever wrote it. */
const root = new URL('../../../', import.meta.url);
const rules = globSync('apps/*/src/*/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => readFileSync(new URL(path, root), 'utf8'));

describe('the catalogue of messages', () => {
  it('has a message for each UserErrorCode of the schema, and no other', () => {
    expect(codesOfSchema.length).toBeGreaterThan(40);
    expect(Object.keys(messages).sort()).toEqual([...codesOfSchema].sort());
  });

  it('says everything in Vietnamese and in English, never twice the same', () => {
    const poor = catalogue.filter(([, { vi, en }]) => vi.trim() === '' || en.trim() === '' || vi === en);
    expect(poor.map(([name]) => name)).toEqual([]);
  });

  it('names the same values in both languages', () => {
    const uneven = catalogue.filter(([, { vi, en }]) => placeholders(vi).join() !== placeholders(en).join());
    expect(uneven.map(([name]) => name)).toEqual([]);
  });

  it('has no brace that is not a value', () => {
    const odd = catalogue.filter(([, { vi, en }]) => /[{}]/.test(`${vi}${en}`.replace(/\{\w+\}/g, '')));
    expect(odd.map(([name]) => name)).toEqual([]);
  });

  it('is stored in NFC', () => {
    const decomposed = catalogue.filter(([, { vi, en }]) => `${vi}${en}` !== `${vi}${en}`.normalize('NFC'));
    expect(decomposed.map(([name]) => name)).toEqual([]);
  });

  it('has words for every rule that NotAllowed names', () => {
    // A rule without a line here does not compile.
    const known: Readonly<Record<Rule, true>> = {
      'no-appointment': true,
      'choose-appointment': true,
      'appointment-not-yours': true,
      role: true,
      'own-organisation': true,
      receiver: true,
      issuer: true,
      territory: true,
      'not-oneself': true,
    };
    expect(Object.keys(ruleReasons).sort()).toEqual(Object.keys(known).sort());
  });

  it('has words for every state and act that a decider refuses by', () => {
    const texts = rules
      .filter((text) => /'INVALID_TRANSITION'|\w+Status =|step-rules/.test(text))
      // A field of a type is no state.
      .map((text) => text.replaceAll(/\['\w+'\]/g, ''));
    const states = texts.flatMap((text) => text.match(/\b(readonly status:|\w+Status =)[^;]+;/g) ?? []);
    // An act stands in the refusal itself, or closes the call that asks whether the state allows it.
    const calls = /\bto: '[^']+'|\b(impossible|open|stopped)\([^;]*?, '[a-z-]+'\)/g;
    const acts = texts.flatMap((text) => text.match(calls) ?? []);
    const named = [...states, ...acts].flatMap((text) => text.match(/(?<=')[^']+(?=')/g) ?? []);
    const codes = new Set(named.filter((code) => /^[a-z-]+$/.test(code)));
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !(code in wordings))).toEqual([]);
  });

  it('has words for every part that a rule misses', () => {
    // A column of a file is named as it stands there.
    const parts = rules.flatMap((text) => text.match(/(?<=\bwhat: ')[^'_]+(?=')/g) ?? []);
    expect(parts.length).toBeGreaterThan(3);
    expect([...parts, 'areas', 'participantRules', 'rounds'].filter((part) => !(part in wordings))).toEqual([]);
  });
});

describe('a message', () => {
  const message = { vi: 'Nhiều nhất {max}, có {what}.', en: 'At most {max}, there are {what}; {max}.' };

  it('has its values put in, each wherever it stands, a list joined', () => {
    expect(say(message, 'vi', { max: 3, what: ['a', 'b'] })).toBe('Nhiều nhất 3, có a, b.');
    expect(say(message, 'en', { max: 0, what: '' })).toBe('At most 0, there are ; 0.');
  });

  it('shows the name of a value that is missing, and never reads a value as a message', () => {
    expect(say(message, 'vi', { max: null })).toBe('Nhiều nhất {max}, có {what}.');
    expect(say(message, 'vi', { max: '{what}', what: '$&' })).toBe('Nhiều nhất {what}, có $&.');
  });
});

describe('a refusal', () => {
  it('does not compile without the values of its message', () => {
    // @ts-expect-error max and count are missing.
    refuse('TOO_MANY', ['csv']);
    // @ts-expect-error count is missing.
    refuse('TOO_MANY', ['csv'], { max: 1 });
    // @ts-expect-error the reason is made from the rule.
    refuse('NOT_ALLOWED', undefined, { reason: 'role' });
    // @ts-expect-error nobody knows this code.
    expect(refuse('NO_SUCH_CODE').refused).toBe('NO_SUCH_CODE');
  });

  it('leaves out the field and the values where there are none', () => {
    expect(refuse('CONTENDED')).toEqual({ refused: 'CONTENDED' });
    expect(refuse('NOT_FOUND', ['unit'])).toEqual({ refused: 'NOT_FOUND', field: ['unit'] });
  });
});
