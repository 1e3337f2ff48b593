import type { IncomingHttpHeaders } from 'node:http';
import { contextOf, type VerifyToken } from './authentication.js';

/** How often the token of an open connection is verified again: it may expire, or be taken back. */
export const tokenCheckMs = 5000;

/** Verifies the token of an open connection until it is stopped; calls `ended` once, when it no longer holds. */
export const watchToken = (
  headers: IncomingHttpHeaders,
  verifyToken: VerifyToken,
  checkMs: number,
  ended: () => void,
): { stop(): void } => {
  let checking = false;
  const check = async () => {
    if (checking) return;
    checking = true;
    const holds = await contextOf({ headers }, verifyToken).then(
      ({ viewer }) => viewer !== null,
      // Whatever is wrong with it, a token that cannot be verified names nobody.
      () => false,
    );
    checking = false;
    if (holds) return;
    clearInterval(timer);
    ended();
  };
  const timer = setInterval(() => void check(), checkMs).unref();
  return { stop: () => clearInterval(timer) };
};
