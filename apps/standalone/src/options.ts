import { Command, InvalidArgumentError } from 'commander';
import type { OwnFlags } from './own-answers.js';

export interface Options extends OwnFlags {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  /** What the demo is drawn from; the default where it is not said. */
  readonly seed?: string;
  /** An installation of one's own instead of the demo. */
  readonly empty: boolean;
}

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535 (cổng là số từ 0 đến 65535).');
};

export const parseOptions = (args: readonly string[]): Options =>
  new Command('npm start --')
    .description('Starts Thi Đua in one process on embedded stores. / Chạy Thi Đua trong một tiến trình.')
    .option('--data <folder>', 'where the event log and its tables are kept (thư mục dữ liệu)', 'data')
    .option('--port <number>', 'port of the gateway (cổng)', portOf, 8080)
    .option('--host <address>', 'address to listen on, loopback only (địa chỉ)', 'localhost')
    .option('--seed <text>', 'what the demo is drawn from; the same gives the same log (hạt giống của bản demo)')
    .option('--empty', 'sets up an installation of your own, without the demo (dữ liệu của mình)', false)
    .option('--unit-code <code>', '--empty: code of the unit on top (mã đơn vị cao nhất)')
    .option('--unit-name <name>', '--empty: its name, "Tỉnh Trà Vinh" (tên đơn vị)')
    .option('--unit-level <level>', '--empty: province, district or commune; by the code (cấp)')
    .option('--unit-type <type>', '--empty: its kind; by the name (loại đơn vị)')
    .option('--committee-name <name>', '--empty: name of its Front committee; by the unit (tên Ủy ban)')
    .option('--admin <user>', '--empty: id of the first administrator; admin@CODE (người quản trị)')
    .option('--valid-from <day>', '--empty: first day of all this; today (ngày bắt đầu)')
    .parse([...args], { from: 'user' })
    .opts<Options>();
