import { describe, expect, it } from '@jest/globals';
import { StreamQueue } from './stream-queue.js';

const pause = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a queue of tasks by stream', () => {
  it('runs the tasks of one stream one after the other, in the order they came', async () => {
    const queue = new StreamQueue();
    const seen: string[] = [];
    const task = (name: string, ms: number) => async () => {
      seen.push(`${name} starts`);
      await pause(ms);
      seen.push(`${name} ends`);
      return name;
    };
    const results = [queue.run('s', task('1', 4)), queue.run('s', task('2', 2)), queue.run('s', task('3', 0))];
    expect(await Promise.all(results)).toEqual(['1', '2', '3']);
    expect(seen).toEqual(['1', '2', '3'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });

  it('runs the tasks of different streams side by side', async () => {
    const queue = new StreamQueue();
    let release = () => {};
    const blocked = queue.run('slow', () => new Promise<void>((resolve) => (release = resolve)));
    expect(await queue.run('quick', async () => 'done')).toBe('done');
    release();
    await blocked;
  });

  it('goes on after a task that fails, whose own caller alone hears of it', async () => {
    const queue = new StreamQueue();
    const failing = queue.run('s', () => Promise.reject(new Error('crash')));
    const throwing = queue.run('s', () => {
      throw new Error('no promise at all');
    });
    const next = queue.run('s', async () => 'done');
    await expect(failing).rejects.toThrow('crash');
    await expect(throwing).rejects.toThrow('no promise at all');
    expect(await next).toBe('done');
  });

  it('keeps nothing of a stream whose tasks are done', async () => {
    const queue = new StreamQueue();
    const { tails } = queue as unknown as { tails: Map<string, unknown> };
    const tasks = ['a', 'b', 'a'].map((stream) => queue.run(stream, () => pause()));
    const failed = queue.run('c', () => Promise.reject(new Error('crash'))).catch(() => undefined);
    expect([...tails.keys()]).toEqual(['a', 'b', 'c']);
    await Promise.all([...tasks, failed]);
    await pause();
    expect(tails.size).toBe(0);
  });
});
