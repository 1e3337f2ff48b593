import { Command, InvalidArgumentError } from 'commander';

export interface Options {
  readonly data: string;
  readonly port: number;
  readonly host: string;
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
    .parse([...args], { from: 'user' })
    .opts<Options>();
