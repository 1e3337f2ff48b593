import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { internalFault } from './errors.js';

const readinessMsMax = 5000;

/** Whether the house can answer: projections and processes have caught up, and what else its owner looks at. */
export interface Readiness {
  readonly ready: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

export type CheckReadiness = () => Promise<Readiness> | Readiness;

/** For whoever watches the process: alive is being here, ready is worth asking. */
export const serveHealth = (app: FastifyInstance, check: CheckReadiness, log: Logger): void => {
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/health/')) reply.header('cache-control', 'no-store');
  });
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const { ready, details } = await bounded(check, log);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', details });
  });
};

const bounded = async (check: CheckReadiness, log: Logger): Promise<Readiness> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ ready: false, details: { waitedMs: readinessMsMax } }), readinessMsMax);
  });
  try {
    return await Promise.race([check(), timeout]);
  } catch (fault) {
    return { ready: false, details: { fault: internalFault(fault, log).extensions.id } };
  } finally {
    clearTimeout(timer);
  }
};
