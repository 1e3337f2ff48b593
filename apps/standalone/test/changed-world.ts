import { startGateway } from '@thidua/gateway';
import { demoTokens } from '@thidua/service/demo-tokens';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { type CasebookWorld, openCasebookWorld } from './casebook-world.js';

/** A notice as a client sees it. */
export interface Told {
  readonly type: string;
  readonly id: string;
  readonly position: string;
  readonly receipt: string;
}

/** A message of graphql-transport-ws. */
interface Message {
  readonly id?: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
  readonly payload?: any;
}

export const changed = `subscription($campaign: ID!, $within: ID) {
  changed(campaign: $campaign, within: $within) { type id position receipt } }`;

const waitMsMax = 10_000;

/** Waits until something holds, and not for ever. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + waitMsMax;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** One connection by the protocol, with all that came over it. */
export class Client {
  readonly messages: Message[] = [];
  closedWith: number | null = null;
  private n = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.messages.push(JSON.parse(String(data)) as Message));
    socket.on('close', (code) => {
      this.closedWith = code;
    });
    socket.on('error', () => undefined);
  }

  static async open(url: string, init: object, headers: Readonly<Record<string, string>> = {}): Promise<Client> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    const client = new Client(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    client.send({ type: 'connection_init', payload: init });
    await until(() => client.messages.length > 0 || client.closedWith !== null);
    return client;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Answers the operation's id. */
  start(query: string, variables: object = {}): string {
    const id = String(++this.n);
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    return id;
  }

  complete(id: string): void {
    this.send({ id, type: 'complete' });
  }

  of(id: string): readonly Message[] {
    return this.messages.filter((message) => message.id === id);
  }

  told(id: string): readonly Told[] {
    return this.of(id).flatMap(({ type, payload }) => (type === 'next' ? payload.data.changed : []));
  }
}

/** World W behind a gateway whose tokens can be taken back. */
export const openChangedWorld = async () => {
  const world: CasebookWorld = await openCasebookWorld();
  const house = world.own.house();
  const tokens = await demoTokens(world.own.folder);
  const takenBack = new Set<string>();
  const gateway = await startGateway({
    supergraph: house.graph,
    verifyToken: async (token) => (takenBack.has(token) ? null : tokens.verify(token)),
    readiness: house.readiness,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    tokenCheckMs: 5,
  });
  const leaving: (() => void)[] = [];
  const connect = async (init: object, headers?: Readonly<Record<string, string>>) => {
    const client = await Client.open(gateway.url, init, headers);
    leaving.push(() => client.socket.terminate());
    return client;
  };
  const bearer = async (user: string) => `Bearer ${await tokens.issue(user)}`;
  return {
    world,
    house,
    gateway,
    bearer,
    takeBack: (authorization: string) => takenBack.add(authorization.replace('Bearer ', '')),
    connect,
    client: async (user: string) => connect({ Authorization: await bearer(user) }),
    /** Everybody who is still there goes. */
    leaveAll: () => {
      for (const leave of leaving.splice(0)) leave();
    },
    /** How many the source itself feeds. */
    listening: async () => Number((await house.readiness()).details.subscribers),
    /** A subscription as server-sent events; all that came, and how it ends. */
    async stream(user: string, variables: object) {
      const request = new AbortController();
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          ...{ accept: 'text/event-stream', 'content-type': 'application/json' },
          ...{ authorization: await bearer(user), 'accept-language': 'en' },
        },
        body: JSON.stringify({ query: changed, variables }),
        signal: request.signal,
      });
      const seen = { status: response.status, text: '', ended: false };
      const read = async () => {
        for await (const piece of response.body ?? []) seen.text += Buffer.from(piece).toString();
        seen.ended = true;
      };
      // Leaving in the middle is what some of them do.
      read().catch(() => undefined);
      const leave = () => request.abort();
      leaving.push(leave);
      return { seen, leave, type: response.headers.get('content-type') };
    },
  };
};
export type ChangedWorld = Awaited<ReturnType<typeof openChangedWorld>>;
