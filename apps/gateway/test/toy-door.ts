import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { EvidenceDoor, EvidenceOutcome, RequestContext } from '@thidua/service';

/** What a door was asked, and how far it got with the bytes. */
export interface Passed {
  readonly evidenceId: string;
  readonly context: RequestContext;
  bytes: number;
  fault?: unknown;
}

export interface ToyDoor extends EvidenceDoor {
  readonly passed: Passed[];
  /** What the next uploads come to once they are read; null = they are received. */
  answers(outcome: Exclude<EvidenceOutcome, { kind: 'received' }> | null): void;
  /** Throws at the next call. */
  fails(fault: Error): void;
}

/** Keeps what it is sent in memory, and gives it back to everybody but strangers. */
export const toyDoor = (bytesMax: number): ToyDoor => {
  const held = new Map<string, Buffer>();
  const passed: Passed[] = [];
  let answer: Exclude<EvidenceOutcome, { kind: 'received' }> | null = null;
  let failure: Error | null = null;
  const failing = () => {
    const fault = failure;
    failure = null;
    if (fault) throw fault;
  };

  return {
    bytesMax,
    passed,
    answers: (outcome) => {
      answer = outcome;
    },
    fails: (fault) => {
      failure = fault;
    },
    async put(context, evidenceId, content) {
      failing();
      const pass: Passed = { evidenceId, context, bytes: 0 };
      passed.push(pass);
      if (answer?.kind === 'not-allowed') return answer;
      const pieces: Uint8Array[] = [];
      try {
        for await (const piece of content) {
          pass.bytes += piece.byteLength;
          if (pass.bytes > bytesMax) return { kind: 'too-large' };
          pieces.push(piece);
        }
      } catch (fault) {
        pass.fault = fault;
        throw fault;
      }
      if (answer) return answer;
      const bytes = Buffer.concat(pieces);
      const repeated = held.has(evidenceId);
      held.set(evidenceId, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return {
        kind: 'received',
        repeated,
        evidence: { evidenceId, sha256, mediaType: 'image/jpeg', bytes: pass.bytes },
      };
    },
    async get(context, evidenceId) {
      failing();
      passed.push({ evidenceId, context, bytes: 0 });
      const bytes = held.get(evidenceId);
      if (!bytes || context.viewer?.userId === 'stranger') return null;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = { fileName: `photo-${evidenceId}.jpg`, mediaType: 'image/jpeg', sha256, bytes: bytes.byteLength };
      return { ...file, open: () => Readable.from([bytes]) };
    },
  };
};
