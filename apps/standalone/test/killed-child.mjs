/**
 * A house as a process of its own, for whoever kills it: it opens a folder, compares its read models with the log,
 * loads what is missing of the demo, and goes on as people would until it is killed. Every line it says is JSON.
 * What it is told: `{ folder, seed, scope, held, stories }`.
 */
import { createHash } from 'node:crypto';
import { scenarioClock } from '@thidua/event-sourcing';
import { reviewIdOf } from '@thidua/events';
import { castOf, demoIds } from '@thidua/scenario';
import { pino } from 'pino';

// It runs what was built, as `npm start` does: there may be no build yet where this is only read.
const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);
const { bootstrapDemo, loadDemo, openHouse } = await built('index.js');
const { runReplay } = await built('replay/run.js');

const { folder, seed, scope, held, stories } = JSON.parse(process.argv[2]);
const ids = demoIds(seed);
const district = '842';
const communes = castOf(scope).units.filter(({ parentCode }) => parentCode === district);

const say = (said, more = {}) => process.stdout.write(`${JSON.stringify({ said, ...more })}\n`);
const never = new AbortController().signal;
const quiet = { isTTY: false, write: () => true };

/** Says what is acknowledged as soon as it is. What is held back is never sent, so that the load does not end. */
const telling = ({ graph }) => ({
  async execute(request) {
    const { idempotencyKey: key } = request.variables.input;
    if (key === held) await new Promise(() => {});
    const answer = await graph.execute(request);
    for (const { receipt } of Object.values(answer.data ?? {})) {
      if (receipt) say('done', { by: request.context.viewer.userId, key, receipt });
    }
    return answer;
  },
});

const compare = async () => {
  let text = '';
  const out = { write: (part) => (text += part) };
  const code = await runReplay(['--compare', '--json', '--data', folder], { out, err: { ...quiet, ...out } }, never);
  const { head, tables = [] } = code === 2 ? {} : JSON.parse(text.slice(text.indexOf('{')));
  const differing = tables.filter(({ differences }) => differences > 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say('compared', { code, head, rows, differing, words: code === 2 ? text : '' });
};

const inputTypes = {
  achievementRegister: 'AchievementRegisterInput',
  achievementReportQuantities: 'AchievementQuantitiesInput',
  achievementsSubmit: 'AchievementsSubmitInput',
  reviewsDecide: 'ReviewsDecideInput',
  achievementRequestAmendment: 'AchievementAmendmentInput',
  achievementRevoke: 'ReasonInput',
};

const errors = 'userErrors { code message field }';

const change = async (house, as, field, input) => {
  const reads = input.items ? `results { ${errors} }` : '';
  const query = `mutation($input: ${inputTypes[field]}!) { ${field}(input: $input) { receipt ${reads} ${errors} } }`;
  const context = { viewer: { userId: as }, actingAs: null, language: 'en', minReceipt: null };
  const answer = await house.graph.execute({ query, variables: { input }, context });
  const payload = answer.data?.[field];
  const refused = [payload, ...(payload?.results ?? [])].flatMap((one) => one?.userErrors ?? []);
  if (answer.errors || refused.length > 0) throw new Error(`${field} of ${as}: ${JSON.stringify(answer)}`);
};

/** Draws that a label decides: who tells a story again tells it word for word. */
const drawn = (label, count) => createHash('sha256').update(`${seed}/${label}`).digest().readUInt32BE() % count;

const linesOf = (label) => [
  { lineId: 'road', metric: 'road_metre', effectiveOn: '2022-03-20', value: String(1 + drawn(`${label}/metres`, 900)) },
  {
    lineId: 'households',
    metric: 'household_share',
    effectiveOn: '2022-04-05',
    numerator: String(drawn(`${label}/households`, 120)),
    denominator: '120',
  },
];

/** One achievement from its registration to its last correction; every step has a key of its own. */
const tell = async (house, name) => {
  const { code } = communes[drawn(`${name}/commune`, communes.length)];
  const [writer, head, reviewer] = [`clerk@${code}`, `head@${code}`, `reviewer@${district}`];
  const achievement = ids.achievementId(`${name}/register`, writer);
  const force = true;
  const send = (as, field, step, input) =>
    change(house, as, field, { idempotencyKey: ids.keyOf(`${name}/${step}`), ...input });
  const report = (step) =>
    send(writer, 'achievementReportQuantities', step, { achievement, lines: linesOf(`${name}/${step}`), force });
  const decide = async (submissionNo, decision) => {
    await house.drain();
    const items = [{ review: reviewIdOf(achievement, submissionNo), submissionNo, force }];
    await send(reviewer, 'reviewsDecide', `decide-${submissionNo}`, { ...decision, items });
    await house.drain();
  };
  const submit = (step) => send(head, 'achievementsSubmit', step, { items: [{ achievement, force }] });

  await send(writer, 'achievementRegister', 'register', {
    ...{ campaign: ids.campaignId, area: '2.2', kind: 'TASK', title: `Đường hoa ${name}` },
    ...{ plannedFrom: '2022-03-01', plannedTo: '2022-05-01' },
  });
  await report('report');
  await submit('submit');
  let submissionNo = 1;
  if (drawn(`${name}/returned`, 3) === 0) {
    await decide(submissionNo++, { outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' });
    await report('report-again');
    await submit('submit-again');
  }
  await decide(submissionNo++, { outcome: 'APPROVE' });
  const ending = drawn(`${name}/ending`, 3);
  if (ending === 0) {
    const lines = linesOf(`${name}/amend`);
    await send(head, 'achievementRequestAmendment', 'amend', { achievement, lines, reason: 'Đo lại thực tế', force });
    await decide(submissionNo, { outcome: 'APPROVE' });
  }
  if (ending === 1) {
    await send(`head@${district}`, 'achievementRevoke', 'revoke', { id: achievement, reason: 'Báo trùng', force });
  }
};

const storiesMax = 1000;

/** Several groups of people, each with one achievement after the other. */
const goOn = (house) =>
  Promise.all(
    stories.map(async (from, group) => {
      for (let n = from; n < storiesMax; n++) {
        await tell(house, `killed/${group}/${n}`);
        say('told', { group, next: n + 1 });
      }
    }),
  );

const live = async () => {
  const clock = scenarioClock('2022-01-01T00:00:00+07:00');
  const opened = await openHouse(folder, clock, pino({ level: 'silent' }));
  const house = { ...opened, graph: telling(opened) };
  const { stores } = house;
  await stores.registryReader.caughtUp(60_000);
  const loaded = stores.registryView.installation?.loaded ?? false;
  if (loaded) clock.release();
  await house.drain();
  if ((await stores.store.head()) > 0) await compare();
  if (!loaded) {
    say('loading');
    await bootstrapDemo(stores.executor, seed);
    await loadDemo(house, { seed, scope }, clock, { start() {}, moved() {}, done() {} }, never);
    clock.release();
  }
  say('loaded');
  await goOn(house);
};

// It does not outlive who started it.
process.stdin.on('end', () => process.exit(1)).resume();
await live();
