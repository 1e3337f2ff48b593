import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../test/schema-walk.js';
import { type EventType, eventSchemas } from './catalogue.js';
import type { DomainEvent } from './envelope.js';
import { sealedData, sealedWord } from './sealing.js';

const types = Object.keys(eventSchemas) as EventType[];
const exampleOf = (type: string): DomainEvent =>
  JSON.parse(readFileSync(new URL(`../examples/${type}.json`, import.meta.url), 'utf8'));

/** Every value that is no object and no list, with where it stands, as `fieldsOf` names it. */
const leavesOf = (path: string, value: unknown): readonly (readonly [path: string, value: unknown])[] => {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(`${path}[]`, item));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, field]) => leavesOf(`${path}.${name}`, field));
};

describe('sealed data', () => {
  it.each(types)('of %s hides what is marked and nothing else', (type) => {
    const event = exampleOf(type);
    const fields = fieldsOf(type, eventSchemas[type]);
    const marked = new Set(
      fields
        .filter(({ schema }) => schema.meta()?.text !== undefined || schema.meta()?.personal !== undefined)
        .map(({ path }) => path),
    );
    const shown = leavesOf(type, sealedData(event));
    const expected = leavesOf(type, event.data).map(([path, value]) => [path, marked.has(path) ? sealedWord : value]);
    expect(shown).toEqual(expected);
  });

  it('hides a field that its schema does not know', () => {
    const event = exampleOf('ReviewMooted.v1');
    const more = { ...event, data: { ...(event.data as object), unheard: 'secret' } };
    expect(sealedData(more)).toEqual({ ...(event.data as object), unheard: sealedWord });
  });
});
