/** C as clang reads it: what is used after update points, feature by feature; trees that are none; planted faults of reading. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isLeft, isRight, map, type Either } from 'fp-ts/lib/Either.js';
import { afterAll, describe, expect, test } from 'vitest';
import { FileReader, type Diagnostic } from '../workbench/c-programs/clang/declarations.ts';
import { always, findClang } from '../workbench/c-programs/clang/process.ts';
import { readSources } from '../workbench/c-programs/clang/run.ts';
import { TreeReader } from '../workbench/c-programs/clang/tree-reader.ts';
import { fits, shapeOf, TypeReader } from '../workbench/c-programs/clang/types.ts';
import type { Unit } from '../workbench/c-programs/clang/unit.ts';
import { decodeFacts, type Facts } from '../workbench/c-programs/facts.ts';
import { link } from '../workbench/c-programs/link.ts';
import { root } from './support.ts';

const data = `${root}test/data/c/`;
const clang = findClang();
if (isLeft(clang)) process.stderr.write(`what needs clang is skipped, its kept trees are read: ${clang.left}\n`);
const sources = ['features.c', 'two-a.c', 'two-b.c'];
/** The trees of clang 14, as the tests without clang read them; MUTANDIS_TREES=write makes them anew. */
const treeOf = (file: string): Buffer => gunzipSync(readFileSync(`${data}${file}.tree.gz`));

function readTree(
  tree: Buffer,
  file: string,
  errors: readonly Diagnostic[] = [],
  piece = 65_536,
): Either<string, Unit> {
  const reader = new TreeReader(new FileReader(file, file.replace('.c', ''), (f) => f.startsWith('/') || f === ''));
  for (let i = 0; i < tree.length; i += piece) if (!reader.push(tree.subarray(i, i + piece))) break;
  return map((units: readonly Unit[]) => units[0] as Unit)(reader.end(errors));
}
const unitOf = (tree: Buffer, file: string): Unit => {
  const unit = readTree(tree, file);
  if (isLeft(unit)) throw new Error(unit.left);
  return unit.right;
};
const factsOf = (units: readonly Unit[]): Facts => {
  const facts = link(units, { program: 'features', release: '1', command: [], markers: ['update_point'] });
  const decoded = decodeFacts(JSON.parse(JSON.stringify(facts)));
  if (isLeft(decoded)) throw new Error(decoded.left);
  return decoded.right;
};
const keysOf = (f: Facts, list: number): string =>
  (f.uses[list] ?? [])
    .map(([k]) => f.keys[k] as string)
    .sort()
    .join(' ');
/** With every function a root: points are looked for where control may come. */
const rooted = (units: readonly Unit[]): Unit[] => {
  const handlers = units.flatMap((u) =>
    u.functions.map((f) => ({ callee: { tag: 'direct' as const, name: f.name }, why: 'a test' })),
  );
  return units.map((u, i) => (i === 0 ? { ...u, handlers } : u));
};
/** What is used after the update point of each function. */
const usesOf = (units: readonly Unit[]): Map<string, string> => {
  const facts = factsOf(rooted(units));
  return new Map(facts.points.map((p) => [p.function.replace('features:', ''), keysOf(facts, p.uses)]));
};

if (process.env['MUTANDIS_TREES'] === 'write' && isRight(clang))
  for (const f of sources) {
    const r = spawnSync(clang.right, ['-fsyntax-only', '-Xclang', '-ast-dump=json', ...always, f], {
      cwd: data,
      maxBuffer: 1 << 28,
    });
    writeFileSync(`${data}${f}.tree.gz`, gzipSync(r.stdout, { level: 9 }));
  }

