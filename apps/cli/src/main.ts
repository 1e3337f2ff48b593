import { Command } from 'commander';
import { ask } from './ask.js';
import { importUnits } from './import-units.js';
import { reorganiseUnits } from './reorganise-units.js';
import { replay } from './replay.js';
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

program
  .command('import')
  .description('Reads tables into the running server. / Nhập bảng vào máy chủ đang chạy.')
  .command('units')
  .description('Imports a table of units, all rows or none. / Nhập bảng đơn vị: nhập hết hoặc không nhập gì.')
  .argument('<file>', 'CSV in UTF-8: code,parent_code,level,type,name_vi,name_en (tệp CSV)')
  .requiredOption(...as)
  .option(...data)
  .option('--valid-from <date>', 'first day the units exist, such as 2022-01-01 (có từ ngày nào)')
  .option('--dry-run', 'says what would be imported and what is at fault, stores nothing (chạy thử)')
  .option('--json', 'prints the answer as JSON (in kết quả dạng JSON)')
  .option('--acting-as <appointment>', 'id of the appointment to act under (vai trò sử dụng)')
  .option('--language <vi|en>', 'language of messages (ngôn ngữ)', 'vi')
  .action(importUnits);

program
  .command('reorganise')
  .description('Merges, splits and ends units as a resolution orders. / Sắp xếp đơn vị hành chính theo nghị quyết.')
  .argument('<file>', 'JSON that names units by their codes (tệp JSON, gọi đơn vị theo mã)')
  .requiredOption(...as)
  .option(...data)
  .option('--dry-run', 'says what would change, stores nothing (chạy thử)')
  .option('--acting-as <appointment>', 'id of the appointment to act under (vai trò sử dụng)')
  .option('--language <vi|en>', 'language of messages (ngôn ngữ)', 'vi')
  .action(reorganiseUnits);

program
  .command('replay')
  .description('Works out figures from the log alone, or compares. / Tính lại số liệu từ nhật ký, hoặc đối chiếu.')
  .helpOption(false)
  .allowUnknownOption()
  .allowExcessArguments()
  .action((_options: unknown, { args }: Command) => replay(args));

await program.parseAsync();
