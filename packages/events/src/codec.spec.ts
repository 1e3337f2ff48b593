import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { eventSchemas } from './catalogue.js';
import { eventCodec, makeCodec, UnknownEventType, UnstorableEvent, type Upcast } from './codec.js';
import { eventBytesMax } from './envelope.js';
import { quantityValue } from './values.js';

/** An event that changed its shape twice: one number of metres, then lines, then lines with their unit. */
const schemas = {
  'RoadBuilt.v3': z.strictObject({ lines: z.array(z.strictObject({ value: quantityValue(), unit: z.string() })) }),
  'Noted.v1': z.strictObject({ note: z.string() }),
};
const upcasts: readonly Upcast[] = [
  {
    from: 'RoadBuilt.v1',
    to: 'RoadBuilt.v2',
    lift: (data) => ({ values: [(data as { metres: number }).metres] }),
  },
  {
    from: 'RoadBuilt.v2',
    to: 'RoadBuilt.v3',
    lift: (data) => ({ lines: (data as { values: number[] }).values.map((value) => ({ value, unit: 'm' })) }),
  },
];
const codec = makeCodec(schemas, upcasts);
const latest = { type: 'RoadBuilt.v3', data: { lines: [{ value: 1200, unit: 'm' }] } };

describe('an old version', () => {
  it('is lifted on read to the next', () => {
    expect(codec.decode('RoadBuilt.v2', '{"values":[1200]}')).toEqual(latest);
  });

  it('is lifted through all versions to the latest, in whatever order the lifts are listed', () => {
    for (const lifts of [upcasts, [...upcasts].reverse()]) {
      expect(makeCodec(schemas, lifts).decode('RoadBuilt.v1', '{"metres":1200}')).toEqual(latest);
    }
  });

  it('leaves the latest version and other events as they are', () => {
    expect(codec.decode(latest.type, codec.encode(latest))).toEqual(latest);
    expect(codec.decode('Noted.v1', '{"note":"đỏ"}')).toEqual({ type: 'Noted.v1', data: { note: 'đỏ' } });
  });

  it('is never stored again', () => {
    expect(() => codec.encode({ type: 'RoadBuilt.v1', data: { metres: 1200 } })).toThrow(UnknownEventType);
  });

  it('is no current name: a lift from one is refused', () => {
    const lift = (data: unknown) => data;
    expect(() => makeCodec(schemas, [{ from: 'Noted.v1', to: 'RoadBuilt.v3', lift }])).toThrow('Noted.v1 is current');
  });

  it('has one lift: a second from the same name is refused', () => {
    const twice = [...upcasts, { from: 'RoadBuilt.v1', to: 'RoadBuilt.v3', lift: (data: unknown) => data }];
    expect(() => makeCodec(schemas, twice)).toThrow('lifted twice');
  });

  it('that is lifted in a circle ends as an unknown type', () => {
    const lift = (data: unknown) => data;
    const circle = [
      { from: 'A.v1', to: 'A.v2', lift },
      { from: 'A.v2', to: 'A.v1', lift },
    ];
    expect(() => makeCodec(schemas, circle).decode('A.v1', '{}')).toThrow(UnknownEventType);
  });
});

describe('a type that this build does not know', () => {
  it.each(['Unheard.v1', 'RoadBuilt.v4', 'Noted', '', 'toString', 'constructor', '__proto__'])(
    '"%s" throws',
    (type) => {
      expect(() => codec.decode(type, '{}')).toThrow(UnknownEventType);
      expect(() => codec.encode({ type, data: {} })).toThrow(UnknownEventType);
      expect(() => eventCodec.decode(type, '{}')).toThrow(UnknownEventType);
    },
  );

  it('is named by the error, so that a reader can say why it stopped', () => {
    expect(() => codec.decode('RoadBuilt.v4', '{}')).toThrow('RoadBuilt.v4');
    expect(new UnknownEventType('RoadBuilt.v4').type).toBe('RoadBuilt.v4');
  });
});

describe('what must not be stored', () => {
  it.each([
    ['a missing field', {}],
    ['a field of another type', { note: 1 }],
    ['a field too many', { note: 'x', by: 'y' }],
    ['nothing', undefined],
    ['a list', []],
  ])('%s throws', (_, data) => {
    expect(() => codec.encode({ type: 'Noted.v1', data })).toThrow(UnstorableEvent);
  });

  it('is an event over 900 KB, counted in bytes and not in letters', () => {
    const frame = Buffer.byteLength('{"note":""}');
    const largest = 'ạ'.repeat((eventBytesMax - frame - 1) / 3).padEnd((eventBytesMax - frame - 1) / 3 + 1, 'x');
    expect(Buffer.byteLength(codec.encode({ type: 'Noted.v1', data: { note: largest } }))).toBe(eventBytesMax);
    expect(() => codec.encode({ type: 'Noted.v1', data: { note: `${largest}x` } })).toThrow(UnstorableEvent);
    expect(() => codec.encode({ type: 'Noted.v1', data: { note: `${largest}x` } })).toThrow('900001 bytes');
    expect(eventBytesMax).toBe(900_000);
  });
});

describe('encoding', () => {
  it('loses nothing of any text or number', () => {
    // Any UTF-16, half characters too.
    const words = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));
    const road = fc.record({ value: fc.maxSafeNat(), unit: words });
    fc.assert(
      fc.property(fc.array(road), (lines) => {
        const event = { type: 'RoadBuilt.v3', data: { lines } };
        expect(codec.decode(event.type, codec.encode(event))).toEqual(event);
      }),
    );
  });

  it('is the same text whatever order the fields came in: a retried append stores the same bytes', () => {
    const one = codec.encode({ type: 'RoadBuilt.v3', data: { lines: [{ value: 1, unit: 'm' }] } });
    expect(codec.encode({ type: 'RoadBuilt.v3', data: { lines: [{ unit: 'm', value: 1 }] } })).toBe(one);
  });

  it('knows each event of the catalogue and no other', () => {
    for (const type of Object.keys(eventSchemas)) {
      expect(eventCodec.decode(type, '{}')).toEqual({ type, data: {} });
    }
  });
});
