import { Buffer } from 'node:buffer';

/** UTF-16 with its mark, as hexadecimal: the form in which a PDF takes words beyond Latin. */
const wordsOf = (text: string): string => {
  const units = Array.from({ length: text.length }, (_, n) => text.charCodeAt(n).toString(16).padStart(4, '0'));
  return `<feff${units.join('')}>`;
};

/** The word MẪU in strokes, since no font of every reader has its letters; below it SAMPLE in Helvetica. */
const page = `6 w 1 J 1 j
60 90 m 60 150 l 85 110 l 110 150 l 110 90 l S
125 90 m 150 150 l 175 90 l S 135 110 m 165 110 l S
138 156 m 150 168 l 162 156 l S
138 176 m 144 184 l 156 176 l 162 184 l S
190 150 m 190 105 l 195 90 l 225 90 l 230 105 l 230 150 l S
BT /F 18 Tf 110 45 Td (SAMPLE) Tj ET`;

const objects: readonly string[] = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 290 210] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
  `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  `<< /Title ${wordsOf('Tệp mẫu của dữ liệu minh họa, không phải hồ sơ thật')} >>`,
];

const makeDocument = (): Uint8Array => {
  const offsets: number[] = [];
  let text = '%PDF-1.4\n';
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
};

/** What stands for every acceptance of the demo: one small PDF that says that it is a sample. */
export const sampleDocument: Uint8Array = makeDocument();
