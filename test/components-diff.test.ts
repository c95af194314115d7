/** The update from one kernel to the next: what is proposed is accepted once its holes are filled, and keeps what there is. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { components } from '../rules/components/system.ts';
import { loadKernel, type LoadedKernel } from '../checker/components/load.ts';
import { planKernel } from '../checker/components/plan.ts';
import { exploreKernel } from '../checker/components/properties.ts';
import { diffKernels } from '../workbench/updating/components/diff.ts';

const load = (text: string): LoadedKernel => {
  const r = loadKernel(text, 'x.kernel');
  if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
  return r.right;
};
const kernel = (disk: string, client = 'my.disk.read()', more = ''): string => `class Disk {
  ${disk}
}
class Client {
  field disk : Disk = d
  method run() : int = ${client}
}
${more}object d : Disk
object c : Client
thread t = c.run()
`;
const old = kernel('field data : int = 7\n  method read() : int = my.data');
const propose = (next: string, before = old) => diffKernels(components, load(before), load(next), { version: 'next' });
/** The old system with what is proposed behind it. */
const followed = (text: string, before = old): LoadedKernel => load(before + text);
const outcomes = (k: LoadedKernel): string[] =>
  exploreKernel(k.config, k.program)
    .outcomes.map((o) => JSON.stringify(o.objects.d?.fields))
    .sort();

describe('diff of kernels', () => {
  test('a field under another name is taken over, one that is new begins with its initial value', () => {
    const d = propose(
      kernel('field bytes : int = 7\n  field uses : {n : int} = {n = 3}\n  method read() : int = my.bytes'),
    );
    expect(d.text).toContain('import raw(s) = {bytes = s.data, uses = {n = 3}}');
    expect(d.notes).toEqual([
      'Disk.bytes is taken to be data under another name',
      'Disk.uses is new, and begins with {n = 3}',
    ]);
    expect([d.types.changed, d.functions.changed, d.reasons, d.empty]).toEqual([['Disk'], ['Disk.read'], [], false]);
    expect(outcomes(followed(d.text))).toEqual(['{"bytes":"7","uses":"{n = 3}"}']);
  });
  test('where two fields may be meant, it asks; a hole stands where it says', () => {
    const two = kernel('field x : int = 1\n  field y : int = 2\n  method read() : int = my.x + my.y');
    const d = propose(kernel('field p : int = 1\n  field q : int = 2\n  method read() : int = my.p + my.q'), two);
    expect(d.text).toContain('import raw(s) = {p = ???, q = ???}');
    expect(d.transformers[0]?.holes).toEqual([
      { type: 'int', why: 'Disk.p may be x or y under another name' },
      { type: 'int', why: 'Disk.q may be x or y under another name' },
    ]);
  });
  test('records in lists are taken over label by label, in their order', () => {
    const before = kernel(
      'field l : {n : int, m : int} list = [{n = 1, m = 2}, {n = 3, m = 4}]\n  method read() : int = 0',
    );
    const d = propose(
      kernel('field l : {m : int, n : int} list = nil[{m : int, n : int}]\n  method read() : int = 0'),
      before,
    );
    expect(d.reasons).toEqual([]);
    expect(outcomes(followed(d.text, before))).toEqual(['{"l":"[{m = 2, n = 1}, {m = 4, n = 3}]"}']);
  });
  test('an argument that is new needs an adaptor; the client comes after what it asks for', () => {
    const d = propose(
      kernel('field data : int = 7\n  method read(factor : int) : int = my.data * factor', 'my.disk.read(2)'),
    );
    expect(d.text).toMatch(
      /^update to_next_Disk\n[^]*adapt read\(\) : int = next\.read\(\?\?\?\)[^]*update to_next_Client\n/,
    );
    expect(d.notes[0]).toContain('together they are refused (U-Code: to_next: read takes 0 arguments)');
    const filled = followed(d.text.replace('???', '1'));
    expect(planKernel(filled).updates.map((u) => u.verdict)).toEqual(['accepted', 'accepted']);
    expect(
      exploreKernel(filled.config, filled.program)
        .outcomes.map((o) => o.threads.t)
        .sort(),
    ).toEqual(['14', '7']);
  });
  test('a method that is gone, or gives something else, asks for what the old callers get', () => {
    const d = propose(kernel('field data : int = 7\n  method fetch() : int = my.data', '0'));
    expect(d.transformers.map((x) => [x.type, x.by, x.holes.map((h) => h.why)])).toEqual([
      ['Disk', 'adapt read', ['method read is gone']],
      ['Disk', 'import raw', []],
      ['Client', 'import raw', []],
    ]);
    expect(d.functions).toEqual({ changed: ['Client.run'], added: ['Disk.fetch'], removed: ['Disk.read'] });
  });
  test('classes and formats are added; nothing is removed, and it says so', () => {
    const more = 'format Count = int\nclass Log {\n  field n : int = 0\n  method note() : int = my.n\n}\n';
    const next = kernel(
      'field data : int = 7\n  method read() : int = my.data\n  export Count = my.data',
      'my.disk.read()',
      more,
    );
    const d = propose(next);
    expect([d.types.added, d.text.startsWith('update to_next\nformat Count = int\nclass Log')]).toEqual([
      ['Log'],
      true,
    ]);
    expect(planKernel(followed(d.text)).updates[0]?.verdict).toBe('accepted');
    expect(propose(old, next).notes).toContain('class Log stays: nothing removes it');
  });
  test('what is the same needs no update', () => {
    expect(propose(old)).toMatchObject({ empty: true, text: '', reasons: [] });
  });
});
