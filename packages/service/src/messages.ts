import type { Language } from './request-context.js';

/** A message in both languages; `{name}` stands for a value of the refusal's detail. */
export interface Message {
  readonly vi: string;
  readonly en: string;
}

/** What is said for each UserErrorCode of the schema: the rule, and the way out. Codes are never translated. */
export const messages = {
  NOT_FOUND: {
    vi: 'Không tìm thấy đối tượng có mã này, hoặc bạn không được xem. Hãy kiểm tra lại mã.',
    en: 'There is nothing under this id, or you may not read it. Check the id.',
  },
  NOT_ALLOWED: { vi: 'Bạn không được làm việc này: {reason}', en: 'You may not do this: {reason}' },
  REVISION_CONFLICT: {
    vi: 'Dữ liệu đã thay đổi từ lúc bạn đọc (bạn có bản {expected}, hiện là bản {actual}). Hãy đọc lại rồi gửi tiếp.',
    en: 'It has changed since you read it (you saw revision {expected}, it is at {actual}). Read it again, then send.',
  },
  REVISION_REQUIRED: {
    vi: 'Hãy cho biết expectedRevision (bản bạn đã đọc), hoặc force: true để ghi bất kể bản nào.',
    en: 'Name expectedRevision (the revision you read), or say force: true to change it whatever its revision.',
  },
  CONTENDED: {
    vi: 'Nhiều người cùng thay đổi một lúc. Chưa có gì được ghi; hãy gửi lại.',
    en: 'Others changed it at the same moment. Nothing was written; send it again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    vi: 'Khóa idempotencyKey này đã dùng cho một việc khác. Hãy tạo khóa mới cho việc mới.',
    en: 'This idempotencyKey was used for something else. Make a new key for new work.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    vi: 'idempotencyKey phải là một UUID, ví dụ 7c9e6679-7425-40de-944b-e07fc1f90ae7.',
    en: 'idempotencyKey must be a UUID, such as 7c9e6679-7425-40de-944b-e07fc1f90ae7.',
  },
  INVALID_TRANSITION: {
    vi: 'Không thể thực hiện "{to}" khi đang ở trạng thái "{from}".',
    en: '"{to}" is not possible while it is "{from}".',
  },
  TEXT_INVALID: {
    vi: 'Phần chữ này để trống hoặc dài quá {max} ký tự.',
    en: 'This text is empty or longer than {max} characters.',
  },
  TOO_MANY: { vi: 'Nhiều nhất {max} mục, bạn gửi {count}.', en: 'At most {max} items, you sent {count}.' },
  MISSING: { vi: 'Thiếu {what}; phần này bắt buộc.', en: '{what} is missing; it is required.' },
  DUPLICATE: { vi: 'Mã "{code}" xuất hiện hai lần.', en: 'The code "{code}" stands twice.' },
  DATES_REVERSED: {
    vi: 'Ngày đầu {from} sau ngày cuối {to}.',
    en: 'The first day {from} lies after the last day {to}.',
  },
  DAY_OUTSIDE_PERIOD: {
    vi: 'Ngày {day} nằm ngoài thời gian phát động, từ {from} đến {to}.',
    en: 'The day {day} lies outside the period of the campaign, {from} to {to}.',
  },
  DAY_IN_FUTURE: {
    vi: 'Ngày {day} chưa đến; hôm nay là {today}.',
    en: 'The day {day} has not come; today is {today}.',
  },
  UNKNOWN_METRIC: {
    vi: 'Phong trào không có chỉ tiêu "{metric}". Các chỉ tiêu có: {allowed}.',
    en: 'The campaign has no metric "{metric}". It has: {allowed}.',
  },
  UNKNOWN_AREA: {
    vi: 'Phong trào không có nội dung "{area}". Các nội dung có: {allowed}.',
    en: 'The campaign has no content area "{area}". It has: {allowed}.',
  },
  UNKNOWN_LINE: {
    vi: 'Không có dòng "{lineId}" để bỏ.',
    en: 'There is no line "{lineId}" to take away.',
  },
  QUANTITY_NEGATIVE: {
    vi: 'Số lượng {value} là số âm; chỉ nhận số không âm.',
    en: 'The quantity {value} is negative; only zero or more is taken.',
  },
  QUANTITY_TOO_PRECISE: {
    vi: 'Số lượng {value} có quá nhiều chữ số thập phân; chỉ tiêu "{metric}" nhận nhiều nhất {decimals}.',
    en: 'The quantity {value} has too many decimals; the metric "{metric}" takes at most {decimals}.',
  },
  QUANTITY_TOO_LARGE: {
    vi: 'Số lượng {value} quá lớn; nhiều nhất là {max}.',
    en: 'The quantity {value} is too large; at most {max}.',
  },
  QUANTITY_MISSING: {
    vi: 'Thiếu số lượng. Số 0 là một giá trị; để trống thì không nhận.',
    en: 'The quantity is missing. Zero is a value; blank is not taken.',
  },
  QUANTITY_SHAPE: {
    vi: 'Chỉ tiêu "{metric}" ({combine}) nhận số liệu ở: {needed}; không nhận ở trường khác.',
    en: 'The metric "{metric}" ({combine}) takes its quantity in: {needed}, and in no other field.',
  },
  MEMBER_INVALID: {
    vi: 'Mã người "{member}" không phải là UUID. Mỗi người một UUID do bạn đặt, dùng lại cho chính người đó.',
    en: 'The member "{member}" is no UUID. Give each person one UUID of your own, always the same.',
  },
  NOT_A_PARTICIPANT: {
    vi: 'Tổ chức của bạn không thuộc đối tượng thi đua của phong trào này.',
    en: 'Your organisation matches no participant rule of this campaign.',
  },
  EVIDENCE_REQUIRED: {
    vi: 'Công trình phải có biên bản nghiệm thu (ACCEPTANCE) hoặc ảnh (PHOTO) trước khi nộp.',
    en: 'A work needs an acceptance (ACCEPTANCE) or a photo (PHOTO) before it is submitted.',
  },
  SHARES_SUM: {
    vi: 'Tổng tỷ lệ là {sum}, phải là 10000 (100 %).',
    en: 'The shares sum to {sum}; they must sum to 10000 (100 %).',
  },
  LEAD_INVALID: {
    vi: 'Phải có đúng một đơn vị chủ trì (LEAD), là đơn vị sở hữu thành tích; các đơn vị khác là PARTNER.',
    en: 'There is exactly one LEAD, the organisation that owns it; all others are PARTNER.',
  },
  CONTRIBUTIONS_FIXED: {
    vi: 'Thành tích đã nộp nên không đổi được đơn vị phối hợp và tỷ lệ nữa.',
    en: 'It was submitted already, so partners and shares cannot change any more.',
  },
  PERCENT_INVALID: {
    vi: 'Tiến độ {value} không hợp lệ; từ 0 đến 100.',
    en: 'The percentage {value} is not between 0 and 100.',
  },
  NOTHING_TO_AMEND: {
    vi: 'Số liệu đề nghị giống số liệu đã công nhận; không có gì để đính chính.',
    en: 'The figures asked for are those approved; there is nothing to amend.',
  },
  UNIT_NOT_OWNED: {
    vi: 'Chỉ đăng ký cho đơn vị của mình, hoặc cho đơn vị cũ đã nhập toàn bộ vào đơn vị mình.',
    en: 'Register for your own unit, or for a former unit that went to it as a whole.',
  },
  PLAN_FIXED: {
    vi: 'Sau khi phát động không được bỏ hoặc đổi: {what}.',
    en: 'After the launch this is neither taken away nor changed: {what}.',
  },
  UNKNOWN_ROUND: {
    vi: 'Phong trào không có kỳ báo cáo "{round}". Các kỳ có: {allowed}.',
    en: 'The campaign has no round "{round}". It has: {allowed}.',
  },
  TARGET_LOWERED: {
    vi: 'Chỉ tiêu "{metric}" đang là {before}; chỉ người đứng đầu nơi nhận được hạ xuống {value}.',
    en: 'The target of "{metric}" stands at {before}; only the head of the receiver lowers it to {value}.',
  },
  NOTHING_TO_SUBMIT: {
    vi: 'Chưa có số liệu nào để nộp. Hãy báo số liệu trước.',
    en: 'No quantity is reported yet. Report quantities first.',
  },
  DUE_NOT_LATER: {
    vi: 'Hạn mới {dueBefore} không muộn hơn hạn đang áp dụng {inForce}. Hãy chọn một thời điểm muộn hơn.',
    en: 'The new due instant {dueBefore} is not later than the one that holds, {inForce}. Name a later one.',
  },
  FINAL_WAITS: {
    vi: 'Báo cáo kỳ "{round}" đang chờ tiếp nhận. Hãy nộp báo cáo bổ sung sau khi có kết quả.',
    en: 'The report of the round "{round}" waits for its receiver. Send the supplement once it is decided.',
  },
  REPORTING_LINE: {
    vi: 'Tuyến báo cáo phải thành một cây có gốc là cơ quan phát động; tuyến này tạo thành vòng hoặc đi từ gốc.',
    en: 'Reporting lines form a tree with the issuer at its root; this one closes a circle, or leads away from the root.',
  },
  REPORT_NOT_REJECTED: {
    vi: 'Báo cáo không bị từ chối, chỉ trả lại để sửa (reviewReturn).',
    en: 'A report is never rejected; return it to be mended (reviewReturn).',
  },
  NO_RECEIVER: {
    vi: 'Không có tổ chức nào nhận của tổ chức này; hãy báo quản trị kiểm tra cây đơn vị.',
    en: 'No organisation receives from this one; ask an administrator to check the tree.',
  },
  SUBMISSION_CHANGED: {
    vi: 'Bạn đọc lần nộp {read}, hồ sơ này là lần nộp {actual}. Hãy mở lại hồ sơ.',
    en: 'You read submission {read}, this case is about submission {actual}. Open the case again.',
  },
  ALREADY_DECIDED: {
    vi: 'Hồ sơ đã được quyết định: {outcome}.',
    en: 'This case was decided already: {outcome}.',
  },
  CASE_MOOTED: {
    vi: 'Hồ sơ đã đóng mà không cần quyết định: {mooted}.',
    en: 'The case was closed without a decision: {mooted}.',
  },
  ASSIGNED_TO_ANOTHER: {
    vi: 'Hồ sơ đã giao cho người khác; hãy nhận hồ sơ (reviewAssign) trước khi quyết định.',
    en: 'The case is assigned to somebody else; assign it to yourself (reviewAssign) before you decide.',
  },
  RECUSED: {
    vi: 'Người này đã từ chối thẩm định hồ sơ này nên không nhận lại được; cần một người khác.',
    en: 'This person stepped back from this case and does not come back to it; another person has to.',
  },
  REVIEWER_INVALID: {
    vi: 'Người này hôm nay không giữ vai trò thẩm định (REVIEWER) tại nơi nhận.',
    en: 'This person does not hold the role REVIEWER at the receiver today.',
  },
  FOUR_EYES: {
    vi: 'Ai đã tham gia lần nộp này thì không được thẩm định; cần một người khác.',
    en: 'Whoever took part in this submission does not review it; another person has to.',
  },
  REASON_REQUIRED: {
    vi: 'Trả lại hoặc không công nhận phải có lý do (reasonCode) và ghi chú (note), để đơn vị biết cần sửa gì.',
    en: 'Sending it back or rejecting it needs a reason (reasonCode) and a note, so that its owner knows why.',
  },
  UNKNOWN_REASON: {
    vi: 'Không có lý do "{reasonCode}". Các lý do có: {allowed}.',
    en: 'There is no reason "{reasonCode}". There are: {allowed}.',
  },
  CODE_INVALID: {
    vi: 'mã "{value}" không đúng dạng của cấp {level} ({rule}).',
    en: 'the code "{value}" does not fit the level {level} ({rule}).',
  },
  CODE_TAKEN: { vi: 'mã "{value}" đã có {holder}.', en: 'the code "{value}" is held by {holder}.' },
  CODE_REPEATED: {
    vi: 'mã "{value}" đã có ở dòng {firstLine} của tệp.',
    en: 'the code "{value}" stands already on line {firstLine} of the file.',
  },
  UNKNOWN_UNIT: { vi: 'không có đơn vị nào mang mã "{value}".', en: 'no unit has the code "{value}".' },
  VALUE_UNKNOWN: { vi: '"{value}" không phải là một trong: {allowed}.', en: '"{value}" is none of: {allowed}.' },
  PARENT_LEVEL: {
    vi: 'đơn vị cấp trên "{value}" không phải là cấp trên trực tiếp của cấp {level}.',
    en: 'the parent "{value}" is not one level above {level}.',
  },
  PARENT_SELF: {
    vi: 'đơn vị "{value}" không thể là cấp trên của chính mình.',
    en: 'the unit "{value}" cannot be its own parent.',
  },
  PARENT_NOT_YET: {
    vi: 'đơn vị cấp trên "{value}" đến {parentFrom} mới có, sau {validFrom}.',
    en: 'the parent "{value}" begins on {parentFrom}, after {validFrom}.',
  },
  UNIT_NOT_YET: {
    vi: 'Đơn vị "{unit}" đến {begins} mới có, sau {validFrom}.',
    en: 'The unit "{unit}" begins on {begins}, after {validFrom}.',
  },
  UNIT_ENDED: {
    vi: 'Đơn vị "{unit}" không còn từ ngày {ended}.',
    en: 'The unit "{unit}" no longer exists from {ended} on.',
  },
  UNIT_HAS_CHILDREN: {
    vi: 'Đơn vị "{unit}" còn đơn vị trực thuộc: {children}. Hãy chuyển hoặc giải thể chúng trong cùng một lần sắp xếp.',
    en: 'The unit "{unit}" still has units below it: {children}. Move or dissolve them in the same reorganisation.',
  },
  MAPPING_NOT_FULL: {
    vi: 'Đơn vị "{unit}" nhập toàn bộ (FULL) vào một đơn vị thì không vào đơn vị nào khác; ở đây có {count}.',
    en: 'The unit "{unit}" goes as a whole (FULL), so it has one target; here it has {count}.',
  },
  MAPPING_TARGET: {
    vi: '"{unit}" không phải đơn vị mới của lần sắp xếp này. Đơn vị nhận thêm cũng kết thúc: hãy lập đơn vị mới mang mã của nó, và nhập nó toàn bộ (FULL) vào đó.',
    en: '"{unit}" is not a new unit of this reorganisation. A unit that takes over another one ends as well: make a new one with its code, and map it FULL into that.',
  },
  FILE_UNREADABLE: {
    vi: 'Không đọc được bảng đơn vị: {problem}.',
    en: 'The table of units cannot be read: {problem}.',
  },
  UNKNOWN_ORGANISATION_TYPE: {
    vi: 'Không có loại tổ chức "{type}" ở cấp {level}.',
    en: 'There is no kind of organisation "{type}" at the level {level}.',
  },
  ROLE_NOT_HERE: {
    vi: 'Người này đã giữ vai trò {held} nên không thể giữ thêm vai trò {role}: quản trị không giữ vai trò khác.',
    en: 'This person holds the role {held} and cannot hold {role} as well: administrators hold no other role.',
  },
  SUCCESSOR_INVALID: {
    vi: 'Tổ chức kế thừa không tồn tại vào ngày {day}, hoặc chính là tổ chức giải thể.',
    en: 'The successor does not exist on {day}, or is the organisation that is dissolved.',
  },
  ROUND_FEEDS: {
    vi: 'Kỳ báo cáo "{round}" nộp vào "{feeds}": không có kỳ đó, hoặc tạo thành vòng.',
    en: 'The round "{round}" feeds "{feeds}", which does not exist or closes a circle.',
  },
  ROUND_FEEDS_UPWARD: {
    vi: 'Kỳ báo cáo "{round}" nộp vào "{feeds}": một kỳ chỉ nộp vào kỳ của cấp trên, không bao giờ vào kỳ bổ sung. Hãy chọn kỳ khác, hoặc để trống.',
    en: 'The round "{round}" feeds "{feeds}": a round feeds one of a higher level, and never a supplement. Name another round, or none.',
  },
  ROUND_SUPPLEMENTS: {
    vi: 'Kỳ bổ sung "{round}" phải nêu trong supplements kỳ tổng kết (FINAL) mà nó bổ sung. Hãy nêu mã của một kỳ FINAL trong kế hoạch này.',
    en: 'The supplement "{round}" must name in supplements the FINAL round that it adds to. Name a FINAL round of this plan.',
  },
  SUMMARY_ROUND: {
    vi: 'Kế hoạch có nhiều nhất một kỳ SUMMARY (báo cáo của nơi phát động), và kỳ đó không nộp vào kỳ nào. Hãy sửa kỳ "{round}".',
    en: 'A plan has at most one SUMMARY round, the report of its issuer, and it feeds none. Change the round "{round}".',
  },
} as const satisfies Record<string, Message>;

