import type { CommandExecutor } from '@thidua/event-sourcing';
import { bootstrap, finishDemoLoad, type Root } from '@thidua/registry';
import { demoRoot, mutations, type ScenarioStep } from '@thidua/scenario';
import type { House } from './house.js';
import type { Progress } from './progress.js';

/** The seed of the demo that `npm start` loads. */
export const demoSeed = 'tra-vinh-2022';

/** A mutation of the demo was refused: the demo and the system do not agree. */
class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

interface DemoClock {
  set(instant: string): void;
}

const rootOf = (seed: string): Root => {
  const { idempotencyKey, unit, organisation, admin, validFrom } = demoRoot(seed);
  return {
    kind: 'DEMO',
    seed,
    key: idempotencyKey,
    unit: {
      unitId: unit.unitId,
      code: unit.code,
      level: 'province',
      type: unit.type,
      nameVi: unit.nameVi,
      nameEn: unit.nameEn,
    },
    committeeName: organisation.nameVi,
    administrator: { appointmentId: admin.appointmentId, userId: admin.userId },
    validFrom,
  };
};

/** The first events, by the program itself: somebody must be there who may send mutations. */
export const bootstrapDemo = (executor: CommandExecutor, seed: string): Promise<void> =>
  bootstrap(executor, rootOf(seed));

/**
 * Sends the demo's mutations as people would, each at its instant. What follows from one instant is
 * done before the next, so the same seed gives the same log. A load that was cut off is sent again
 * from the start: repeats change nothing.
 */
export const loadDemo = async (
  house: House,
  seed: string,
  clock: DemoClock,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const steps = mutations(seed);
  progress.start(steps.length);
  let instant = '';
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) return;
    if (step.at !== instant) {
      await house.drain();
      clock.set(step.at);
      instant = step.at;
    }
    await send(house, step);
    progress.moved(index + 1);
  }
  await house.drain();
  await finishDemoLoad(house.stores.executor, rootOf(seed), steps.length);
  await house.drain();
  progress.done();
};

const send = async ({ graph }: House, step: ScenarioStep): Promise<void> => {
  const answer = await graph.execute({
    query: step.operation,
    variables: step.variables,
    context: { viewer: { userId: step.as }, actingAs: null, language: 'en', minReceipt: null },
  });
  const payloads = Object.values(answer.data ?? {}) as { userErrors?: readonly unknown[] }[];
  const refused = answer.errors ?? payloads.flatMap(({ userErrors }) => userErrors ?? []);
  if (refused.length === 0) return;
  throw new DemoRefused(`${step.operationName} of ${step.as} at ${step.at}: ${JSON.stringify(refused)}`);
};
