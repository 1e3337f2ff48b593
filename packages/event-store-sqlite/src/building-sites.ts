import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildingSite, Replacement } from '@thidua/event-sourcing';
import { type Kysely, sql } from 'kysely';
import { openReadModels } from './read-models.js';

const ending = '.building';

/** Where read models of a data folder are built beside the live ones: a folder each, which is there only meanwhile. */
export interface BuildingSites {
  open(name: string): Promise<BuildingSite>;
  /** Removes what a program that died left behind. */
  clear(): Promise<void>;
}

export const buildingSites = (folder: string): BuildingSites => ({
  async open(name) {
    const site = join(folder, `${name}${ending}`);
    await removeFolder(site);
    await mkdir(site);
    const file = join(site, 'tables.db');
    const database = openReadModels<unknown>(file);
    return {
      database,
      replace: (live, replacement) => replaceFrom(file, live, replacement),
      async discard() {
        await database.destroy();
        await removeFolder(site);
      },
    };
  },
  async clear() {
    for (const name of await readdir(folder)) if (name.endsWith(ending)) await removeFolder(join(folder, name));
  },
});

const removeFolder = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/**
 * One connection sees both files, and one transaction changes the live one alone; who reads waits as long as the copy
 * takes. Without a qualifier a table that the live one lacks would be the one of the site.
 */
const replaceFrom = (file: string, live: Kysely<unknown>, { tables, create, settle }: Replacement): Promise<void> =>
  live.connection().execute(async (connection) => {
    await sql`attach database ${file} as building`.execute(connection);
    try {
      await connection.transaction().execute(async (rows) => {
        for (const table of tables) await rows.schema.dropTable(`main.${table}`).ifExists().execute();
        await create(rows);
        for (const table of tables) {
          await sql`insert into ${sql.table(`main.${table}`)} select * from ${sql.table(`building.${table}`)}`.execute(
            rows,
          );
        }
        await settle(rows);
      });
    } finally {
      await sql`detach database building`.execute(connection);
    }
  });
