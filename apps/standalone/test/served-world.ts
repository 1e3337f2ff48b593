import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphRequest } from '@thidua/gateway';
import { demoTokens } from '@thidua/service/demo-tokens';
import { buildClientSchema, type ExecutionResult, getIntrospectionQuery } from 'graphql';
import type { House } from '../src/house.js';
import { type Answered, CasebookWorld } from './casebook-world.js';
import { until } from './changed-world.js';
import { type OwnWorld, unitsImport } from './own-world.js';
import { type Run, runServer } from './server-process.js';

const setup = ['--empty', '--unit-code', '84', '--unit-name', 'Tỉnh Trà Vinh', '--valid-from', '2022-01-01'];

/** A world whose server is a process of its own, on the system's clock: it can be stopped, killed and started again. */
export class ServedWorld {
  private constructor(
    readonly folder: string,
    private readonly tokens: Awaited<ReturnType<typeof demoTokens>>,
  ) {}

  private run: Run | null = null;
  private url = '';
  private known: CasebookWorld | null = null;

  static async open(): Promise<ServedWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'thidua-served-'));
    const served = new ServedWorld(folder, await demoTokens(folder));
    await served.start(...setup);
    const { data } = await served.post('admin@84', { query: getIntrospectionQuery() });
    const schema = buildClientSchema(data as Answered);
    served.known = new CasebookWorld(served.ownWith({ schema } as House['graph']), '84');
    return served;
  }

  get world(): CasebookWorld {
    if (!this.known) throw new Error('the server was never started');
    return this.known;
  }

  /** What the server of now has said. */
  said(): string {
    return this.run?.said() ?? '';
  }

  async start(...more: string[]): Promise<void> {
    this.run = runServer(this.folder, ...more);
    [, this.url = ''] = await this.run.until(/GraphQL\s+(http:\S+)\/graphql/);
  }

  /** Ends the server; answers how it ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | NodeJS.Signals | undefined> {
    this.run?.child.kill(signal);
    return this.run?.ended;
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async post(user: string, body: object, actingAs: string | null = null): Promise<ExecutionResult> {
    const headers = {
      ...{ 'content-type': 'application/json', 'accept-language': 'en' },
      authorization: `Bearer ${await this.tokens.issue(user)}`,
      ...(actingAs && { 'acting-as': actingAs }),
    };
    const response = await fetch(`${this.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as ExecutionResult;
  }

  /** Whether every reader has done all that the log holds; the log's end is looked at last. */
  private async drained(): Promise<boolean> {
    const { details } = (await (await fetch(`${this.url}/health/ready`)).json()) as Answered;
    return details.readers.every(({ position }: Answered) => position >= details.head);
  }

  /** What a casebook's world asks of its house, by the wire. */
  private ownWith({ schema }: Pick<House['graph'], 'schema'>): OwnWorld {
    const execute = ({ query, variables, context }: GraphRequest) =>
      this.post(context.viewer?.userId ?? '', { query, variables }, context.actingAs);
    const house = { graph: { schema, execute }, drain: () => until(() => this.drained()) };
    const elsewhere = () => {
      throw new Error('this is in another process');
    };
    return {
      folder: this.folder,
      house: () => house as unknown as House,
      at: elsewhere,
      ask: elsewhere,
      upload: elsewhere,
      importUnits: async (csv, { dryRun = false, key = randomUUID(), as = 'admin@84' } = {}) => {
        const input = { idempotencyKey: key, csv, validFrom: '2022-01-01' };
        const { data } = await this.post(as, { query: unitsImport, variables: { input, dryRun } });
        return (data as Answered).unitsImport;
      },
      close: () => this.close(),
    };
  }
}
