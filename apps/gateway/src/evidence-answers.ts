import type { EvidenceFile, EvidenceOutcome } from '@thidua/service';
import { ruleReasons } from '@thidua/service';
import type { Fault } from './http.js';

/** A refusal of this door with its status. */
export interface Answer {
  readonly status: number;
  readonly fault: Fault;
}

const answer = (
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer => ({
  status,
  fault: { message, extensions: { code, ...more } },
});

export const notFound = answer(
  404,
  'NOT_FOUND',
  'Không có minh chứng nào mang mã này, hoặc bạn không được xem. There is no evidence under this id, or you may not read it.',
);

export const idInvalid = answer(
  400,
  'BAD_REQUEST',
  'Mã minh chứng phải là một UUID do bạn đặt: PUT /evidence/<UUID>. The id must be a UUID of your own: PUT /evidence/<UUID>.',
);

export const headerInvalid = answer(
  400,
  'BAD_REQUEST',
  'Header Content-Type sai dạng; có thể bỏ trống. The header Content-Type is malformed; it may be left out.',
);

export const cutOff = answer(400, 'BAD_REQUEST', 'Kết nối bị ngắt giữa chừng. The connection was cut off.');

export const methodRefused = answer(
  405,
  'BAD_REQUEST',
  'Minh chứng chỉ nhận PUT (gửi), GET và HEAD (tải). Evidence takes PUT (upload), GET and HEAD (download).',
);

export const lagging = answer(
  503,
  'PROJECTION_LAGGING',
  'Dữ liệu chưa kịp cập nhật; hãy thử lại. The data is not that fresh yet; ask again in a moment.',
);

export const tooLarge = (bytesMax: number): Answer => {
  const megabytes = bytesMax / (1024 * 1024);
  const message = `Tệp lớn hơn ${megabytes} MB. The file is larger than ${megabytes} MB.`;
  return answer(413, 'LIMIT_EXCEEDED', message, { limit: 'bytes', max: bytesMax });
};

/** Why an upload was not taken. */
export const refusalOf = (outcome: Exclude<EvidenceOutcome, { kind: 'received' }>, bytesMax: number): Answer => {
  switch (outcome.kind) {
    case 'not-allowed': {
      const { vi, en } = ruleReasons[outcome.rule];
      const message = `Bạn không được gửi minh chứng: ${vi} You may not upload evidence: ${en}`;
      return answer(403, 'NOT_ALLOWED', message, { rule: outcome.rule });
    }
    case 'id-taken':
      return answer(
        409,
        'ID_TAKEN',
        'Mã này đã dùng cho tệp khác; hãy tạo UUID mới. This id was used for another file; make a new UUID.',
      );
    case 'empty':
      return answer(400, 'EMPTY', 'Tệp rỗng; hãy gửi nội dung của tệp. The file is empty; send its bytes.');
    case 'too-large':
      return tooLarge(bytesMax);
    case 'type-refused': {
      const taken = outcome.taken.join(', ');
      const message = `Nội dung tệp không phải loại được nhận; chỉ nhận: ${taken}. By its bytes the file is of no type that is taken; those are: ${taken}.`;
      return answer(415, 'MEDIA_TYPE_REFUSED', message, { mediaType: outcome.mediaType, taken: outcome.taken });
    }
    case 'too-many': {
      const message = `Bạn có ${outcome.max} tệp chưa đính kèm; hãy đính kèm bớt rồi gửi tiếp. You have ${outcome.max} files that are not attached yet; attach some, then send more.`;
      return answer(429, 'LIMIT_EXCEEDED', message, { limit: 'unattached', max: outcome.max });
    }
  }
};

/** A download never runs, never shows in a page of ours and is kept by no cache: it may be anything that somebody sent. */
export const downloadHeaders = ({ fileName, mediaType, sha256, bytes }: EvidenceFile) => ({
  'content-type': mediaType,
  'content-length': String(bytes),
  'content-disposition': `attachment; filename="${fileName}"`,
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
  etag: `"${sha256}"`,
});
