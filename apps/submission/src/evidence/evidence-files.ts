import type { UploadLimits } from '@thidua/event-sourcing';

/** Media types that are taken as evidence, with the ending of their files. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** What one upload may be, and how many of one person may wait to be attached. */
export const evidenceLimits: UploadLimits = {
  bytesMax: 20 * 1024 * 1024,
  mediaTypes: Object.keys(endings),
  unnamedMax: 200,
};

/** The name a piece of evidence is downloaded under, such as photo-0f4f7f8e-….jpg: never one that somebody chose. */
export const fileNameOf = (kind: string, evidenceId: string, mediaType: string): string =>
  `${kind.toLowerCase()}-${evidenceId}.${endings[mediaType] ?? 'bin'}`;
