import { describe, expect, it } from '@jest/globals';
import {
  endsAppend,
  eventIdOf,
  makeCodec,
  quantityValue,
  text,
  UnknownEventType,
  UnstorableEvent,
} from '@thidua/events';
import { appendOf, counted, envelopeOf, type LogHarness, noted, to } from './log-harness.js';
import { OpenedLog } from './opened-log.js';
import { retryContract } from './retry.contract.js';

/** What every adapter of the event store promises. `retriedAppends` is less than 10,000 where each one is synced. */
export const eventStoreContract = (
  name: string,
  newLog: () => Promise<LogHarness>,
  { retriedAppends = 10_000 } = {},
): void => {
  describe(`${name} as an event store`, () => {
    describe('appending', () => appending(new OpenedLog(newLog)));
    describe('refusing', () => refusing(new OpenedLog(newLog)));
    describe('several streams', () => severalStreams(new OpenedLog(newLog)));
    describe('reading', () => reading(new OpenedLog(newLog)));
    describe('time, notices, end', () => timeNoticesEnd(new OpenedLog(newLog)));
    describe('retries and rivals', () => retryContract(new OpenedLog(newLog), retriedAppends));
  });
};

const appending = (log: OpenedLog) => {
  it('gives back what was appended, with its envelope and place', async () => {
    const stream = log.own('note');
    const actor = { userId: 'b', orgId: null, role: null, appointmentId: null, onBehalfOfUserId: 'c' };
    const envelope = envelopeOf(log.own('command'), {
      actor,
      via: 'a process',
      causationId: 'cause',
      synthetic: false,
    });
    const note = 'Trà Vinh: "đỏ" \u0000 😀 \ud800\n';
    const { receipt, recordedAt } = await log.append({ envelope, streams: [to(stream, -1, noted(note), counted(7))] });

    const stored = await log.store.readStream(stream, 0, 10);
    const place = { ...envelope, stream, appendSize: 2, recordedAt };
    expect(stored).toEqual([
      {
        ...place,
        ...noted(note),
        revision: 0,
        appendIndex: 0,
        eventId: eventIdOf(envelope.commandId, 0),
        receipt: expect.any(Number),
      },
      { ...place, ...counted(7), revision: 1, appendIndex: 1, eventId: eventIdOf(envelope.commandId, 1), receipt },
    ]);
    expect((await log.everything()).map(({ position: _, ...event }) => event)).toEqual(stored);
  });

  it('answers the receipt of the last event, growing along the log', async () => {
    const first = await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(1), counted(2), counted(3))));
    const second = await log.append(appendOf(log.own('2'), to(log.own('b'), -1, counted(4))));
    const receipts = (await log.everything()).map((event) => event.receipt);
    expect(receipts).toEqual([...receipts].sort((a, b) => a - b));
    expect(new Set(receipts).size).toBe(4);
    expect([receipts[2], receipts[3]]).toEqual([first.receipt, second.receipt]);
  });

  it('counts revisions of a stream from 0 and positions of the log without a gap', async () => {
    const before = await log.store.head();
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0), counted(1))));
    await log.append(appendOf(log.own('2'), to(log.own('b'), -1, counted(0))));
    await log.append(appendOf(log.own('3'), to(log.own('a'), 1, counted(2))));
    const events = await log.everything();
    expect(events.map((event) => event.revision)).toEqual([0, 1, 0, 2]);
    expect(events.map((event) => event.position - before)).toEqual([1, 2, 3, 4]);
    expect(await log.store.head()).toBe(before + 4);
  });

  it('keeps everything over a restart', async () => {
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0)), to(log.own('b'), -1, counted(1))));
    const before = await log.everything();
    await log.reopen();
    expect(await log.everything()).toEqual(before);
    await log.append(appendOf(log.own('2'), to(log.own('a'), 0, counted(2))));
    expect((await log.everything()).length).toBe(3);
  });
};

