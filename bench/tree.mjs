/**
 * How fast the tree of units is: the country of 2022 with generated hamlets, about 110,000 units. Prints
 * medians; it tests nothing. Run it on a quiet machine: npm run bench
 */
import { readFileSync } from 'node:fs';
import { UnitHistory } from '@thidua/hierarchy';

const hamletsEach = 9;
const questions = 1_000_000;
const runs = 5;

const data = new URL('../packages/scenario/data/vn-units-2022.csv', import.meta.url);
const [, ...rows] = readFileSync(data, 'utf8').trim().split('\n');

const events = [];
const register = (code, parentCode, level, type, nameVi) => {
  const parent = parentCode === '' ? {} : { parentUnitId: parentCode };
  events.push({
    type: 'UnitRegistered.v1',
    position: events.length + 1,
    data: { unitId: code, code, level, type, nameVi, validFrom: '2022-01-01', ...parent },
  });
};
for (const row of rows) {
  const [code, parentCode, level, type, nameVi] = row.split(',');
  register(code, parentCode, level, type, nameVi);
}
for (const { data: unit } of [...events]) {
  if (unit.level !== 'commune') continue;
  for (let n = 1; n <= hamletsEach; n++) register(`${unit.code}-0${n}`, unit.code, 'hamlet', 'hamlet', `Ấp ${n}`);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = (work) => {
  const started = performance.now();
  const result = work();
  return { result, ms: performance.now() - started };
};

const folds = [];
const builds = [];
let tree;
for (let run = 0; run < runs; run++) {
  const folded = timed(() => {
    const history = new UnitHistory();
    for (const event of events) history.apply(event);
    return history;
  });
  folds.push(folded.ms);
  const built = timed(() => folded.result.tree('2022-06-30'));
  builds.push(built.ms);
  tree = built.result;
}

const ids = tree.preorder;
const asked = timed(() => {
  let above = 0;
  for (let n = 0; n < questions; n++) above += tree.ancestorsOf(ids[(n * 7919) % ids.length]).length;
  return above;
});
const within = timed(() => {
  let inside = 0;
  for (let n = 0; n < questions; n++) inside += tree.isWithin(ids[(n * 7919) % ids.length], ids[n % 63]) ? 1 : 0;
  return inside;
});

const row = (what, value, goal) => process.stdout.write(`${what.padEnd(44)}${value.padStart(12)}   ${goal}\n`);
row(`units`, ids.length.toLocaleString('en'), '');
row('fold, median of 5', `${median(folds).toFixed(0)} ms`, 'with the tree under 1,000 ms');
row('build the tree, median of 5', `${median(builds).toFixed(0)} ms`, '');
row('ancestors of a unit on a date', `${((asked.ms * 1000) / questions).toFixed(2)} µs`, 'under 1 µs');
row('is a unit within another one', `${((within.ms * 1000) / questions).toFixed(2)} µs`, 'under 1 µs');
