import type { IncomingHttpHeaders } from 'node:http';
import type { Language, RequestContext } from '@thidua/service';
import { unauthenticated } from './errors.js';

/** Whom a token names; null for one that is bad, expired or meant for others. */
export type VerifyToken = (token: string) => Promise<{ readonly userId: string } | null>;

/** The language that Accept-Language likes best of the two there are; Vietnamese where it names neither. */
export const languageOf = (header: string | undefined): Language => {
  let best: { readonly language: Language; readonly quality: number } = { language: 'vi', quality: 0 };
  for (const part of (header ?? '').split(',', 20)) {
    const [, language, quality = '1'] = /^\s*(vi|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(part) ?? [];
    if (!language || !(Number(quality) > best.quality)) continue;
    best = { language: language.toLowerCase() === 'en' ? 'en' : 'vi', quality: Number(quality) };
  }
  return best.language;
};

/**
 * Who asks, in which capacity and language. No token is nobody; a bad one is a fault of the request, so that
 * an expired session never looks like an empty answer.
 *
 * @throws GraphQLError UNAUTHENTICATED for any token that does not verify.
 */
export const contextOf = async (
  { headers }: { readonly headers: IncomingHttpHeaders },
  verifyToken: VerifyToken,
): Promise<RequestContext> => {
  const language = languageOf(headers['accept-language']);
  const actingAs = headers['acting-as'];
  return {
    viewer: await viewerOf(headers.authorization, verifyToken, language),
    actingAs: (Array.isArray(actingAs) ? actingAs[0] : actingAs)?.trim() || null,
    language,
    minReceipt: null,
  };
};

const viewerOf = async (
  authorization: string | undefined,
  verifyToken: VerifyToken,
  language: Language,
): Promise<RequestContext['viewer']> => {
  if (authorization === undefined) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  const viewer = token === undefined ? null : await verifyToken(token);
  if (!viewer) throw unauthenticated(language);
  return { userId: viewer.userId };
};
