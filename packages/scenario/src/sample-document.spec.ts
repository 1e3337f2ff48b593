import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { sampleDocument } from './sample-document.js';

const text = Buffer.from(sampleDocument).toString('latin1');

describe('the sample that stands for every acceptance', () => {
  it('is a small PDF whose table of objects points at each of them', () => {
    expect(text.startsWith('%PDF-1.4\n')).toBe(true);
    expect(text.endsWith('%%EOF\n')).toBe(true);
    expect(sampleDocument.length).toBeLessThan(2_000);
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets).toHaveLength(6);
    for (const [index, offset] of offsets.entries()) {
      expect(text.slice(offset).startsWith(`${index + 1} 0 obj\n`)).toBe(true);
    }
    const table = Number(/startxref\n(\d+)\n/.exec(text)?.[1]);
    expect(text.slice(table).startsWith('xref\n0 7\n')).toBe(true);
  });

  it('says the length of what it draws', () => {
    const [, length, drawn = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(text) ?? [];
    expect(drawn.length).toBe(Number(length));
  });

  it('says that it is a sample, on its page and in its title', () => {
    expect(text).toContain('(SAMPLE) Tj');
    const [, hex = ''] = /\/Title <feff([0-9a-f]+)>/.exec(text) ?? [];
    const units = hex.match(/.{4}/g) ?? [];
    expect(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)))).toMatch(
      /^Tệp mẫu .* không phải hồ sơ thật$/,
    );
  });
});