export type UserErrorCode = keyof typeof messages;

/** Why a rule of authority says no, as `NotAllowed.rule` names it. */
export const ruleReasons = {
  'no-appointment': {
    vi: 'hôm nay bạn không giữ vai trò nào.',
    en: 'you hold no appointment today.',
  },
  'choose-appointment': {
    vi: 'bạn giữ nhiều vai trò; hãy chọn một bằng header Acting-As.',
    en: 'you hold several appointments; choose one with the header Acting-As.',
  },
  'appointment-not-yours': {
    vi: 'vai trò nêu trong header Acting-As không phải của bạn, hoặc đã hết hiệu lực.',
    en: 'the appointment named in Acting-As is not yours, or is no longer in force.',
  },
  role: { vi: 'vai trò của bạn không làm việc này.', en: 'your role does not do this.' },
  'own-organisation': {
    vi: 'chỉ tổ chức chủ trì được làm việc này.',
    en: 'only the organisation that owns it does this.',
  },
  receiver: { vi: 'chỉ nơi nhận được quyết định.', en: 'only the organisation that receives it decides.' },
  issuer: { vi: 'chỉ cơ quan phát động được làm việc này.', en: 'only the body that issues the campaign does this.' },
  territory: { vi: 'đơn vị này ngoài địa bàn của bạn.', en: 'this unit lies outside your territory.' },
  'not-oneself': {
    vi: 'không ai tự bổ nhiệm hoặc cho thôi chính mình.',
    en: 'nobody appoints or releases themselves.',
  },
} satisfies Record<string, Message>;

