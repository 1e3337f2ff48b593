import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type LogEvent, SqliteDialect } from 'kysely';

/** Read models in memory; `queries` tells every query that ran. */
export const readModels = <Tables>(queries: (sql: string) => void = () => {}): Kysely<Tables> => {
  const connection = new DatabaseSync(':memory:');
  const database = {
    close: () => connection.close(),
    prepare: (sql: string) => {
      const statement = connection.prepare(sql);
      const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...bind(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...bind(parameters)),
      };
    },
  };
  const log = (event: LogEvent) => queries(event.query.sql);
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }), log });
};
