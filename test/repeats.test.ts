/** Texts without what they repeat: they come back as they were, and what claims to be one is not believed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mark, pack, unpack } from '../workbench/page/repeats.ts';
import { assertProperty } from './property.ts';
import { root } from './support.ts';

const most = 1e8;

test('what is packed comes back, whatever repeats in it', () => {
  const piece = fc.string({ unit: 'binary', minLength: 30, maxLength: 120 });
  let repeating = 0;
  assertProperty(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(5), { minLength: 8, maxLength: 30 }),
      (pieces, order) => {
        const text = order.map((i) => pieces[i % pieces.length]).join('');
        const packed = pack(text);
        expect(unpack(packed, most)).toBe(text);
        if (packed.split('\n')[1] !== '') repeating++;
      },
    ),
  );
  expect(repeating).toBeGreaterThan(20);
});
test('a text that was not packed is itself, and one that is too long is none', () => {
  expect(unpack('{"format":"mutandis-c-facts"}', most)).toBe('{"format":"mutandis-c-facts"}');
  const text = 'once and again, once and again, '.repeat(40);
  const packed = pack(text);
  expect(unpack(packed, text.length)).toBe(text);
  expect(unpack(packed, text.length - 1)).toBeUndefined();
});
test.each([
  ['more text than there is', `${mark}9 0 1\nabc`],
  ['a piece that is not there yet', `${mark}1 1 40\nabc`],
  ['a piece from before the beginning', `${mark}1 -9 4\nabc`],
  ['a piece of a length below nothing', `${mark}1 0 -4\nabc`],
  ['two numbers', `${mark}1 0\nabc`],
  ['what is no number', `${mark}1 0 x\nabc`],
  ['no text', mark],
  ['a text out of all measure', `${mark}1 -1 1 0 0 ${most}\nabc`],
])('%s is refused', (_, packed) => {
  expect(unpack(packed, most)).toBeUndefined();
});
test('a history is a third shorter when the page brings it', () => {
  const file = readFileSync(join(root, 'examples/c/histories/vsftpd.facts.ndjson.gz'));
  const text = gunzipSync(file).toString('utf8');
  const packed = pack(text);
  expect(unpack(packed, most) === text).toBe(true);
  expect(gzipSync(packed, { level: 9 }).length).toBeLessThan(0.65 * file.length);
});
