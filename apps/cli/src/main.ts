import { Command } from 'commander';
import { ask } from './ask.js';
import { token } from './token.js';

const program = new Command('thidua').description('Thi Đua from the command line. / Thi Đua trên dòng lệnh.');

const as = ['--as <user>', 'who, as role@unit code: head@29242 (ai, dạng vai-trò@mã-đơn-vị)'] as const;
const data = ['--data <folder>', 'the data folder of the server (thư mục dữ liệu)', 'data'] as const;

program
  .command('token')
  .description('Prints a demo token of one hour. / In mã truy cập dùng trong một giờ.')
  .requiredOption(...as)
  .option(...data)
  .action(token);

program
  .command('ask')
  .description('Sends a GraphQL document to the running server. / Gửi một truy vấn GraphQL tới máy chủ đang chạy.')
  .argument('<document>', 'a query or mutation (truy vấn hoặc thay đổi)')
  .requiredOption(...as)
  .option(...data)
  .option('--pick <path>', 'prints only the part at a path such as data.me.userId (chỉ in một phần)')
  .option('--acting-as <appointment>', 'id of the appointment to act under (vai trò sử dụng)')
  .option('--language <vi|en>', 'language of messages (ngôn ngữ)', 'vi')
  .action(ask);

await program.parseAsync();
