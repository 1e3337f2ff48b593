import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const script = `${here}append-until-killed.ts`;
const built = ['events', 'event-sourcing', 'event-store-sqlite'].map((name) => `${here}../../${name}/dist/index.js`);

/** A process that appends to a folder, and what it has said so far. */
export class AppendingProcess {
  /** Receipt of each append that was acknowledged, by its n. */
  readonly acknowledged = new Map<number, number>();
  readonly faults: string[] = [];
  readonly ended: Promise<void>;
  private errors = '';
  private rest = '';
  private onAcknowledged: () => void = () => {};

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.read(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** `fileBytesMax`: size at which the operating system stops its files from growing, as a full disk does. */
  static start(folder: string, label: string, fileBytesMax?: number): AppendingProcess {
    for (const file of built) if (!existsSync(file)) throw new Error(`${file} is missing: build the packages first`);
    const command = [process.execPath, script, folder, label];
    const limited = fileBytesMax
      ? ['sh', '-c', `ulimit -f ${Math.ceil(fileBytesMax / 512)} && exec "$0" "$@"`, ...command]
      : command;
    const [program = '', ...parameters] = limited;
    return new AppendingProcess(spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Resolves at the first acknowledgement; rejects where the process ends without one. */
  async firstAcknowledgement(): Promise<void> {
    const first = new Promise<void>((resolve) => {
      this.onAcknowledged = resolve;
    });
    await Promise.race([first, this.ended]);
    if (this.acknowledged.size === 0) throw new Error(`nothing was appended: ${this.faults} ${this.errors}`);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** A line that the kill cut short was not said. */
  private read(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const [word, what = '', receipt] = line.split(' ');
      if (word === 'ack') this.acknowledged.set(Number(what), Number(receipt));
      else this.faults.push(what);
    }
    if (this.acknowledged.size > 0) this.onAcknowledged();
  }
}
