/** Runs tasks of one stream one after the other, of different streams side by side. */
export class StreamQueue {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<Result>(stream: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.tails.get(stream) ?? Promise.resolve();
    const result = before.then(task, task);
    this.tails.set(stream, result);
    const leave = () => {
      if (this.tails.get(stream) === result) this.tails.delete(stream);
    };
    result.then(leave, leave);
    return result;
  }
}
