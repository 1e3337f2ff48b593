import { describe, expect, it } from '@jest/globals';
import type { Standing } from '@thidua/service';
import { ChangeHub, noticesMax } from './change-hub.js';
import type { Notice } from './notices.js';

const acting = { userId: 'u', acting: { userId: 'u' }, world: {}, today: '2022-02-18' } as unknown as Standing;
const released = { ...acting, acting: 'no-appointment' } as const;

const notice = (position: number, more: Partial<Notice> = {}): Notice => ({
  change: { type: 'ACHIEVEMENT', id: `a${position}`, position, receipt: position },
  campaignId: 'c',
  unitId: null,
  readable: () => true,
  ...more,
});
const many = (from: number, count: number, more: Partial<Notice> = {}) =>
  Array.from({ length: count }, (_, n) => notice(from + n, more));

const listening = () => {
  const hub = new ChangeHub();
  let standing: Standing = acting;
  const stream = hub.subscribe({
    ...{ campaignId: 'c', within: null },
    standing: () => standing,
    forbidden: () => new Error('forbidden'),
  });
  const tell = (notices: readonly Notice[], standingsMoved = false) => hub.publish({ notices, standingsMoved });
  const release = () => {
    standing = released;
  };
  return { hub, stream, tell, release };
};

describe('notices of changes', () => {
  it('wait in order up to a bound; beyond it one notice stands for all of them', async () => {
    const { stream, tell } = listening();
    tell(many(1, noticesMax));
    expect((await stream.next()).value?.changed.position).toBe(1);
    tell(many(257, 2));
    expect((await stream.next()).value?.changed).toEqual({ type: 'ALL', id: 'c', position: 258, receipt: 258 });
    tell([notice(259)]);
    expect((await stream.next()).value?.changed.id).toBe('a259');
  });

  it('that may not be read take no room and bring no word', async () => {
    const { stream, tell } = listening();
    tell(many(1, noticesMax + 50, { readable: () => false }));
    tell([notice(900)]);
    expect((await stream.next()).value?.changed.position).toBe(900);
  });

  it('are judged again when they are handed over', async () => {
    const { stream, tell } = listening();
    let readable = true;
    tell([notice(1, { readable: () => readable }), notice(2)]);
    readable = false;
    expect((await stream.next()).value?.changed.position).toBe(2);
  });

  it('that wait are dropped for somebody released, whose stream ends and is let go of', async () => {
    const { hub, stream, tell, release } = listening();
    tell([notice(1)]);
    release();
    await expect(stream.next()).rejects.toThrow('forbidden');
    expect(hub.size).toBe(0);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('end for somebody released who waits, with no notice to wake them', async () => {
    const { hub, stream, tell, release } = listening();
    const waiting = stream.next();
    release();
    tell([], true);
    await expect(waiting).rejects.toThrow('forbidden');
    expect(hub.size).toBe(0);
  });

  it('let go of a subscriber that leaves while it waits', async () => {
    const { hub, stream } = listening();
    const waiting = stream.next();
    await stream.return?.();
    expect([await waiting, hub.size]).toEqual([{ done: true, value: undefined }, 0]);
  });
});
