/**
 * `npm start`: the whole system in one process on embedded stores. The version of Node is looked at
 * before anything else is loaded, since what is loaded would fail in ways that say nothing.
 */
const nodeMajorMin = 26;

if (Number.parseInt(process.versions.node, 10) < nodeMajorMin) {
  process.stderr.write(
    `Thi Đua needs Node.js ${nodeMajorMin} or later, this is ${process.versions.node}. Start it with: npm start\n` +
      `Thi Đua cần Node.js ${nodeMajorMin} trở lên, máy đang dùng ${process.versions.node}. Hãy chạy: npm start\n`,
  );
  process.exitCode = 1;
} else {
  const { run } = await import('./run.js');
  await run(process.argv.slice(2));
}

export {};
