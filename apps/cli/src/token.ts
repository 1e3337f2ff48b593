import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { demoTokens } from '@thidua/service/demo-tokens';
import { NotSent, orSayWhyNot } from './sending.js';
import { askServer, serverUrl } from './server.js';

export interface AsOptions {
  readonly as: string;
  readonly data: string;
}

interface Me {
  readonly data?: {
    readonly me: {
      readonly appointments: readonly { readonly role: string; readonly organisation: { readonly name: string } }[];
    };
  };
}

/** A demo token for a person of a data folder. Throws NotSent where there is no such folder. */
export const issueToken = async ({ as, data }: AsOptions): Promise<string> => {
  const folder = resolve(data);
  if (existsSync(folder)) return (await demoTokens(folder)).issue(as);
  throw new NotSent(
    `There is no data in ${folder}: run npm start first, or name its folder with --data.\n` +
      `Chưa có dữ liệu trong ${folder}: hãy chạy npm start trước, hoặc nêu thư mục bằng --data.`,
  );
};

/** Prints a token on the output alone, so that it can be piped; whose it is goes beside it. */
export const token = (options: AsOptions): Promise<void> =>
  orSayWhyNot(async () => {
    const issued = await issueToken(options);
    process.stdout.write(`${issued}\n`);
    process.stderr.write(`${await describe(options, issued)}\n`);
  });

/** What the running server says of the person, so that a slip in the name shows at once. */
const describe = async ({ as, data }: AsOptions, issued: string): Promise<string> => {
  const url = serverUrl(resolve(data));
  const query = '{ me { appointments { role organisation { name } } } }';
  const answer = url === null ? null : ((await askServer(url, issued, query)) as Me | null);
  const appointments = answer?.data?.me.appointments;
  if (!appointments) return `${as}, one hour. No server runs on this data now. / Hiện không có máy chủ nào chạy.`;
  if (appointments.length === 0) return `${as} holds no appointment and can do nothing. / ${as} không giữ vai trò nào.`;
  return appointments.map(({ role, organisation }) => `${role}, ${organisation.name}`).join('\n');
};