/** What goes around the message of a fault in a file: where it stands, and what was perhaps meant. */
export const filePlaces = {
  row: { vi: 'Dòng {line}: ', en: 'Line {line}: ' },
  cell: { vi: 'Dòng {line}, cột {column}: ', en: 'Line {line}, column {column}: ' },
  suggestion: { vi: ' Có phải là "{suggestion}"?', en: ' Is it "{suggestion}"?' },
} satisfies Record<string, Message>;

/** States, acts, outcomes and missing parts as messages name them; in data they stay the codes they are. */
export const wordings: Readonly<Record<string, Message>> = {
  none: { vi: 'chưa có', en: 'not there yet' },
  active: { vi: 'đang hoạt động', en: 'active' },
  dissolved: { vi: 'đã giải thể', en: 'dissolved' },
  draft: { vi: 'dự thảo', en: 'a draft' },
  launched: { vi: 'đã phát động', en: 'launched' },
  suspended: { vi: 'tạm dừng', en: 'suspended' },
  'reporting-closed': { vi: 'đã khóa kỳ báo cáo', en: 'closed for reporting' },
  summarised: { vi: 'đã tổng kết', en: 'summarised' },
  closed: { vi: 'đã kết thúc', en: 'closed' },
  cancelled: { vi: 'đã hủy', en: 'cancelled' },
  invited: { vi: 'được mời', en: 'invited' },
  registered: { vi: 'đã đăng ký', en: 'registered' },
  'under-review': { vi: 'chờ thẩm định', en: 'under review' },
  returned: { vi: 'trả lại', en: 'returned' },
  approved: { vi: 'đã công nhận', en: 'approved' },
  'in-progress': { vi: 'đang thực hiện', en: 'in progress' },
  completed: { vi: 'đã hoàn thành', en: 'completed' },
  'amendment-pending': { vi: 'chờ thẩm định đính chính', en: 'approved with an amendment under review' },
  rejected: { vi: 'không công nhận', en: 'rejected' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  revoked: { vi: 'đã hủy công nhận', en: 'revoked' },
  expected: { vi: 'chưa bắt đầu', en: 'not begun' },
  submitted: { vi: 'đã nộp', en: 'submitted' },
  accepted: { vi: 'đã tiếp nhận', en: 'accepted' },
  reopened: { vi: 'mở lại', en: 'reopened' },
  waived: { vi: 'được miễn', en: 'waived' },
  open: { vi: 'chờ quyết định', en: 'open' },
  assigned: { vi: 'đã giao', en: 'assigned' },
  decided: { vi: 'đã quyết định', en: 'decided' },
  mooted: { vi: 'đã đóng', en: 'mooted' },
  establish: { vi: 'thành lập', en: 'establish' },
  rename: { vi: 'đổi tên', en: 'rename' },
  dissolve: { vi: 'giải thể', en: 'dissolve' },
  appoint: { vi: 'bổ nhiệm', en: 'appoint' },
  launch: { vi: 'phát động', en: 'launch' },
  register: { vi: 'đăng ký', en: 'register' },
  'report-quantities': { vi: 'báo số liệu', en: 'report quantities' },
  submit: { vi: 'nộp', en: 'submit' },
  amend: { vi: 'điều chỉnh', en: 'amend' },
  suspend: { vi: 'tạm dừng', en: 'suspend' },
  resume: { vi: 'tiếp tục', en: 'resume' },
  'close-reporting': { vi: 'khóa kỳ báo cáo', en: 'close reporting' },
  close: { vi: 'kết thúc', en: 'close' },
  cancel: { vi: 'hủy', en: 'cancel' },
  reschedule: { vi: 'dời hạn', en: 'reschedule' },
  summarise: { vi: 'tổng kết', en: 'summarise' },
  'set-reporting-line': { vi: 'đặt tuyến báo cáo', en: 'set a reporting line' },
  'issue-plan': { vi: 'ban hành kế hoạch', en: 'issue a plan' },
  'set-targets': { vi: 'đặt chỉ tiêu', en: 'set targets' },
  withdraw: { vi: 'rút', en: 'withdraw' },
  'declare-contributions': { vi: 'khai báo đơn vị phối hợp', en: 'declare contributions' },
  'record-progress': { vi: 'cập nhật tiến độ', en: 'record progress' },
  'attach-evidence': { vi: 'đính kèm minh chứng', en: 'attach evidence' },
  'attached-elsewhere': { vi: 'đã đính kèm ở thành tích khác', en: 'attached to another achievement' },
  'withdraw-evidence': { vi: 'gỡ minh chứng', en: 'take evidence away' },
  complete: { vi: 'hoàn thành', en: 'complete' },
  'request-amendment': { vi: 'đề nghị đính chính', en: 'request an amendment' },
  revoke: { vi: 'hủy công nhận', en: 'revoke' },
  'save-report': { vi: 'lưu nội dung báo cáo', en: 'save what the report says' },
  'submit-report': { vi: 'nộp báo cáo', en: 'submit the report' },
  'grant-extension': { vi: 'gia hạn', en: 'give more time' },
  'record-paper-receipt': { vi: 'ghi ngày nhận bản giấy', en: 'record the paper copy' },
  'waive-report': { vi: 'miễn báo cáo', en: 'waive the report' },
  'reopen-report': { vi: 'mở lại báo cáo', en: 'open the report again' },
  assign: { vi: 'giao', en: 'assign' },
  recuse: { vi: 'từ chối thẩm định', en: 'step back' },
  'raise-finding': { vi: 'ghi nhận xét', en: 'raise a finding' },
  decide: { vi: 'quyết định', en: 'decide' },
  REJECT: { vi: 'không công nhận', en: 'rejected' },
  WITHDRAWN: { vi: 'đã được rút', en: 'it was withdrawn' },
  CAMPAIGN_CANCELLED: { vi: 'phong trào đã hủy', en: 'its campaign was cancelled' },
  periodStart: { vi: 'ngày bắt đầu', en: 'the first day of the period' },
  periodEnd: { vi: 'ngày kết thúc', en: 'the last day of the period' },
  documentDate: { vi: 'ngày văn bản', en: 'The date of the document' },
  reason: { vi: 'lý do', en: 'A reason' },
  APPROVE: { vi: 'công nhận', en: 'approved' },
  RETURN: { vi: 'trả lại', en: 'sent back' },
  effectiveOn: { vi: 'ngày thực hiện', en: 'The day it was done' },
  areas: { vi: 'nội dung thi đua', en: 'A content area' },
  participantRules: { vi: 'đối tượng thi đua', en: 'A participant rule' },
  rounds: { vi: 'kỳ báo cáo', en: 'A report round' },
  levels: { vi: 'cấp', en: 'A level' },
  subjectKinds: { vi: 'tập thể hay cá nhân', en: 'The choice of collectives or individuals' },
  fromOrgTypes: { vi: 'loại tổ chức phải báo cáo', en: 'The kind of organisation that reports' },
  'organisationType | group': {
    vi: 'loại tổ chức hoặc nhóm (chỉ một trong hai)',
    en: 'A kind or a group of organisations (one of both)',
  },
};

/** A message with its values put in; a list is joined, a missing value stays visible as its name. */
export const say = (message: Message, language: Language, detail: Readonly<Record<string, unknown>> = {}): string =>
  message[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = detail[name];
    if (value === undefined || value === null) return whole;
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
