/** Tells how far long work is: a bar on a terminal, a line every few seconds elsewhere. */
export interface Progress {
  start(total: number): void;
  moved(done: number): void;
  done(): void;
}

const lineEveryMs = 5000;
const barEveryMs = 100;
const barWidth = 30;

export const progressOn = (out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>, title: string): Progress => {
  let total = 0;
  let shownAt = 0;
  const show = (done: number) => {
    const share = total === 0 ? 1 : done / total;
    if (!out.isTTY) return out.write(`${title}: ${done} / ${total}\n`);
    const full = Math.round(share * barWidth);
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
    return out.write(`\r${title} ${bar} ${Math.floor(share * 100)} % (${done} / ${total})`);
  };
  return {
    start(all) {
      total = all;
      shownAt = performance.now();
      show(0);
    },
    moved(done) {
      if (performance.now() - shownAt < (out.isTTY ? barEveryMs : lineEveryMs)) return;
      shownAt = performance.now();
      show(done);
    },
    done() {
      show(total);
      if (out.isTTY) out.write('\n');
    },
  };
};
