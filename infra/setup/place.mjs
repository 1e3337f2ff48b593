import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, without a separator at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The environment of what is started here. The checkout's own programs come first in PATH, so a tool that asks for
 * `node` gets the one the checkout brings. Node warns where both colour variables are set: NO_COLOR wins.
 */
export const environment = () => {
  const env = {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  if ('NO_COLOR' in env) delete env.FORCE_COLOR;
  return env;
};

/** One line of progress. */
export const say = (line) => process.stdout.write(`${line}\n`);

/** Why it does not go on. */
export const complain = (text) => process.stderr.write(`${text}\n`);

/** Seconds since a `performance.now()`, for people. */
export const secondsSince = (startedMs) => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
