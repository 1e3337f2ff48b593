import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf, pathsIn } from '../test/schema-walk.js';
import { type EventType, eventSchemas } from './catalogue.js';
import { eventCodec } from './codec.js';

const folder = new URL('../examples/', import.meta.url);
const types = Object.keys(eventSchemas) as EventType[];

const exampleOf = (type: string): { type: string; data: unknown } =>
  JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8'));

describe('stored examples', () => {
  it('are one of each event type, and of nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(types.map((type) => `${type}.json`).sort());
  });

  it.each(types)('%s parses, and is stored again as it was', (type) => {
    const example = exampleOf(type);
    expect(example.type).toBe(type);
    const stored = JSON.stringify(example.data);
    const event = eventCodec.decode(type, stored);
    expect(event).toEqual(example);
    expect(eventCodec.encode(event)).toBe(stored);
  });

  it.each(types)('%s shows every field, so that none can be renamed or dropped', (type) => {
    const shown = new Set(pathsIn(type, exampleOf(type).data));
    const missing = fieldsOf(type, eventSchemas[type]).filter(({ path }) => !shown.has(path));
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it.each(types)('%s takes no field that it does not know', (type) => {
    const data = { ...(exampleOf(type).data as object), unheard: 1 };
    expect(() => eventCodec.encode({ type, data })).toThrow('unheard');
  });

  it('name their version, and no name but the version differs from another', () => {
    expect(types.filter((type) => !/^[A-Z][A-Za-z]+\.v[1-9]\d*$/.test(type))).toEqual([]);
    const names = types.map((type) => type.replace(/\.v\d+$/, ''));
    expect(new Set(names).size).toBe(names.length);
  });
});
