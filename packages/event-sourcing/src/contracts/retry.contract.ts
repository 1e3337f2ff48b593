import { expect, it } from '@jest/globals';
import { eventIdOf } from '@thidua/events';
import type { Append } from '../event-store.js';
import { appendOf, counted, envelopeOf, noted, randomFrom, to } from './log-harness.js';
import type { OpenedLog } from './opened-log.js';

const retryTimeoutMs = 60_000;

/** The part of the event store's contract about the same append sent again, and about rivals for one revision. */
export const retryContract = (log: OpenedLog, retriedAppends: number): void => {
  repeats(log);
  reusedKeys(log);
  lostAnswers(log, retriedAppends);
  rivals(log);
};

const repeats = (log: OpenedLog) => {
  it('answers the same append the same and changes nothing, also later, also after a restart', async () => {
    const append = appendOf(
      log.own('1'),
      to(log.own('a'), -1, counted(0), noted('x')),
      to(log.own('b'), -1, counted(1)),
    );
    const { receipt, recordedAt, repeated } = await log.append(append);
    expect(repeated).toBe(false);
    await log.append(appendOf(log.own('2'), to(log.own('a'), 1, counted(2))));
    log.clock.set('2022-03-02T00:00:00.000Z');
    const before = await log.everything();

    expect(await log.append(append)).toEqual({ kind: 'appended', receipt, recordedAt, repeated: true });
    await log.reopen();
    expect(await log.append(append)).toEqual({ kind: 'appended', receipt, recordedAt, repeated: true });
    expect(await log.everything()).toEqual(before);
  });
};

const reusedKeys = (log: OpenedLog) => {
  const differing: Record<string, (command: string, a: string, b: string) => Append> = {
    'other data': (command, a, b) => appendOf(command, to(a, -1, counted(7)), to(b, -1, counted(2))),
    'another type': (command, a, b) => appendOf(command, to(a, -1, noted('1')), to(b, -1, counted(2))),
    'another stream': (command, a, b) => appendOf(command, to(`${a}x`, -1, counted(1)), to(b, -1, counted(2))),
    'another order of streams': (command, a, b) => appendOf(command, to(b, -1, counted(1)), to(a, -1, counted(2))),
    'another revision': (command, a, b) => appendOf(command, to(a, 0, counted(1)), to(b, -1, counted(2))),
    'fewer events': (command, a) => appendOf(command, to(a, -1, counted(1))),
    'more events': (command, a, b) => appendOf(command, to(a, -1, counted(1)), to(b, -1, counted(2), counted(3))),
    'another input': (command, a, b) => ({
      envelope: envelopeOf(command, { inputHash: 'another' }),
      streams: [to(a, -1, counted(1)), to(b, -1, counted(2))],
    }),
  };

  it.each(Object.keys(differing))(
    'says that the event id is taken where the same command comes with %s',
    async (what) => {
      const [command, a, b] = [log.own('1'), log.own('a'), log.own('b')];
      await log.append(appendOf(command, to(a, -1, counted(1)), to(b, -1, counted(2))));
      const before = await log.everything();
      const outcome = await log.store.append(differing[what]?.(command, a, b) as Append);
      expect(outcome).toEqual({ kind: 'event-id-taken', eventId: eventIdOf(command, 0) });
      expect(await log.everything()).toEqual(before);
    },
  );
};

const lostAnswers = (log: OpenedLog, appends: number) => {
  it(
    `holds exactly ${appends} events after ${appends} appends of which a tenth lost their answer and were sent again`,
    async () => {
      const random = randomFrom(5);
      const restartAt = appends / 2;
      for (let n = 0; n < appends; n++) {
        const append = appendOf(log.own(`${n}`), to(log.own(`s${n % 10}`), Math.floor(n / 10) - 1, counted(n)));
        const answer = await log.append(append);
        if (n === restartAt) await log.reopen();
        if (n === restartAt || random() < 0.1) expect(await log.append(append)).toEqual({ ...answer, repeated: true });
      }
      const events = await log.everything();
      expect(events.length).toBe(appends);
      expect(events.every((event, n) => event.data === n)).toBe(true);
    },
    retryTimeoutMs,
  );
};

const nextRound = () => new Promise((resolve) => setImmediate(resolve));

const rivals = (log: OpenedLog) => {
  it(
    'gives each revision to exactly one of eight writers, in 500 attempts of each',
    async () => {
      const stream = log.own('contended');
      const winners: string[] = [];
      const kinds = new Set<string>();
      let head = -1;
      const write = async (writer: number) => {
        for (let n = 0; n < 500; n++) {
          const expected = head;
          // All see a revision before one of them takes it, and some come a round late.
          await nextRound();
          if ((n + writer) % 3 === 0) await nextRound();
          const outcome = await log.store.append(
            appendOf(`${stream}/${writer}/${n}`, to(stream, expected, counted(writer))),
          );
          kinds.add(outcome.kind);
          if (outcome.kind !== 'appended') continue;
          expect(winners[expected + 1]).toBeUndefined();
          winners[expected + 1] = `${stream}/${writer}/${n}`;
          head = Math.max(head, expected + 1);
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));

      expect([...kinds].sort()).toEqual(['appended', 'wrong-revision']);
      const events = await log.store.readStream(stream, 0, 5000);
      expect(events.map((event) => event.commandId)).toEqual(winners);
      expect(events.map((event) => event.revision)).toEqual(winners.map((_, revision) => revision));
    },
    retryTimeoutMs,
  );
};
