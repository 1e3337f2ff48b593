import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AnalyticsMemory, analyticsReadModels } from '@thidua/analytics';
import { type CheckpointTables, type ReadModel, readModelOf, systemClock } from '@thidua/event-sourcing';
import { openReadModelsReadOnly } from '@thidua/event-store-sqlite';
import { reviewReadModels } from '@thidua/review';
import { RegistryView, registryViewProjection } from '@thidua/service';
import { submissionReadModels } from '@thidua/submission';
import type { Kysely } from 'kysely';
import { tablesIn } from './tables.js';

/** Every read model of the house, by the service whose file holds it. */
const readModels: Readonly<Record<string, () => readonly ReadModel[]>> = {
  registry: () => [readModelOf(registryViewProjection(new RegistryView(systemClock)))],
  submission: () => submissionReadModels(),
  review: reviewReadModels,
  analytics: () => analyticsReadModels(new AnalyticsMemory()),
};

export type CheckpointRow = CheckpointTables['checkpoint'];

/** The read models of a service as they stood at one moment. */
export interface LiveService {
  readonly service: string;
  readonly models: readonly ReadModel[];
  /** Shows its rows and checkpoints as of that moment, whatever is written meanwhile. */
  readonly tables: Kysely<unknown>;
  readonly names: readonly string[];
  readonly checkpoints: ReadonlyMap<string, CheckpointRow>;
  close(): Promise<void>;
}

/** A folder whose read models have never been built, or were thrown away. */
export class NoReadModels extends Error {
  override readonly name = 'NoReadModels';
}

/** Opens the read models of every service for reading, each as of one moment. */
export const openLive = async (folder: string): Promise<readonly LiveService[]> => {
  const opened: LiveService[] = [];
  try {
    for (const [service, models] of Object.entries(readModels)) {
      opened.push(await openService(folder, service, models()));
    }
    return opened;
  } catch (fault) {
    for (const one of opened) await one.close();
    throw fault;
  }
};

const openService = async (folder: string, service: string, models: readonly ReadModel[]): Promise<LiveService> => {
  const file = join(folder, `${service}.read.db`);
  if (!existsSync(file)) {
    throw new NoReadModels(
      `There is no ${file}: start the server once, it builds what is missing. / Chưa có ${file}: hãy chạy máy chủ một lần để dựng lại.`,
    );
  }
  const database = openReadModelsReadOnly(file);
  try {
    const transaction = await database.startTransaction().execute();
    // The first query is the moment that all later ones see.
    const names = await tablesIn(transaction);
    const rows = names.includes('checkpoint')
      ? await (transaction as unknown as Kysely<CheckpointTables>).selectFrom('checkpoint').selectAll().execute()
      : [];
    return {
      ...{ service, models, names },
      tables: transaction,
      checkpoints: new Map(rows.map((row) => [row.name, row])),
      async close() {
        await transaction.rollback().execute();
        await database.destroy();
      },
    };
  } catch (fault) {
    await database.destroy();
    throw fault;
  }
};
