/** What a unit's name begins with; written in lower case within a sentence. The longer one stands first. */
const typeWords = [
  'Thành phố',
  'Thị trấn',
  'Thị xã',
  'Tổ dân phố',
  'Đặc khu',
  'Tỉnh',
  'Huyện',
  'Quận',
  'Phường',
  'Xã',
  'Thôn',
  'Ấp',
  'Khóm',
  'Bản',
];

const withinSentence = (unitName: string): string => {
  const word = typeWords.find((typeWord) => unitName.startsWith(`${typeWord} `));
  return word === undefined ? unitName : word.toLowerCase() + unitName.slice(word.length);
};

/** The name of the Front committee of a unit, such as `Ủy ban MTTQ Việt Nam huyện Càng Long`. */
export const committeeNameOf = (unitName: string): string => `Ủy ban MTTQ Việt Nam ${withinSentence(unitName)}`;

/** The name of the Front Work Board of a hamlet, such as `Ban Công tác Mặt trận ấp Cầu Xây`. */
export const workBoardNameOf = (unitName: string): string => `Ban Công tác Mặt trận ${withinSentence(unitName)}`;
