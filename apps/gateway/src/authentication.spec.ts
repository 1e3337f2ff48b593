import { describe, expect, it } from '@jest/globals';
import { languageOf } from './authentication.js';
import { assertLoopback } from './loopback.js';

describe('the language of a request', () => {
  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['fr, de;q=0.9', 'vi'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['fr,en;q=0.7,vi;q=0.8', 'vi'],
    ['vi;q=0.2, en;q=0.3', 'en'],
    ['en;q=0', 'vi'],
    ['english', 'vi'],
    ['en;q=1.2.3', 'vi'],
    [`${'xx,'.repeat(30)}en`, 'vi'],
  ])('named by %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('a host for demo tokens', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])('may be %s', (host) => {
    expect(() => assertLoopback(host)).not.toThrow();
  });

  it.each([
    '0.0.0.0',
    '::',
    '',
    '10.0.0.1',
    '192.168.1.2',
    'example.org',
    'localhost.example.org',
    '127.0.0.1.nip.io',
    '::ffff:10.0.0.1',
  ])('may not be %j, and the refusal says what may', (host) => {
    expect(() => assertLoopback(host)).toThrow(/localhost, 127\.0\.0\.1 hoặc ::1.*Use localhost, 127\.0\.0\.1 or ::1/);
  });
});
