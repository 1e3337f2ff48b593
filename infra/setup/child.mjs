import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * How long a signal waits before it is passed on. A signal to the whole process group, as Ctrl-C sends it, has
 * reached the child already; a child that has ended by then is not signalled twice.
 */
const forwardDelayMs = 200;
const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm passes a signal on to its shell only, which dies of it: that the shell is gone is then all we learn. */
const parentWatchMs = 500;
const runsUnderNpm = 'npm_lifecycle_event' in process.env;

/** Passes signals on to a child while it runs, each kind once. Returns what ends that. */
const forwardSignals = (child) => {
  const timers = new Map();
  const parent = process.ppid;
  const onSignal = (signal) => {
    // A terminal has sent Ctrl-C to the child as well, and sends it again when it is pressed again.
    if (timers.has(signal) || (signal === 'SIGINT' && process.stdin.isTTY)) return;
    timers.set(
      signal,
      setTimeout(() => child.kill(signal), forwardDelayMs),
    );
  };
  for (const signal of forwardedSignals) process.on(signal, onSignal);
  const watch = setInterval(() => {
    if (runsUnderNpm && process.ppid !== parent) onSignal('SIGTERM');
  }, parentWatchMs);
  return () => {
    clearInterval(watch);
    for (const signal of forwardedSignals) process.off(signal, onSignal);
    for (const timer of timers.values()) clearTimeout(timer);
  };
};

const outcomeOf = (child) =>
  new Promise((resolve) => {
    const stopForwarding = forwardSignals(child);
    const end = (outcome) => {
      stopForwarding();
      resolve(outcome);
    };
    child.once('error', (error) => end({ code: 127, signal: null, error }));
    child.once('close', (code, signal) => end({ code, signal }));
  });

/** Runs a program that owns the terminal, and waits for its end. */
export const runInFront = async (command, args, options) => {
  const outcome = await outcomeOf(spawn(command, args, { ...options, stdio: 'inherit' }));
  if (outcome.error) process.stderr.write(`${command}: ${outcome.error.message}\n`);
  return outcome;
};

/** Runs a program quietly, and keeps what it wrote for the case that it fails. */
export const runQuietly = async (command, args, options) => {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const outcome = await outcomeOf(child);
  const written = Buffer.concat(chunks).toString('utf8');
  return { ...outcome, output: outcome.error ? `${written}${command}: ${outcome.error.message}\n` : written };
};

/** The exit code that stands for how a child ended: its own, or 128 + the signal's number as shells say it. */
export const exitCodeOf = ({ code, signal }) => code ?? 128 + (constants.signals[signal] ?? 0);