const refusing = (log: OpenedLog) => {
  it.each([
    { there: 0, expected: 0 },
    { there: 0, expected: 4 },
    { there: 3, expected: -1 },
    { there: 3, expected: 1 },
    { there: 3, expected: 3 },
  ])('refuses revision $expected of a stream of $there events', async ({ there, expected }) => {
    const stream = log.own('a');
    if (there > 0)
      await log.append(appendOf(log.own('0'), to(stream, -1, ...Array.from({ length: there }, (_, n) => counted(n)))));
    const outcome = await log.store.append(appendOf(log.own('1'), to(stream, expected, counted(99))));
    expect(outcome).toEqual({ kind: 'wrong-revision', stream, expected, actual: there - 1 });
    expect((await log.everything()).length).toBe(there);
  });

  it('goes on at the right revision and the next position after a refusal', async () => {
    const stream = log.own('a');
    const head = await log.store.head();
    await log.append(appendOf(log.own('1'), to(stream, -1, counted(0))));
    await log.store.append(appendOf(log.own('2'), to(stream, -1, counted(1))));
    expect(await log.store.head()).toBe(head + 1);
    await log.append(appendOf(log.own('2'), to(stream, 0, counted(1))));
    expect((await log.everything()).map((event) => event.position - head)).toEqual([1, 2]);
  });

  it('throws on an append that makes no sense and stores nothing', async () => {
    const stream = log.own('a');
    const senseless = [
      [],
      [to(stream, -1)],
      [to(stream, -1, counted(1)), to(stream, -1, counted(2))],
      [to('', -1, counted(1))],
      [to(`${stream}\ud800`, -1, counted(1))],
      [to(stream, -2, counted(1))],
      [to(stream, Number.NaN, counted(1))],
    ];
    for (const streams of senseless) {
      await expect(log.store.append(appendOf(log.own('1'), ...streams))).rejects.toThrow(RangeError);
    }
    expect(await log.everything()).toEqual([]);
  });

  it('throws on an event that its schema refuses or does not know and stores nothing of the append', async () => {
    const bad = { type: 'Counted.v1', data: -1 };
    const unknown = { type: 'Unheard.v1', data: 1 };
    const append = (event: { type: string; data: number }) =>
      log.store.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(1)), to(log.own('b'), -1, event)));
    await expect(append(bad)).rejects.toThrow(UnstorableEvent);
    await expect(append(unknown)).rejects.toThrow(UnknownEventType);
    expect(await log.everything()).toEqual([]);
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(1))));
  });
};

const severalStreams = (log: OpenedLog) => {
  it('appends to several streams as one, in the order given', async () => {
    const [a, b, c] = [log.own('a'), log.own('b'), log.own('c')];
    await log.append(appendOf(log.own('1'), to(b, -1, counted(0))));
    await log.append(
      appendOf(log.own('2'), to(c, -1, counted(1), counted(2)), to(b, 0, counted(3)), to(a, -1, counted(4))),
    );
    const appended = (await log.everything()).slice(1);
    expect(appended.map((event) => [event.stream, event.revision, event.appendIndex, event.appendSize])).toEqual([
      [c, 0, 0, 4],
      [c, 1, 1, 4],
      [b, 1, 2, 4],
      [a, 0, 3, 4],
    ]);
    expect(appended.map((event) => event.eventId)).toEqual([0, 1, 2, 3].map((n) => eventIdOf(log.own('2'), n)));
  });

  it('appends to none of the streams where one has another revision', async () => {
    const [a, b, c] = [log.own('a'), log.own('b'), log.own('c')];
    await log.append(appendOf(log.own('1'), to(b, -1, counted(0))));
    const append = appendOf(log.own('2'), to(a, -1, counted(1)), to(b, -1, counted(2)), to(c, -1, counted(3)));
    expect(await log.store.append(append)).toEqual({ kind: 'wrong-revision', stream: b, expected: -1, actual: 0 });
    expect((await log.everything()).length).toBe(1);
    expect(await log.store.readStream(a, 0, 10)).toEqual([]);
  });

  it('keeps the order of each stream while eight are written side by side', async () => {
    const streams = Array.from({ length: 8 }, (_, n) => log.own(`s${n}`));
    const write = async (stream: string) => {
      for (let n = 0; n < 20; n++) await log.append(appendOf(`${stream}/${n}`, to(stream, n - 1, counted(n))));
    };
    await Promise.all(streams.map(write));
    const events = (await log.pages(7)).flat();
    expect(events.length).toBe(160);
    for (const stream of streams) {
      const inOrder = Array.from({ length: 20 }, (_, n) => n);
      expect((await log.store.readStream(stream, 0, 100)).map((event) => event.data)).toEqual(inOrder);
      expect(events.filter((event) => event.stream === stream).map((event) => event.data)).toEqual(inOrder);
    }
  });
};