/** What each function may use after its update point. */
const expected: Readonly<Record<string, string>> = {
  member: 't:s',
  member_of_typedef: 't:s',
  nested: 't:in t:s',
  anonymous_member: 't:s',
  named_anonymous: 't:s t:s.named',
  bit_field: 't:s',
  without_tag: 't:tagless',
  size_of: 't:s',
  size_of_value: 't:s',
  size_of_member: 't:s',
  size_of_pointer: '',
  offset_of: 't:s',
  initialised: 't:s',
  literal: 't:tagless',
  copied: 't:s',
  returned: 't:s',
  indexed: 't:s',
  arithmetic: 't:s',
  handed_on: 'f:own',
  to_void: '',
  from_void: '',
  cast: 't:other t:s',
  given_outside: 't:s',
  enumerator: 't:e',
  enumerator_of_none: 't:enum LIMIT',
  case_label: 't:e',
  computed: 't:u32',
  number_copied: '',
  tested: 't:u32',
  converted: 't:u32',
  called: 'f:features:later',
  called_outside: '',
  through: 't:handler',
  global: 'g:features:sg g:g',
  global_outside: '',
  static_local: 'g:static_local.n',
  statement_expression: 't:s',
  generic: 'g:g t:s',
  generic_other: 'g:g',
  old_style: 't:s',
  named_as_a_typedef: '',
  decays: 't:s',
  address_in_local: 't:s',
  address_of_whole: '',
  before_only: '',
  in_a_loop: 't:s',
  in_a_round: '',
  falls_through: 't:s',
  does_not_fall: '',
  inner_break: 't:s',
  outer_break: '',
  goes_back: 'g:g t:s',
  goes_on: '',
  right_of_and: 't:s',
  other_branch: '',
  conditional: '',
  never_after: '',
  never_after_own: 'f:features:dies',
  point_in_argument: 't:s',
  fill: '',
  own2: '',
  callee: '',
  on_signal: '',
};

