import { committeeNameOf } from '@thidua/authority';
import type { Dice } from './dice.js';
import type { UnitRow } from './tra-vinh-units.js';

// Invented like the figures of the demo; no number stands in the words, since the report itself says it.

const begun = [
  'đã ban hành kế hoạch, phát động đến từng ấp, khóm; các nơi đăng ký phần việc cụ thể và bắt tay thực hiện ngay từ đầu năm',
  'đã quán triệt kế hoạch đến cán bộ Mặt trận cơ sở; phong trào được Nhân dân hưởng ứng, nhiều phần việc đã hoàn thành',
  'đã hướng dẫn các xã, phường, thị trấn xây dựng kế hoạch, chọn công trình trọng điểm và phân công cán bộ theo dõi từng địa bàn',
] as const;

const done = [
  'đã hoàn thành phần lớn công trình, sản phẩm, phần việc đăng ký; công tác an sinh xã hội và xây dựng nông thôn mới có chuyển biến rõ',
  'đã thực hiện đạt các nội dung thi đua đề ra; nhiều mô hình tự quản ở khu dân cư hoạt động nền nếp',
  'đã huy động tốt sức dân, phối hợp chặt chẽ với các tổ chức thành viên; việc làm theo Bác được duy trì thường xuyên',
] as const;

const hard = [
  'Khó khăn: giá vật liệu tăng, một số công trình chậm tiến độ.',
  'Khó khăn: mùa khô, mặn xâm nhập sâu, vận động đóng góp có nơi còn hạn chế.',
  'Khó khăn: một số Ban Công tác Mặt trận còn lúng túng khi tổng hợp số liệu.',
] as const;

/** What a unit's committee says of its campaign in a round. */
export const narrativeOf = ({ nameVi, level }: UnitRow, round: string, dice: Dice): string => {
  const committee = committeeNameOf(nameVi);
  if (round === 'SUPPLEMENT') {
    return `${committee} bổ sung kết quả đến hết ngày 30/6/2022: các công trình, phần việc hoàn thành trong mười ngày cuối đợt thi đua.`;
  }
  if (level === 'province') {
    return `${committee} tổng kết phong trào thi đua chào mừng kỷ niệm 30 năm tái thành lập tỉnh: Mặt trận các cấp và các tổ chức thành viên đồng loạt hưởng ứng, kết quả thể hiện bằng công trình, sản phẩm, phần việc cụ thể. ${dice.pick(hard)} Đề nghị tiếp tục nhân rộng các mô hình hiệu quả.`;
  }
  return `${committee} ${dice.pick(round === 'MID' ? begun : done)}. ${dice.pick(hard)}`;
};

/** Why a receiver sends a report back. */
export const returnReasons = {
  'FINAL-HAMLET': {
    reasonCode: 'FIGURES_DIFFER',
    note: 'Số liệu chưa khớp với sổ theo dõi của Mặt trận xã, đề nghị Ban Công tác Mặt trận rà soát và gửi lại.',
  },
  'FINAL-COMMUNE': {
    reasonCode: 'NARRATIVE_INCOMPLETE',
    note: 'Báo cáo chưa nêu đánh giá chung và khó khăn, đề nghị bổ sung và gửi lại.',
  },
} as const;

/** Why the province gives a district two days more. */
export const extensionReason =
  'Địa phương đang tập trung phòng, chống xâm nhập mặn và phục vụ Tết Chôl Chnăm Thmây; đồng ý gia hạn hai ngày.';