const reading = (log: OpenedLog) => {
  it('reads a stream from any revision on, a page at a time, and nothing where there is none', async () => {
    const stream = log.own('a');
    await log.append(
      appendOf(log.own('1'), to(stream, -1, ...[0, 1, 2, 3, 4].map(counted)), to(log.own('b'), -1, counted(9))),
    );
    const read = async (from: number, limit: number) =>
      (await log.store.readStream(stream, from, limit)).map((event) => event.data);
    expect(await read(0, 2)).toEqual([0, 1]);
    expect(await read(2, 2)).toEqual([2, 3]);
    expect(await read(4, 2)).toEqual([4]);
    expect(await read(5, 2)).toEqual([]);
    expect(await log.store.readStream(log.own('none'), 0, 10)).toEqual([]);
  });

  it('reads the log in pages of any size, each of whole appends, and nothing twice or never', async () => {
    const sizes = [1, 4, 1, 1, 7, 2, 3, 1];
    for (const [n, size] of sizes.entries()) {
      await log.append(
        appendOf(log.own(`${n}`), to(log.own(`s${n}`), -1, ...Array.from({ length: size }, (_, k) => counted(k)))),
      );
    }
    const everything = await log.everything();
    for (let limit = 1; limit <= 21; limit++) {
      const pages = await log.pages(limit);
      expect(pages.flat()).toEqual(everything);
      for (const page of pages) {
        expect(page[0]?.appendIndex).toBe(0);
        expect(page.slice(-1).every(endsAppend)).toBe(true);
        expect(page.length).toBeLessThan(limit + 7);
      }
    }
  });

  it('reads nothing after the head of the log', async () => {
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0))));
    const head = await log.store.head();
    expect(await log.store.readAll(head, 10)).toEqual([]);
    expect(await log.store.readAll(head + 5, 10)).toEqual([]);
  });

  it('throws on a page of nothing, which would look like the end of the log', async () => {
    await expect(log.store.readAll(0, 0)).rejects.toThrow(RangeError);
    await expect(log.store.readStream(log.own('a'), 0, 0)).rejects.toThrow(RangeError);
  });

  it('lifts old versions on read, and stops at a type that this build does not know', async () => {
    const stream = log.own('a');
    await log.append(appendOf(log.own('1'), to(stream, -1, noted('three'))));
    const lift = (note: unknown) => String(note).length;
    await log.reopen(makeCodec({ 'Counted.v1': quantityValue() }, [{ from: 'Noted.v1', to: 'Counted.v1', lift }]));
    expect(await log.store.readStream(stream, 0, 10)).toMatchObject([counted(5)]);
    expect(await log.everything()).toMatchObject([counted(5)]);
    await log.reopen(makeCodec({ 'Other.v1': text() }, []));
    await expect(log.store.readStream(stream, 0, 10)).rejects.toThrow(UnknownEventType);
    await expect(log.everything()).rejects.toThrow(UnknownEventType);
  });
};

const timeNoticesEnd = (log: OpenedLog) => {
  it('records the time of the clock, and never an earlier one than before', async () => {
    const recordAt = async (instant: string, n: number) => {
      log.clock.set(instant);
      return (await log.append(appendOf(log.own(`${n}`), to(log.own(`${n}`), -1, counted(n))))).recordedAt;
    };
    expect(await recordAt('2022-03-01T01:00:00.005Z', 1)).toBe('2022-03-01T01:00:00.005Z');
    expect(await recordAt('2022-02-01T00:00:00.000Z', 2)).toBe('2022-03-01T01:00:00.005Z');
    await log.reopen();
    expect(await recordAt('2022-02-01T00:00:00.000Z', 3)).toBe('2022-03-01T01:00:00.005Z');
    expect(await recordAt('2022-03-01T01:00:00.006Z', 4)).toBe('2022-03-01T01:00:00.006Z');
  });

  it('gives notice after each append, while the listener listens', async () => {
    let notices = 0;
    const unsubscribe = log.store.onAppended(() => {
      notices += 1;
    });
    const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0))));
    await settled();
    expect(notices).toBe(1);
    unsubscribe();
    await log.append(appendOf(log.own('2'), to(log.own('a'), 0, counted(1))));
    await settled();
    expect(notices).toBe(1);
  });

  it('answers nothing once it is closed, and closes twice without harm', async () => {
    const { store } = log;
    await store.close();
    await store.close();
    await expect(store.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0))))).rejects.toThrow('closed');
    await expect(store.readStream(log.own('a'), 0, 10)).rejects.toThrow('closed');
    await expect(store.readAll(0, 10)).rejects.toThrow('closed');
    await expect(store.head()).rejects.toThrow('closed');
  });
};
