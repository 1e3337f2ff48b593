import { runReplay } from '../src/replay/run.js';

/** What `replay --compare` says of a folder, and how it ends. */
export const comparedWithLog = async (folder: string) => {
  const said: string[] = [];
  const stream = {
    isTTY: false,
    write: (text: string | Uint8Array) => {
      said.push(String(text));
      return true;
    },
  };
  const args = ['--compare', '--data', folder];
  const code = await runReplay(args, { out: stream, err: stream }, new AbortController().signal);
  return { code, said: said.join('') };
};
