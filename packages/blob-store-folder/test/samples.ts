import { crc32, deflateRawSync } from 'node:zlib';

type Entries = Readonly<Record<string, string>>;

/** A ZIP archive of a few small files, deflated as office programs do, or stored. */
export const zipOf = (entries: Entries, method: 'deflated' | 'stored' = 'deflated'): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const path = Buffer.from(name);
    const plain = Buffer.from(text);
    const data = method === 'stored' ? plain : deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(method === 'stored' ? 0 : 8, 4);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(data.byteLength, 14);
    head.writeUInt32LE(plain.byteLength, 18);
    head.writeUInt16LE(path.byteLength, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, path, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, path]));
    locals.push(local);
    offset += local.byteLength;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};

const office = (part: string, kind: string): Entries => ({
  '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.${kind}.main+xml"/></Types>`,
  '_rels/.rels': '<?xml version="1.0" encoding="UTF-8"?><Relationships/>',
  [part]: '<?xml version="1.0" encoding="UTF-8"?><content/>',
});

export const wordKind = 'openxmlformats-officedocument.wordprocessingml.document';
export const sheetKind = 'openxmlformats-officedocument.spreadsheetml.sheet';

export const wordEntries = office('word/document.xml', wordKind);
export const sheetEntries = office('xl/workbook.xml', sheetKind);
/** A document that carries macros. */
export const macroEntries = office('word/document.xml', 'ms-word.document.macroEnabled');
/** The parts in reverse order: no standard says which comes first. */
export const reversed = (entries: Entries): Entries => Object.fromEntries(Object.entries(entries).reverse());

const box = (brand: string, ...compatible: string[]) => {
  const body = Buffer.from(`ftyp${brand}\0\0\0\0${compatible.join('')}`, 'latin1');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.byteLength + 4);
  return Buffer.concat([size, body, Buffer.alloc(64)]);
};

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** The beginnings of pictures and documents, enough to tell what they are. */
export const samples = {
  jpeg: Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.alloc(64)]),
  png: Buffer.from(dot, 'base64'),
  webp: Buffer.concat([Buffer.from('RIFF\x40\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(64)]),
  heic: box('heic', 'mif1', 'heic'),
  heif: box('mif1', 'mif1', 'heic'),
  pdf: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
  gif: Buffer.concat([Buffer.from('GIF89a', 'latin1'), Buffer.alloc(64)]),
  mp4: box('isom', 'mp41'),
  exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
} as const;
