import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type KyselyPlugin, SqliteDialect } from 'kysely';

/** A database in memory, as read models and processes use one. Foreign keys are checked, deferred ones at the commit. */
export const memoryDatabase = <Tables>(...plugins: readonly KyselyPlugin[]): Kysely<Tables> => {
  const connection = new DatabaseSync(':memory:');
  const statements = new Map<string, ReturnType<typeof prepared>>();
  const prepared = (sql: string) => {
    const statement = connection.prepare(sql);
    const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters: readonly unknown[]) => statement.all(...bind(parameters)),
      run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
      iterate: (parameters: readonly unknown[]) => statement.iterate(...bind(parameters)),
    };
  };
  const database = {
    close: () => connection.close(),
    prepare: (sql: string) => {
      const statement = statements.get(sql) ?? prepared(sql);
      statements.set(sql, statement);
      return statement;
    },
  };
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }), plugins: [...plugins] });
};

/** The program died here. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Kills the program at a moment to come: each query passes two of them, one before and one after it has run. */
export class Fuse implements KyselyPlugin {
  /** Moments left, Infinity where it does not burn. */
  left = Number.POSITIVE_INFINITY;

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => {
    this.burn();
    return node;
  };

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    this.burn();
    return result;
  };

  private burn(): void {
    this.left -= 1;
    if (this.left === 0) throw new Crash('the fuse burnt down');
  }
}
