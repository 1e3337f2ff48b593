import { type Acting, may, type NotActing } from '@thidua/authority';
import {
  type EvidenceDoor,
  type EvidenceOutcome,
  projectionLagging,
  type RequestContext,
  type ServicePorts,
  standingOf,
  waitMsMax,
} from '@thidua/service';
import { readableAchievement } from '../achievement/achievement-access.js';
import { evidenceLimits, fileNameOf } from './evidence-files.js';

type Ports = Pick<ServicePorts, 'blobs' | 'executor' | 'registryView'>;

/** Evidence over HTTP: whoever drafts for an organisation uploads, whoever reads an achievement reads what is attached. */
export const evidenceDoor = (ports: Ports): EvidenceDoor => ({
  bytesMax: evidenceLimits.bytesMax,
  put: (context, evidenceId, content) => receive(ports, context, evidenceId, content),
  async get(context, evidenceId) {
    const standing = standingOf(context, ports.registryView);
    const upload = await ports.blobs.upload(evidenceId);
    if (!upload || upload.namedBy === null) return null;
    const achievement = await readableAchievement(ports, upload.namedBy, standing);
    const evidence = achievement?.evidence.find((one) => one.evidenceId === evidenceId);
    if (!evidence) return null;
    const { kind, mediaType, sha256 } = evidence;
    const blob = await ports.blobs.read(sha256);
    if (!blob) throw new Error(`the bytes ${sha256} of the evidence ${evidenceId} are missing or damaged`);
    const fileName = fileNameOf(kind, evidenceId, mediaType);
    return { fileName, mediaType, sha256, bytes: blob.bytes, open: () => blob.open() };
  },
});

const receive = async (
  { blobs, registryView }: Ports,
  context: RequestContext,
  uploadId: string,
  content: AsyncIterable<Uint8Array>,
): Promise<EvidenceOutcome> => {
  if ((await registryView.caughtUp(waitMsMax)) === 'lagging') throw projectionLagging(registryView.position);
  const { userId: uploadedBy, acting, world } = standingOf(context, registryView);
  const verdict = may('achievementAttachEvidence', acting, ownWork(acting), world);
  if (!verdict.allowed) return { kind: 'not-allowed', rule: verdict.rule };
  const outcome = await blobs.put({ uploadId, uploadedBy, content, limits: evidenceLimits });
  switch (outcome.kind) {
    case 'stored': {
      const { sha256, mediaType, bytes } = outcome.upload;
      const evidence = { evidenceId: uploadId, sha256, mediaType, bytes };
      return { kind: 'received', evidence, repeated: outcome.repeated };
    }
    case 'type-refused':
      return { ...outcome, taken: evidenceLimits.mediaTypes };
    case 'too-many':
      return { ...outcome, max: evidenceLimits.unnamedMax };
    default:
      return outcome;
  }
};

/** An upload belongs to no achievement yet: it is asked for as if for one of the own organisation. */
const ownWork = (acting: Acting | NotActing) =>
  typeof acting === 'string' ? {} : { orgId: acting.organisation.orgId };
