import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, connect } from './connection.js';
import { keyOf, NotSent, orSayWhyNot } from './sending.js';

interface ReorganiseOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
}

/** What a resolution orders, as a person writes it down: units that stand are named by the code they have. */
interface ResolutionFile {
  readonly resolutionNo: string;
  readonly validFrom: string;
  readonly newUnits: readonly { readonly key: string; readonly parent?: string }[];
  readonly mappings: readonly { readonly from: string; readonly to: string }[];
  readonly moves: readonly { readonly unit: string; readonly toParent: string }[];
  readonly dissolve: readonly string[];
}

interface Payload {
  readonly changes: readonly string[];
  readonly userErrors: readonly { readonly message: string; readonly field: readonly string[] | null }[];
}

/** The gateway takes 50 aliases a document. */
const codesPerRequest = 40;

const mutation = `mutation($input: UnitsReorganiseInput!, $dryRun: Boolean!) {
  unitsReorganise(input: $input, dryRun: $dryRun) { changes userErrors { code message field } }
}`;

/** Sends what a resolution orders to the running server, all or nothing; a dry run says what would change. */
export const reorganiseUnits = (file: string, options: ReorganiseOptions): Promise<void> =>
  orSayWhyNot(() => send(file, options));

const send = async (file: string, options: ReorganiseOptions): Promise<void> => {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new NotSent(`There is no file ${file}. / Không có tệp ${file}.`);
  });
  const resolution = parse(file, text);
  const askServer = await connect(options);
  const { dryRun = false } = options;
  const ask = async <Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
    const answer = (await askServer(query, variables)) as { data?: Data; errors?: readonly { message: string }[] };
    if (!answer.data) throw new NotSent((answer.errors ?? []).map(({ message }) => message).join('\n'));
    return answer.data;
  };
  const idOf = await idsByCode(resolution, ask);
  const input = inIds(resolution, idOf, keyOf(options.as, text));
  const { unitsReorganise } = await ask<{ unitsReorganise: Payload }>(mutation, { input, dryRun });
  print(unitsReorganise, dryRun);
};

const parse = (file: string, text: string): ResolutionFile => {
  try {
    return {
      newUnits: [],
      mappings: [],
      moves: [],
      dissolve: [],
      ...(JSON.parse(text) as Partial<ResolutionFile>),
    } as ResolutionFile;
  } catch {
    throw new NotSent(`${file} is not JSON. / ${file} không phải JSON.`);
  }
};

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Ids of the units that the file names by code, as the tree stands on the last day of the old state. */
const idsByCode = async (
  { validFrom, newUnits, mappings, moves, dissolve }: ResolutionFile,
  ask: <Data>(query: string, variables: Readonly<Record<string, unknown>>) => Promise<Data>,
): Promise<(name: string) => string> => {
  const keys = new Set(newUnits.map(({ key }) => key));
  const named = [
    ...newUnits.flatMap(({ parent }) => parent ?? []),
    ...mappings.map(({ from }) => from),
    ...moves.flatMap(({ unit, toParent }) => [unit, toParent]),
    ...dissolve,
  ];
  const codes = [...new Set(named)].filter((name) => !keys.has(name));
  const ids = new Map<string, string>();
  for (let start = 0; start < codes.length; start += codesPerRequest) {
    const part = codes.slice(start, start + codesPerRequest);
    const fields = part.map((code, n) => `u${n}: unit(by: { code: ${JSON.stringify(code)} }, on: $on) { id }`);
    const query = `query($on: Date!) { ${fields.join(' ')} }`;
    const found = await ask<Record<string, { id: string } | null>>(query, { on: dayBefore(validFrom) });
    for (const [n, code] of part.entries()) {
      const id = found[`u${n}`]?.id;
      if (id !== undefined) ids.set(code, id);
    }
  }
  const unknown = codes.filter((code) => !ids.has(code));
  if (unknown.length > 0) {
    const list = unknown.join(', ');
    throw new NotSent(
      `No unit had these codes before ${validFrom}: ${list}. / Trước ngày ${validFrom} không có đơn vị mang mã: ${list}.`,
    );
  }
  return (name) => ids.get(name) ?? name;
};

const inIds = (resolution: ResolutionFile, idOf: (name: string) => string, idempotencyKey: string) => ({
  ...resolution,
  idempotencyKey,
  force: true,
  newUnits: resolution.newUnits.map(({ parent, ...unit }) => ({
    ...unit,
    ...(parent !== undefined && { parent: idOf(parent) }),
  })),
  mappings: resolution.mappings.map(({ from, ...mapping }) => ({ ...mapping, from: idOf(from) })),
  moves: resolution.moves.map(({ unit, toParent }) => ({ unit: idOf(unit), toParent: idOf(toParent) })),
  dissolve: resolution.dissolve.map(idOf),
});

const print = ({ changes, userErrors }: Payload, dryRun: boolean): void => {
  for (const { message, field } of userErrors) process.stderr.write(`${(field ?? []).join('.')}: ${message}\n`);
  if (userErrors.length > 0) {
    process.exitCode = 1;
    process.stderr.write('Nothing was changed. / Chưa thay đổi gì.\n');
    return;
  }
  for (const change of changes) process.stdout.write(`${change}\n`);
  const said = dryRun ? 'would change / sẽ thay đổi' : 'changed / đã thay đổi';
  process.stdout.write(`${changes.length} ${said}\n`);
};
