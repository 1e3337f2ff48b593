import type { Readable } from 'node:stream';
import type { Rule } from '@thidua/authority';
import type { RequestContext } from './request-context.js';

/** What the server found in the bytes of a piece of evidence. */
export interface EvidenceReceipt {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** What came of an upload; a refusal brings what its sender needs to know. */
export type EvidenceOutcome =
  /** `repeated` = the same person sent these very bytes under this id before. */
  | { readonly kind: 'received'; readonly evidence: EvidenceReceipt; readonly repeated: boolean }
  | { readonly kind: 'not-allowed'; readonly rule: Rule }
  /** The id holds other bytes, or those of another person. */
  | { readonly kind: 'id-taken' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-large' }
  /** Media type of the bytes, null where they are of no known one; and what is taken. */
  | { readonly kind: 'type-refused'; readonly mediaType: string | null; readonly taken: readonly string[] }
  /** The person has as many uploads as may wait to be attached. */
  | { readonly kind: 'too-many'; readonly max: number };

/** A piece of evidence as it is sent out. */
export interface EvidenceFile {
  /** Letters, digits, dots and dashes only. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly bytes: number;
  /** All of its bytes; whoever opens it reads or destroys it. */
  open(): Readable;
}

/** What a service does with evidence that comes and goes over HTTP. Whoever opens the door knows nothing of it. */
export interface EvidenceDoor {
  readonly bytesMax: number;
  /**
   * Takes an upload in under a UUID of the sender's own; durable before it answers.
   *
   * @throws GraphQLError UNAUTHENTICATED or PROJECTION_LAGGING; and what `content` throws.
   */
  put(context: RequestContext, evidenceId: string, content: AsyncIterable<Uint8Array>): Promise<EvidenceOutcome>;
  /**
   * A piece of evidence of an achievement that the viewer may read; null for anything else alike.
   *
   * @throws GraphQLError UNAUTHENTICATED.
   */
  get(context: RequestContext, evidenceId: string): Promise<EvidenceFile | null>;
}
