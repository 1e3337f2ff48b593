import type { CommandExecutor, EventStore } from '@thidua/event-sourcing';
import { bootstrap, finishDemoLoad, type Root } from '@thidua/registry';
import {
  demoRoot,
  type MutationStep,
  mutations,
  type ScenarioStep,
  type Scope,
  type UploadStep,
} from '@thidua/scenario';
import { inTurns, type RequestContext } from '@thidua/service';
import type { House } from './house.js';
import type { Progress } from './progress.js';

/** The seed of the demo that `npm start` loads. */
export const demoSeed = 'tra-vinh-2022';

/** Which demo: what its draws hang on, and how much of the province it takes in. */
export interface Demo {
  readonly seed: string;
  readonly scope: Scope;
}

/** Steps of one instant that are under way at a time. */
const sideBySideMax = 64;

/** Instants after which those readers catch up that only answer. */
const instantsHeld = 20;

/** A step of the demo was refused: the demo and the system do not agree. */
class DemoRefused extends Error {
  override readonly name = 'DemoRefused';

  constructor({ operationName, as, at }: ScenarioStep, answer: unknown) {
    super(`${operationName} of ${as} at ${at}: ${JSON.stringify(answer)}`);
  }
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
 * Sends the demo's mutations as people would, each at its instant. A load that was cut off is sent again from the
 * instant it had come to: repeats change nothing.
 */
export const loadDemo = async (
  house: House,
  demo: Demo,
  clock: DemoClock,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const steps = mutations(demo.seed, demo.scope);
  progress.start(steps.length);
  const left = await stepsLeft(house.stores.store, steps);
  const before = steps.length - left.length;
  await takeSteps(house, left, clock, signal, (done) => progress.moved(before + done));
  if (signal.aborted) return;
  await finishDemoLoad(house.stores.executor, rootOf(demo.seed), steps.length);
  await house.drain();
  progress.done();
};

/**
 * Takes steps that stand in the order of their instants, those of one instant side by side, since they concern
 * different objects. What follows from one instant is done before the next, so the same steps give the same log.
 */
export const takeSteps = async (
  house: House,
  steps: readonly ScenarioStep[],
  clock: DemoClock,
  signal: AbortSignal,
  moved: (done: number) => void,
): Promise<void> => {
  const instants = [...Map.groupBy(steps, ({ at }) => at)];
  let done = 0;
  for (let from = 0; from < instants.length; from += instantsHeld) {
    const answers = house.holdAnswers();
    try {
      for (const [at, together] of instants.slice(from, from + instantsHeld)) {
        if (signal.aborted) return;
        await house.drain();
        clock.set(at);
        await inTurns(together, sideBySideMax, (step) => send(house, step));
        done += together.length;
        moved(done);
      }
    } finally {
      answers.release();
    }
    await house.drain();
  }
};

/**
 * What is left of a load that was cut off: all from the instant of the log's last event on, since that instant began
 * when nothing was left to do for those before it.
 */
const stepsLeft = async (store: EventStore, steps: readonly ScenarioStep[]): Promise<readonly ScenarioStep[]> => {
  const [last] = await store.readAll((await store.head()) - 1, 1);
  const come = last ? Date.parse(last.recordedAt) : 0;
  return steps.filter(({ at }) => Date.parse(at) >= come);
};

/** As the person who takes the step. */
const contextOf = (step: ScenarioStep): RequestContext => ({
  viewer: { userId: step.as },
  actingAs: null,
  language: 'en',
  minReceipt: null,
});

const send = (house: House, step: ScenarioStep): Promise<void> =>
  step.operationName === 'EvidenceUpload' ? upload(house, step) : mutate(house, step);

const upload = async ({ evidence }: House, step: UploadStep): Promise<void> => {
  const outcome = await evidence?.put(contextOf(step), step.evidence, chunksOf(step.content));
  if (outcome?.kind !== 'received') throw new DemoRefused(step, outcome);
};

async function* chunksOf(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

interface Payload {
  readonly userErrors?: readonly unknown[];
  readonly results?: readonly { readonly userErrors: readonly unknown[] }[];
}

const mutate = async ({ graph }: House, step: MutationStep): Promise<void> => {
  const { data, errors = [] } = await graph.execute({
    query: step.operation,
    variables: step.variables,
    context: contextOf(step),
  });
  const payloads = Object.values(data ?? {}) as Payload[];
  const refused = payloads.flatMap(({ userErrors = [], results = [] }) => [
    ...userErrors,
    ...results.flatMap((result) => result.userErrors),
  ]);
  if (errors.length + refused.length > 0) throw new DemoRefused(step, [...errors, ...refused]);
};