describe('what is used after an update point', () => {
  test('is said of each feature of C', () => {
    const found = usesOf([unitOf(treeOf('features.c'), 'features.c')]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
  test('an address into a value that is handed over is used until the call has returned; a pointer that is handed on is not', () => {
    const facts = factsOf(rooted([unitOf(treeOf('features.c'), 'features.c')]));
    const after = (fn: string) =>
      facts.sites.filter(([f]) => facts.functions[f]?.name === fn).map((s) => keysOf(facts, s[3]));
    expect([after('address_as_argument'), after('pointer_as_argument')]).toEqual([['t:s'], ['']]);
    // A function that is given to an outside function is called there.
    expect(after('calls_what_is_given')).toEqual(['g:g']);
  });
  test('an address into a value that is returned or stored pins its type; a cast between structures does', () => {
    const { pinned } = factsOf([unitOf(treeOf('features.c'), 'features.c')]);
    const at = (why: string) => pinned.filter((p) => p.why.includes(why)).map((p) => `${p.type}:${p.line}`);
    const line = (fn: string) =>
      readFileSync(`${data}features.c`, 'utf8')
        .split('\n')
        .findIndex((l) => l.includes(` ${fn}(`) || l.includes(`*${fn}(`)) + 1;
    expect(at('returned')).toEqual([`s:${line('address_returned')}`]);
    expect(at('stored')).toEqual([`s:${line('address_stored')}`]);
    expect(at('converted')).toEqual([`s:${line('cast')}`, `other:${line('cast')}`]);
  });
  test('a handler of signals begins a stack, and is told as one', () => {
    const { roots, points } = factsOf([unitOf(treeOf('features.c'), 'features.c')]);
    expect(roots?.map((r) => r.function)).toEqual(['features:on_signal']);
    expect(points.map((p) => p.function)).toEqual(['features:on_signal']);
  });
  test('a member of a structure is changed by name and type, and what is held by value is told', () => {
    const { types } = factsOf([unitOf(treeOf('features.c'), 'features.c')]);
    const s = types.find((t) => t.name === 's');
    expect([s?.kind, s?.line, s?.holds]).toEqual(['struct', 3, ['in', 's.named']]);
    expect(types.map((t) => t.name)).toEqual(
      ['other', 'in', 's', 's.named', 'e', 'tagless', 'u32', 'handler', 'enum LIMIT'].sort(
        (a, b) => types.findIndex((t) => t.name === a) - types.findIndex((t) => t.name === b),
      ),
    );
  });
  test('pieces of any length give the same', () => {
    const tree = treeOf('two-a.c');
    const whole = unitOf(tree, 'two-a.c');
    for (const piece of [1, 7, 64, 4096])
      expect(readTree(tree, 'two-a.c', [], piece)).toEqual({ _tag: 'Right', right: whole });
  });
});

describe('files together', () => {
  const units = () => ['two-a.c', 'two-b.c'].map((f) => unitOf(treeOf(f), f));
  test('static names are told apart by their files; one tag with other names of members is one type, with other types two', () => {
    const facts = factsOf(units());
    expect(facts.functions.map((f) => f.name)).toEqual(['two-a:helper', 'in_a', 'two-b:helper', 'in_b', 'main']);
    expect(facts.types.map((t) => [t.name, t.file, t.holds])).toEqual([
      ['hidden', 'two-a.c', []],
      ['node', 'two-a.c', []],
      ['node@two-b.c', 'two-b.c', ['hidden']],
    ]);
    expect(facts.unsupported?.map((r) => r.what)).toEqual(['node is another type here; it is called node@two-b.c']);
    expect(Object.fromEntries(usesOf(units()))).toEqual({
      in_a: 'f:two-a:helper t:hidden',
      in_b: 'f:two-b:helper t:hidden t:node@two-b.c',
    });
  });
});

describe('planted faults of reading are caught: what is said of the features changes', () => {
  const planted = (change: (text: string) => string): string[] => {
    const found = usesOf([unitOf(Buffer.from(change(treeOf('features.c').toString())), 'features.c')]);
    return Object.keys(expected).filter((f) => found.get(f) !== expected[f]);
  };
  test('none planted', () => expect(planted((t) => t)).toEqual([]));
  test('sizeof forgotten', () => {
    const wrong = planted((t) => t.replaceAll('"UnaryExprOrTypeTraitExpr"', '"IntegerLiteral"'));
    expect(wrong).toEqual(['size_of', 'size_of_value', 'size_of_member', 'offset_of']);
  });
  test('an address into a value forgotten', () => {
    const wrong = planted((t) =>
      t
        .replaceAll('"castKind": "ArrayToPointerDecay"', '"castKind": "NoOp"')
        .replaceAll('"opcode": "&"', '"opcode": "+"'),
    );
    expect(wrong).toEqual(expect.arrayContaining(['decays', 'address_in_local']));
  });
  test('static functions by bare name', () => {
    const bare = ['two-a.c', 'two-b.c'].map((f) =>
      unitOf(Buffer.from(treeOf(f).toString().replaceAll('"storageClass": "static"', '"storageClass": "none"')), f),
    );
    expect(factsOf(bare).functions.map((f) => f.name)).toEqual(['helper', 'in_a', 'in_b', 'main']);
  });
});

describe('types as clang prints them', () => {
  const reader = new TypeReader((place) => ({ 'a.c:10:18': 'outer.part' })[place]);
  test.each([
    ['int', { tag: 'name', name: 'int' }],
    ['const unsigned long', { tag: 'name', name: 'unsigned long' }],
    ['struct s *restrict', { tag: 'pointer', to: { tag: 'record', name: 's' } }],
    ['const char *[4]', { tag: 'array', of: { tag: 'pointer', to: { tag: 'name', name: 'char' } } }],
    ['int (*)[4]', { tag: 'pointer', to: { tag: 'array', of: { tag: 'name', name: 'int' } } }],
    ['struct u::(anonymous at a.c:10:18)', { tag: 'record', name: 'outer.part' }],
    ['union (unnamed union at a.c:10:18) *', { tag: 'pointer', to: { tag: 'record', name: 'outer.part' } }],
    [
      'void (int) __attribute__((noreturn))',
      {
        tag: 'function',
        result: { tag: 'name', name: 'void' },
        parameters: [{ tag: 'name', name: 'int' }],
        variadic: false,
      },
    ],
    ['int ()', { tag: 'function', result: { tag: 'name', name: 'int' }, parameters: null, variadic: false }],
    [
      'int (*(*)(struct s *, ...))(void)',
      {
        tag: 'pointer',
        to: {
          tag: 'function',
          result: {
            tag: 'pointer',
            to: { tag: 'function', result: { tag: 'name', name: 'int' }, parameters: [], variadic: false },
          },
          parameters: [{ tag: 'pointer', to: { tag: 'record', name: 's' } }],
          variadic: true,
        },
      },
    ],
  ])('%s', (text, type) => expect(reader.read(text)).toEqual(type));
  test('what is none ends', () => {
    for (const text of ['', '(', ')', '*(', '[', '((((', 'int (', 'a,b', '*'.repeat(10_000)]) reader.read(text);
  });
  test('pointers to structures fit by tag, void * any pointer, and without a prototype by number', () => {
    const shape = (t: string) => {
      const s = shapeOf(reader.read(t), new Map());
      if (s === undefined) throw new Error(t);
      return s;
    };
    const f = (a: string, b: string) => fits(shape(a), shape(b));
    expect([
      f('int (struct s *)', 'int (struct s *)'),
      f('int (struct s *)', 'int (struct t *)'),
      f('int (void *)', 'int (struct s *)'),
      f('int (char *)', 'int (int *)'),
      f('int (char *)', 'int (int)'),
      f('int ()', 'int (struct s *)'),
      f('int ()', 'int (void)'),
      f('int (int)', 'int (int, int)'),
      f('int (int, ...)', 'int (int)'),
      f('void (int)', 'int (int)'),
    ]).toEqual([true, false, true, true, false, true, true, false, false, false]);
  });
});

describe('trees that are none', () => {
  const tree = treeOf('two-a.c');
  const message = (bytes: Buffer): string => {
    const r = readTree(bytes, 'two-a.c');
    return isLeft(r) ? r.left : 'read';
  };
  test('cut anywhere: told', () => {
    for (let i = 0; i < 300; i++) {
      const m = message(tree.subarray(0, Math.floor((tree.length * i) / 300)));
      expect(m).toMatch(i === 0 ? /^clang printed nothing$/ : /^clang’s tree (is cut off|is no JSON: .*)$/);
    }
    expect(message(tree)).toBe('read');
  });
  test('something else, and 1 MB on one line: told', () => {
    expect(message(Buffer.from('error: no such option'))).toBe('clang did not print a tree');
    expect(message(Buffer.from(JSON.stringify(JSON.parse(tree.toString()))))).toBe('clang’s tree is cut off');
    expect(message(Buffer.from(`{"inner": [${'{"kind": "VarDecl"},'.repeat(50_000)}`))).toBe('clang’s tree is cut off');
    expect(message(Buffer.from(tree.toString().replaceAll('"name": "helper"', '"name": helper')))).toMatch(
      /^clang’s tree is no JSON: /,
    );
  });
  test('nested 100,000 deep: left out, and told', () => {
    const deep = `${'{"kind": "ParenExpr", "inner": ['.repeat(100_000)}{"kind": "IntegerLiteral"}${']}'.repeat(100_000)}`;
    const body = `{"kind": "CompoundStmt", "inner": [${deep}]}`;
    const head = '"kind": "FunctionDecl", "name": "f", "loc": {"offset": 1, "file": "a.c", "line": 7}';
    const f = `    {\n${head}, "type": {"qualType": "int (void)"}, "inner": [${body}]\n    }`;
    const r = readTree(Buffer.from(`{\n  "inner": [\n${f}\n  ]\n}\n`), 'a.c');
    expect(isRight(r) && r.right.skipped).toEqual([
      { what: 'is nested too deeply to be read', function: 'f', file: 'a.c', line: 7 },
    ]);
  });
  test('a function with an error is skipped, and what is admitted over it is unknown', () => {
    const unit = readTree(treeOf('two-b.c'), 'two-b.c', [
      { file: 'two-b.c', line: 5, message: 'use of undeclared identifier' },
    ]);
    if (isLeft(unit)) throw new Error(unit.left);
    expect(unit.right.skipped).toEqual([
      { what: 'use of undeclared identifier', function: 'in_b', file: 'two-b.c', line: 5 },
    ]);
  });
});

describe.runIf(isRight(clang))('with clang', () => {
  const dir = mkdtempSync(join(tmpdir(), 'mutandis-c-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const options = { clang: isRight(clang) ? clang.right : '', cache: null, jobs: 2 };
  const read = async (
    files: Readonly<Record<string, string>>,
    args: readonly string[] = [],
    cache: string | null = null,
  ) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return readSources(
      Object.keys(files).map((file) => ({ file, directory: dir, args })),
      { ...options, cache },
    );
  };
  test('it says of the features what its kept trees say', async () => {
    const r = await readSources(
      sources.map((file) => ({ file, directory: data, args: [] })),
      options,
    );
    expect(isRight(r) && Object.fromEntries(usesOf([r.right[0] as Unit]))).toEqual(expected);
  });
  test('offsetof names the type, __LINE__ makes no difference', async () => {
    const text = (n: number) =>
      `#include <stddef.h>\n${'\n'.repeat(n)}struct s { int m; };\nint f(void) { return __LINE__ + offsetof(struct s, m); }\n`;
    const [a, b] = [await read({ 'a.c': text(0) }), await read({ 'a.c': text(5) })];
    if (isLeft(a) || isLeft(b)) throw new Error('does not read');
    expect(a.right[0]?.functions[0]?.body).toBe(b.right[0]?.functions[0]?.body);
    expect(JSON.stringify(a.right[0]?.functions[0]?.code)).toContain('t:s');
  });
  test('the preprocessor fails: its first message, at its place', async () => {
    expect(await read({ 'a.c': 'int x;\n#include "nosuch.h"\n' })).toEqual({
      _tag: 'Left',
      left: [{ file: 'a.c', line: 2, message: "'nosuch.h' file not found" }],
    });
  });
  test('an error in a function: skipped with its message, the rest is read', async () => {
    const r = await read({ 'a.c': 'int f(void) {\n  return nosuch;\n}\nint g(void) { return 1; }\n' });
    expect(isRight(r) && r.right[0]?.skipped).toEqual([
      { what: "use of undeclared identifier 'nosuch'", function: 'f', file: 'a.c', line: 2 },
    ]);
    expect(isRight(r) && r.right[0]?.functions.map((f) => f.name)).toEqual(['f', 'g']);
  });
  test('what was read is kept as long as no file that it was made of changes', async () => {
    const cache = join(dir, 'cache');
    const files = { 'k.h': 'struct s { int m; };\n', 'k.c': '#include "k.h"\nint f(struct s *p) { return p->m; }\n' };
    const pick = (names: readonly string[]) =>
      Object.fromEntries(names.map((n) => [n, files[n as keyof typeof files]]));
    for (const [n, t] of Object.entries(files)) writeFileSync(join(dir, n), t);
    const one = await read(pick(['k.c']), [], cache);
    // A compiler that does nothing: what comes now was kept.
    const again = await readSources([{ file: 'k.c', directory: dir, args: [] }], { ...options, cache });
    expect(again).toEqual(one);
    writeFileSync(join(dir, 'k.h'), 'struct s { int n; int m; };\n');
    const changed = await readSources([{ file: 'k.c', directory: dir, args: [] }], { ...options, cache });
    expect(
      isRight(changed) && isRight(one) && changed.right[0]?.types[0]?.definition !== one.right[0]?.types[0]?.definition,
    ).toBe(true);
  });
  test('files read by one process are read as each by itself, also where one of them has errors', async () => {
    const use = 'int f%(struct s *p) { return p->in.m + hidden(p); }\n';
    const header = 'struct s { struct { int m; } in; };\nstatic int hidden(struct s *p) { return p->in.m; }\n';
    for (const d of ['x', 'y', 'inc']) mkdirSync(join(dir, d), { recursive: true });
    const files = {
      'inc/s.h': header,
      'x/a.c': `#include "../inc/s.h"\n${use.replace('%', 'a')}`,
      'y/b.c': `#include "../inc/s.h"\n${use.replace('%', 'b')}`,
      'c.c': `#include "inc/s.h"\n${use.replace('%', 'c')}`,
      'd.c': 'int d(void) {\n  return nosuch;\n}\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const task = (file: string) => ({ file, directory: dir, args: [] });
    const clean = ['x/a.c', 'y/b.c', 'c.c'];
    for (const list of [clean, [...clean, 'd.c']]) {
      const together = await readSources(list.map(task), options);
      for (const [i, file] of list.entries()) {
        const alone = await readSources([task(file)], options);
        if (isLeft(together) || isLeft(alone)) throw new Error('does not read');
        expect(together.right[i]).toEqual(alone.right[0]);
      }
      // One header, however it is included, is one file.
      const of = (u: Unit) => u.functions.map((f) => f.name);
      expect(isRight(together) && together.right.slice(0, 3).map(of)).toEqual([
        ['inc/s.h:hidden', 'fa'],
        ['inc/s.h:hidden', 'fb'],
        ['inc/s.h:hidden', 'fc'],
      ]);
    }
  });
  test('one process reads all files that are compiled alike, and again only those of which something changed', async () => {
    const cache = join(dir, 'cache-together');
    // The compiler, which writes down what it is asked.
    const [log, asked] = [join(dir, 'log'), join(dir, 'asked')];
    writeFileSync(asked, `#!/bin/sh\necho "$*" >> ${log}\nexec ${options.clang} "$@"\n`, { mode: 0o755 });
    const names = ['p', 'q', 'r'];
    for (const n of names) {
      writeFileSync(join(dir, `${n}.h`), `struct ${n} { int m; };\n`);
      writeFileSync(join(dir, `${n}.c`), `#include "${n}.h"\nint f${n}(struct ${n} *p) { return p->m; }\n`);
    }
    const all = async (): Promise<readonly string[]> => {
      writeFileSync(log, '');
      const r = await readSources(
        names.map((n) => ({ file: `${n}.c`, directory: dir, args: [] })),
        { ...options, clang: asked, cache },
      );
      expect(isRight(r) && r.right.map((u) => u.types.map((t) => t.name))).toEqual([['p'], ['q'], ['r']]);
      // How the compiler proper is called is asked with -###; it itself is not asked by way of the driver.
      const calls = readFileSync(log, 'utf8').trim().split('\n');
      return calls.flatMap((l) => (l.endsWith('.c') ? [`${l.startsWith('-###') ? '### ' : ''}${l.slice(-3)}`] : []));
    };
    expect(await all()).toEqual(['### p.c']);
    expect(await all()).toEqual([]);
    writeFileSync(join(dir, 'q.h'), 'struct q { int n; int m; };\n');
    expect(await all()).toEqual(['q.c']);
  });
  test('what a header’s structure without a name is, is held by value', async () => {
    writeFileSync(join(dir, 'u.h'), 'struct s { int k; struct { int a; } in; };\n');
    const r = await read({ 'u.c': '#include "u.h"\nint f(struct s *p) { return p->in.a; }\n' });
    const types = isRight(r) ? r.right[0]?.types.map((t) => [t.name, t.file, t.holds]) : [];
    expect(types).toEqual([
      ['s.in', 'u.h', []],
      ['s', 'u.h', ['s.in']],
    ]);
  });
  test('nesting of 10,000 and a file on one line of 1 MB: read or told, and it ends', async () => {
    const deep = `int f(int x) { return ${'('.repeat(10_000)}x${')'.repeat(10_000)}; }\n`;
    const long = `char *a = "${'1,'.repeat(500_000)}";\n`;
    const r = await read({ 'deep.c': deep, 'long.c': long });
    const said = isLeft(r) ? r.left.map((e) => e.file) : r.right.flatMap((u) => u.skipped.map((s) => s.file));
    expect(said).toEqual(['deep.c']);
  }, 60_000);
});
