import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { type ConnectionOptions, connect } from './connection.js';
import { keyOf, NotSent, orSayWhyNot } from './sending.js';

interface ImportOptions extends ConnectionOptions {
  readonly validFrom?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Payload {
  readonly imported: number | null;
  readonly unchanged: number | null;
  readonly repeated: boolean | null;
  readonly faultCount: number | null;
  readonly receipt: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

interface Answer {
  readonly data?: { readonly unitsImport: Payload } | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** What the server takes as one request, less the frame around the file. */
const fileBytesMax = 1_000_000;

const mutation = `mutation($input: UnitsImportInput!, $dryRun: Boolean!) {
  unitsImport(input: $input, dryRun: $dryRun) {
    imported unchanged repeated faultCount receipt
    userErrors { code message field ... on ImportFault { line column value suggestion } }
  }
}`;

/** Sends a table of units to the running server: all rows or none. */
export const importUnits = (file: string, options: ImportOptions): Promise<void> =>
  orSayWhyNot(() => send(file, options));

const send = async (file: string, options: ImportOptions): Promise<void> => {
  const { validFrom } = options;
  if (validFrom === undefined) {
    throw new NotSent(
      'From which day do these units exist? Say it as --valid-from 2022-01-01.\n' +
        'Các đơn vị này có từ ngày nào? Hãy nêu bằng --valid-from 2022-01-01.',
    );
  }
  const csv = await readTable(file);
  const askServer = await connect(options);
  const idempotencyKey = keyOf(options.as, validFrom, csv);
  const variables = { input: { idempotencyKey, csv, validFrom }, dryRun: options.dryRun === true };
  const waiting = showWaiting(`${file}: ${csv.trimEnd().split(/\r\n|\n|\r/).length} lines. Checking / Đang kiểm tra`);
  const answer = await askServer(mutation, variables).finally(() => waiting.done());
  print(answer as Answer, options);
};

const readTable = async (file: string): Promise<string> => {
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) throw new NotSent(`There is no file ${file}. / Không có tệp ${file}.`);
  if (size > fileBytesMax) {
    throw new NotSent(
      `${file} is larger than ${fileBytesMax / 1e6} MB: send it in parts, parents first, such as one a province.\n` +
        `${file} lớn hơn ${fileBytesMax / 1e6} MB: hãy chia nhỏ, đơn vị cấp trên trước, ví dụ mỗi tỉnh một tệp.`,
    );
  }
  const bytes = await readFile(file);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  throw new NotSent(
    `${file} is not UTF-8: save it as "CSV UTF-8" in Excel.\n` +
      `${file} không phải UTF-8: trong Excel hãy lưu dạng "CSV UTF-8".`,
  );
};

/** The server writes all rows at once, so there is no count to show; only that it goes on. */
const showWaiting = (what: string): { done(): void } => {
  if (!process.stderr.isTTY) {
    process.stderr.write(`${what}…\n`);
    return { done: () => {} };
  }
  const since = performance.now();
  const show = () => process.stderr.write(`\r${what}… ${((performance.now() - since) / 1000).toFixed(1)} s`);
  const timer = setInterval(show, 100);
  return {
    done() {
      clearInterval(timer);
      show();
      process.stderr.write('\n');
    },
  };
};

const print = ({ data, errors }: Answer, { json, dryRun, language }: ImportOptions): void => {
  const payload = data?.unitsImport;
  const faults = payload?.userErrors ?? errors ?? [];
  const failed = payload === undefined || faults.length > 0;
  if (failed) process.exitCode = 1;
  if (json) {
    process.stdout.write(`${JSON.stringify(payload ?? { errors }, null, 2)}\n`);
    return;
  }
  for (const { message } of faults) process.stderr.write(`${message}\n`);
  const words = language === 'vi' ? vietnamese : english;
  if (failed) process.stderr.write(`${words.failed(payload?.faultCount ?? faults.length)}\n`);
  else process.stdout.write(`${words.done(payload, dryRun === true)}\n`);
};

const vietnamese = {
  failed: (faults: number) => `${faults} lỗi; chưa nhập gì.`,
  done: ({ imported, unchanged, repeated }: Payload, dryRun: boolean) =>
    repeated
      ? `Tệp này đã nhập trước đây (${imported} đơn vị); lần này không có gì thay đổi.`
      : `${dryRun ? 'Sẽ nhập' : 'Đã nhập'} ${imported} đơn vị; ${unchanged} dòng đã có.`,
};

const english: typeof vietnamese = {
  failed: (faults) => `${faults} faults; nothing was imported.`,
  done: ({ imported, unchanged, repeated }, dryRun) =>
    repeated
      ? `This file was imported before (${imported} units); nothing changed this time.`
      : `${imported} units ${dryRun ? 'would be imported' : 'imported'}; ${unchanged} rows stood already.`,
};
