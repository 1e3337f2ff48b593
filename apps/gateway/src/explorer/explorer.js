/* global React, ReactDOM, GraphiQL */
const element = (id) => document.getElementById(id);
const [token, actingAs, language, who] = ['token', 'acting-as', 'language', 'who'].map(element);

/** Takes the token out of whatever was pasted around it, such as a whole header. */
const tokenText = () => /[\w-]+\.[\w-]+\.[\w-]+/.exec(token.value)?.[0] ?? '';

const claims = () => {
  try {
    const bytes = atob(tokenText().split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0))));
  } catch {
    return null;
  }
};

const say = (state, text) => {
  who.dataset.state = state;
  who.textContent = text;
};

const showWho = () => {
  if (token.value.trim() === '') return say('none', 'Chưa có mã · No token yet');
  const held = claims();
  if (!held?.sub) return say('bad', 'Đây không phải mã thử · Not a token');
  const minutes = Math.ceil((held.exp * 1000 - Date.now()) / 60_000);
  if (minutes <= 0) return say('bad', `${held.sub}: mã đã hết hạn · expired`);
  return say('good', `${held.sub} · còn ${minutes} phút · ${minutes} min left`);
};

const ask = async (body) => {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'accept-language': language.value };
  if (tokenText()) headers.authorization = `Bearer ${tokenText()}`;
  if (actingAs.value.trim()) headers['acting-as'] = actingAs.value.trim();
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
};

const asset = (file) => fetch(`/explorer/assets/${file}`);
const textOf = async (file) => (await asset(file)).text();

const { ids, examples } = await (await asset('examples.json')).json();

/** Every leaf of an answer by its alias. */
const leaves = (value, found = {}) => {
  for (const [name, below] of Object.entries(value ?? {})) {
    if (typeof below === 'string') found[name] ??= below;
    else if (below) leaves(below, found);
  }
  return found;
};

/** Ids that the examples need; what one question finds, the next may ask with. */
const knownIds = async (known = {}) => {
  for (const file of ids) {
    const { data } = await ask({ query: await textOf(file), variables: known });
    leaves(data, known);
  }
  return known;
};

const filledIn = async (variables) => {
  if (!tokenText() || !Object.values(variables).includes('')) return variables;
  const known = await knownIds();
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value || (known[name] ?? '')]));
};

const root = ReactDOM.createRoot(element('graphiql'));
let shown = 0;

/** Each example opens as a tab of its own; what was typed in others stays. */
const show = (query, variables) => {
  shown += 1;
  root.render(
    React.createElement(GraphiQL, {
      key: shown,
      fetcher: ask,
      query,
      variables: Object.keys(variables).length > 0 ? JSON.stringify(variables, null, 2) : '',
      storage: sessionStorage,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: false,
      defaultEditorToolsVisibility: 'variables',
      forcedTheme: 'light',
    }),
  );
};

const open = async ({ file, variables }) => {
  try {
    show(await textOf(file), await filledIn(variables));
  } catch {
    say('bad', 'Không mở được ví dụ; máy chủ còn chạy không? · Cannot open it; is the server running?');
  }
};

for (const example of examples) {
  const button = document.createElement('button');
  button.type = 'button';
  const english = document.createElement('span');
  english.lang = 'en';
  english.textContent = example.en;
  button.append(`${example.vi} `, english);
  button.addEventListener('click', () => open(example));
  element('examples').append(button);
}

// The token lives as long as the tab of the browser, and nowhere but here.
for (const box of [token, actingAs, language]) {
  box.value = sessionStorage.getItem(`thidua:${box.id}`) ?? box.value;
  box.addEventListener('input', () => {
    sessionStorage.setItem(`thidua:${box.id}`, box.value);
    showWho();
  });
}
element('identity').addEventListener('submit', (event) => event.preventDefault());
showWho();
setInterval(showWho, 30_000);
await open(examples[0]);
