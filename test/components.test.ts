/** Components: rules by name, files, the examples of the document, what is refused by which rule. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { equal } from '../semantics/terms.ts';
import type { KernelSystem } from '../semantics/components/grammar.ts';
import { parseFile, print } from '../semantics/components/syntax/index.ts';
import { components } from '../rules/components/system.ts';
import type { Variant } from '../rules/variant.ts';
import { decode, encode } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import { Space } from '../checker/explore/space.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { unbounded, unboundedText } from '../checker/components/bounded.ts';
import { loadKernel, type LoadedKernel } from '../checker/components/load.ts';
import { outcomeText } from '../checker/components/outcomes.ts';
import { planKernel } from '../checker/components/plan.ts';
import { exploreKernel, type ExploreKernel } from '../checker/components/properties.ts';
import { runKernel, schedulerOf } from '../checker/components/run.ts';
import { KernelSpace } from '../checker/components/space.ts';
import { findVariant } from '../proofs/calculi.ts';
import { componentsCalculus } from '../proofs/components/calculus.ts';
import { componentsLanguage } from '../proofs/components/language.ts';
import { rejectsChanged } from './corruptions.ts';
import { root } from './support.ts';

const folder = `${root}examples/components/`;
const files = readdirSync(folder).filter((f) => f.endsWith('.kernel'));
const text = (f: string): string => readFileSync(folder + f, 'utf8');
const load = (source: string, name = 'x.kernel'): LoadedKernel => {
  const r = loadKernel(source, name);
  if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
  return r.right;
};

/** The rules that sections 3, 4, 7 and 8 name. */
const document = `
  S-Int S-Ref S-Set S-Rec S-List
  T-Int T-Var T-Nil T-Obj T-Self T-Next T-Rec T-Proj T-Lit T-Cons T-Op T-If T-Let T-Fold T-While T-Get T-Set T-New T-Call
  P-Fold0 P-Fold1 P-Fold P-Cons P-While R-Start R-Get R-Set R-New R-Return R-End
  C-Direct C-Touch C-Forward C-Pass C-Block C-Late
  M-Install M-Skip M-Block M-Quiesce M-Import M-Release M-Done U-Request
  U-Names U-Fields U-Code U-Formats U-Transfer U-Iface`
  .trim()
  .split(/\s+/);

/** Rules that the document says in words, or that judgements on lists need. */
const besides = `
  S-NoLabel S-Label T-NoFields T-Field T-Last T-Item T-Send T-NoArgs T-Arg T-Waits
  P-Proj P-Op P-If P-Let R-Pure C-Wait E-Value E-Step Tr-None Tr-Step Initial
  Fields-None Fields-Each Code-None Code-Each Params-None Params-Each Export-None Export-Each Import-None Import-Each
  Gives-None Gives-Each Offers-None Offers-Adapted Offers-Same Takes-None Takes-Each Formats-None Formats-Each
  Classes-None Classes-Each Update Objects-None Objects-Each Starts-None Starts-Each System
  One-Here One-Later Ok-Config Ok-NoStates Ok-State Ok-NoThreads Ok-Waiting Ok-Live Ok-Blocked Ok-Ended Ok-Frames Ok-Outermost Ok-Hole
  Run-Start Run-Step`
  .trim()
  .split(/\s+/);

describe('the rules of components', () => {
  test('are those that the document names, once, and no others but those listed', () => {
    expect([...components.rules.keys()].sort()).toEqual([...document, ...besides].sort());
  });
  const specification = `${root}../shared/components.md`;
  test.runIf(existsSync(specification))('the list above is that of the document beside the project', () => {
    const all = readFileSync(specification, 'utf8');
    const section = (n: number) => all.slice(all.indexOf(`\n## ${n}. `), all.indexOf(`\n## ${n + 1}. `));
    // What begins a line there is a rule; M-Install and C-Touch are spoken of elsewhere as well.
    const found = [3, 4, 7, 8].flatMap(
      (n) => section(n).match(/(?<=^ {4}|^ {4}.* {2,})[STPRCMU]-[A-Z][A-Za-z0-9]*/gm) ?? [],
    );
    expect([...new Set(found)].sort()).toEqual([...document].sort());
  });
});

/** The outcomes and numbers of states of section 13. */
const expected: Readonly<Record<string, readonly [states: number, ...outcomes: string[]]>> = {
  'page-cache': [
    4062,
    'r1 = 10, r2 = 70, w = 90 | cache Cache@1 {low = [{k = 1, v = 10}], pivot = 5, high = [{k = 7, v = 70}, {k = 9, v = 90}]}',
    'r1 = 10, r2 = 70, w = 90 | cache Cache@1 {low = [{k = 1, v = 10}], pivot = 5, high = [{k = 9, v = 90}, {k = 7, v = 70}]}',
  ],
  'fd-table': [
    1002,
    'a = 200, b = 100 | files Files@1 {table = [{fd = 0, file = 100, uses = 1}, {fd = 1, file = 200, uses = 1}], free = 2}',
    'a = 200, b = 100 | files Files@1 {table = [{fd = 1, file = 200, uses = 1}, {fd = 0, file = 100, uses = 1}], free = 2}',
  ],
  callback: [
    2849,
    'a = 7, b = 7 | d Driver@1 {disk = disk0, n = 1, last = 0}; disk0 Disk@0 {data = 7}',
    'a = 7, b = 7 | d Driver@1 {disk = disk0, n = 1, last = 7}; disk0 Disk@0 {data = 7}',
    'a = 7, b = 7 | d Driver@1 {disk = disk0, n = 2, last = 0}; disk0 Disk@0 {data = 7}',
    'a = 7, b = 7 | d Driver@1 {disk = disk0, n = 2, last = 7}; disk0 Disk@0 {data = 7}',
  ],
  cyclic: [
    11843,
    's = 1, t = 1 | a A@1 {n = 1}; b B@1 {n = 1}',
    's = 1, t = 10 | a A@1 {n = 1}; b B@1 {n = 10}',
    's = 10, t = 1 | a A@1 {n = 10}; b B@1 {n = 1}',
    's = 10, t = 10 | a A@1 {n = 10}; b B@1 {n = 10}',
  ],
  argument: [
    3572,
    's = 14, t = 14 | c Client@1 {disk = d}; d Disk@1 {data = 7}',
    's = 14, t = 7 | c Client@1 {disk = d}; d Disk@1 {data = 7}',
    's = 7, t = 14 | c Client@1 {disk = d}; d Disk@1 {data = 7}',
    's = 7, t = 7 | c Client@1 {disk = d}; d Disk@1 {data = 7}',
  ],
  together: [9, 't = 7 | c Client@0 {disk = d}; d Disk@0 {data = 7}'],
  'two-steps': [315, 't = 101 | c Counter@2 {count = 101}', 't = 2 | c Counter@2 {count = 2}'],
  factory: [
    12057,
    "s = 1, t = 1 | f File@2 {k = 1}; t'0 File@2 {k = 1}",
    "s = 1, t = 10 | f File@2 {k = 1}; t'0 File@2 {k = 10}",
    "s = 1, t = 100 | f File@2 {k = 1}; t'0 File@2 {k = 100}",
  ],
  register: [1212, 't = 1 | d0 Driver@1 {k = 0}; d1 Driver@1 {k = 1}; disk Disk@0 {client = d1}'],
  'fold-refs': [969, 't = 1 | c C@1 {}; d C@1 {}', 't = 2 | c C@1 {}; d C@1 {}'],
  'added-class': [
    181,
    't = 1 | c Cache@1 {n = 1}',
    "t = 1 | c Cache@1 {n = 1}; t'0 Log@1 {last = 1}",
    "t = 101 | c Cache@1 {n = 1}; t'0 Log@1 {last = 101}",
  ],
  traffic: [6135, 's repeats, t = 5 | a A@1 {k = 5}; b B@1 {m = 6}'],
  'long-lived': [
    248,
    'server runs, t = 7 | d Disk@0 forward {data = 7}; s Server@0 {n = 0}',
    'server runs, t = 7 | d Disk@1 {data = 7}; s Server@0 {n = 0}',
    'server runs, t = 8 | d Disk@1 {data = 7}; s Server@0 {n = 0}',
  ],
};
const explored = (name: string) => {
  const loaded = load(text(`${name}.kernel`), `${name}.kernel`);
  return exploreKernel(loaded.config, loaded.program);
};

describe('the examples of the document', () => {
  test('are all there', () => {
    expect(files.map((f) => f.replace('.kernel', '')).sort()).toEqual([...Object.keys(expected), 'lazy'].sort());
  });
  test.each(Object.entries(expected))(
    '%s has its outcomes and its states, and no theorem falls',
    (name, [states, ...outcomes]) => {
      const x = explored(name);
      expect(x.outcomes.map(outcomeText)).toEqual(outcomes);
      expect(x.space.size).toBe(states);
      expect(x.fell).toEqual([]);
      expect([x.complete, x.unbounded === undefined, x.completes]).toEqual([
        true,
        name !== 'long-lived',
        name !== 'long-lived',
      ]);
      expect(x.refused).toEqual(name === 'together' ? ['both: U-Code: read takes 0 arguments'] : []);
      if (['fd-table', 'register', 'traffic', 'page-cache', 'together'].includes(name)) expect(x.equivalent).toBe(true);
      if (name === 'argument') expect(x.equivalent).toBe(false);
    },
  );
  test('lazy has its four outcomes and its states: an instance that nobody calls is never transferred', () => {
    const x = explored('lazy');
    expect(x.space.size).toBe(663);
    const moved = x.outcomes.map(({ threads, objects }) => [
      threads,
      ...Object.entries(objects)
        .filter(([, o]) => o.class !== 'Inode@0')
        .map(([o, { class: C, fields }]) => [o, C, fields]),
    ]);
    const [threads, fields] = [
      { a: '3', b: '3' },
      { blocks: '0', rest: '3' },
    ];
    const at = (o: string) => [o, 'Inode@1', fields];
    const all = [[threads], [threads, at('i7')], [threads, at('i42')], [threads, at('i42'), at('i7')]];
    expect(moved).toHaveLength(4);
    expect(moved).toEqual(expect.arrayContaining(all));
    expect(x.fell).toEqual([]);
  });
  test.each(['callback', 'argument', 'two-steps', 'register', 'added-class', 'long-lived', 'fold-refs'])(
    '%s: steps that are kept by what they look at are those derived on whole configurations',
    (name) => {
      const { config } = load(text(`${name}.kernel`));
      const [kept, whole] = [new KernelSpace(config), new KernelSpace(config, { plain: true })].map((s) =>
        new Space(s).explore(),
      );
      expect([kept?.size, kept?.edges]).toEqual([whole?.size, whole?.edges]);
      const printed = (x: Space | undefined): string[] => {
        const all: string[] = [];
        for (let s = 0; s < (x?.size ?? 0); s++) all.push((x as Space).system.print((x as Space).state(s)));
        return all.sort();
      };
      expect(printed(kept)).toEqual(printed(whole));
    },
  );
});

describe('files', () => {
  test.each(files)('%s reads, prints, and reads as the same', (f) => {
    const read = parseFile(text(f), f);
    expect(isRight(read)).toBe(true);
    const { right: program } = read as { right: KernelSystem };
    const again = parseFile(print(program), f);
    expect(isRight(again) && equal(again.right, program)).toBe(true);
    expect(print((again as { right: KernelSystem }).right)).toBe(print(program));
  });
  test('precedence: a branch extends as far as it can, :: is to the right, - to the left', () => {
    const e = 'if 1 < 2 then 3 else my.k := 4; my.k := my.k := 5 - 2 - 1 :: 6 * (7 + 8) :: nil[int]';
    const source = (body: string) => `class C { field k : int = 0 method m() : int = ${body} }\nobject c : C`;
    const printed = print(unwrap(parseFile(source(e), 'x')));
    expect(printed).toContain(`= ${e}\n`);
    expect(print(unwrap(parseFile(source('(if 1 < 2 then 3 else 4); 5'), 'x')))).toContain(
      '= (if 1 < 2 then 3 else 4); 5\n',
    );
  });
  test('mistakes are told with their places, several at once', () => {
    const source = `class C {
  field k : = 0
  method m(x : int, x : int : int = x
  method n() : int = [ ]
  import raw(s) = {k = s.k}
}
object c : C
thread c = c.m(
update u
class C { field k : int = } thread t = 1`;
    const r = loadKernel(source, 'bad.kernel');
    expect(isLeft(r) && r.left.map(showError)).toEqual([
      "bad.kernel:2:13: expected a type, found '='",
      "bad.kernel:3:29: expected ',', found ':'",
      'bad.kernel:4:22: a list has elements; the empty one is nil[type]',
      'bad.kernel:5:3: import is for the classes of updates',
      "bad.kernel:9:1: expected an expression, found 'update'",
      "bad.kernel:10:27: expected an expression, found '}'",
      "bad.kernel:10:29: expected 'format', 'class' or 'update', found 'thread'",
    ]);
  });
});
const unwrap = <R>(r: { readonly _tag: 'Left' } | { readonly _tag: 'Right'; readonly right: R }): R => {
  if (r._tag === 'Left') throw new Error('does not read');
  return r.right;
};

const disk = (members: string, rest = '') =>
  `class Disk {\n  field data : int = 7\n  method read() : int = my.data\n  ${members}\n}\n${rest}`;
/** Systems that are not well formed: the rule, the place, the sentence. */
const wrong: readonly (readonly [source: string, rule: string, told: string])[] = [
  [disk('field data : int = 8'), 'U-Names', '1:7: field data of class Disk is given twice'],
  [disk('field n : int = nil[int]'), 'U-Fields', '4:9: field n is of type int, its initial value of int list'],
  [disk('field n : int = new Disk'), 'U-Fields', '4:19: new is for methods, adaptors and threads'],
  [disk('method m() : int = self'), 'U-Code', '4:10: m gives int, its body Disk@0'],
  [disk('method m() : int = self.reed()'), 'U-Code', '4:27: Disk@0 has no method reed'],
  [disk('method m() : int = self.read(1)'), 'U-Code', '4:27: read takes 0 arguments'],
  [disk('method m() : int = my.dato'), 'U-Code', '4:22: there is no field dato that may be read here'],
  [disk('method m() : int = x'), 'U-Code', '4:22: x is neither a variable nor an object'],
  [disk('method m() : int = if 1 = 2 then 3 else {}'), 'U-Code', '4:22: the branches have the types int and {}'],
  [disk('method m(d : Dusk) : int = 1'), 'U-Code', '4:12: m has a type that names a class that does not exist'],
  [disk('export Pairs = my.data'), 'U-Formats', '4:10: there is no format Pairs'],
  [disk('', 'object d : Disk {date = 1}'), 'Gives-Each', '6:18: there is no field date'],
  [disk('', 'object d : Dusk'), 'Objects-Each', '6:8: there is no class Dusk'],
  [disk('', 'thread t = my.data'), 'T-Get', '6:12: there is no field data that may be read here'],
];
describe('what is not well formed', () => {
  test.each(wrong)('%# is told of with rule and place', (source, rule, told) => {
    const r = loadKernel(source, 'x.kernel');
    expect(isLeft(r) && r.left.map((e) => [e.rule, showError(e)])).toEqual([[rule, `x.kernel:${told}`]]);
  });

  /** Updates of a Disk with a client, by what stands in the class; why they stand refused. */
  const updates: readonly (readonly [update: string, refused: string | undefined])[] = [
    ['method read() : int = my.data import raw(s) = {data = s.data}', undefined],
    ['method read() : int = my.data', 'U-Transfer: Disk@1 imports nothing that Disk@0 exports'],
    ['import raw(s) = {data = s.data}', 'U-Iface: method read of the version before is neither there nor adapted'],
    [
      'method read() : int list = [my.data] import raw(s) = {data = s.data}',
      'U-Iface: method read does not have the type that it had',
    ],
    [
      'method read() : int = my.data adapt write() : int = 1 import raw(s) = {data = s.data}',
      'U-Iface: write is adapted, and was not there before',
    ],
    [
      'method read() : int = my.data import raw(s) = {}',
      'U-Formats: an import gives exactly the fields of its class, once each',
    ],
    ['method read() : int = my.data import raw(s) = {data = s.n}', 'U-Formats: there is no label n'],
    [
      'method read() : int = my.data import raw(s) = {data = d.read()}',
      'U-Formats: calls are for methods, adaptors and threads',
    ],
    ['method read() : int = my.data import Pairs(s) = {data = 1}', 'U-Formats: there is no format Pairs to import'],
    ['method read() : int = next.read() import raw(s) = {data = s.data}', 'U-Code: next is for adaptors'],
  ];
  test.each(updates)('an update of %s', (members, told) => {
    const source = disk(
      '',
      `object d : Disk\nthread t = d.read()\nupdate u\nclass Disk { field data : int = 0 ${members} }`,
    );
    const { config, program } = load(source);
    const x = exploreKernel(config, program);
    expect(x.refused).toEqual(told === undefined ? [] : [`u: ${told}`]);
    expect(x.fell).toEqual([]);
  });
});

describe('bounded threads (B-Static)', () => {
  test.each([
    ['method m() : int = self.read()', undefined],
    ['method m() : int = self.m()', 'method m calls methods of its own name'],
    ['method m() : int = self.n()\n  method n() : int = self.m()', 'methods m, n call each other in a cycle'],
    ['method m() : int = while 0 < 1 do 1', 'there is a while in method m'],
  ])('%s', (members, told) => {
    const found = unbounded(load(disk(members)).program);
    expect(found === undefined ? undefined : unboundedText(found)).toBe(told);
  });
  test('calls of next in the adaptor for the same method are left out, other calls are not', () => {
    const of = (body: string) =>
      unbounded(
        load(
          disk(
            '',
            `object d : Disk\nupdate u class Disk { field data : int = 0 method read() : int = 1 adapt read() : int = ${body} import raw(s) = {data = 1} }`,
          ),
        ).program,
      );
    expect(of('next.read()')).toBeUndefined();
    expect(of('d.read()')).toMatchObject({ kind: 'cycle', methods: ['read'] });
  });
});

describe('plans', () => {
  const plan = (name: string) => planKernel(load(text(`${name}.kernel`), name));
  test('say which objects will be mediated, each update where those before it are complete', () => {
    expect(plan('argument')).toMatchObject({
      updates: [
        { update: 'provider', verdict: 'accepted', mediated: ['d'], late: [] },
        { update: 'client', verdict: 'accepted', mediated: ['c'], late: [] },
      ],
      bounded: true,
      mustComplete: true,
    });
    const lazy = plan('lazy').updates[0];
    expect([lazy?.mediated.length, lazy?.late.length]).toEqual([0, 100]);
  });
  test('say which rule refuses an update, at which place; those behind it wait', () => {
    const source = `${text('together.kernel')}update more\nclass Disk { field data : int = 0 }\n`;
    expect(planKernel(load(source)).updates).toMatchObject([
      { update: 'both', verdict: 'refused', rule: 'U-Code', message: 'read takes 0 arguments', line: 22, column: 32 },
      { update: 'more', verdict: 'waits' },
    ]);
  });
  test('say what keeps threads from being bounded', () => {
    expect(plan('long-lived')).toMatchObject({
      bounded: false,
      why: 'there is a while in method serve',
      mustComplete: null,
    });
  });
});

describe('runs and derivations', () => {
  const proofOf = (name: string) => {
    const r = loadKernel(text(`${name}.kernel`), name, { record: true });
    if (isLeft(r)) throw new Error(name);
    const roots = [...r.right.derivations];
    runKernel(r.right.config, { maxSteps: 60, onStep: (s) => roots.push(s.derivation) });
    const decoded = decode(JSON.parse([...encode(components, roots)].join('')), () => components);
    if (isLeft(decoded)) throw new Error(decoded.left);
    return decoded.right.proof;
  };
  test('a scheduler chooses who moves: in turn, by a seed, or by a list, which says who cannot', () => {
    const { config } = load(text('callback.kernel'));
    const with_ = (s: string) => runKernel(config, { scheduler: unwrap(schedulerOf(s)) });
    expect(runKernel(config).outcome).toBe('done');
    for (let n = 0; n < 20; n++) expect(with_(`seed ${n}`).outcome).toBe('done');
    expect(with_('a,env,d,a,a')).toMatchObject({ outcome: 'out-of-fuel', steps: 5 });
    expect(with_('a,d')).toMatchObject({ steps: 1, unable: { step: 2, actor: 'd', possible: ['a', 'b', 'env'] } });
    expect(isLeft(schedulerOf('a b'))).toBe(true);
  });
  test.each(Object.keys(expected))('replay accepts the loading of %s and every step of a run', (name) => {
    expect(replay(components, proofOf(name))).toMatchObject({ ok: true });
  });
  test('replay rejects derivations in which a rule, a value or a premise is another', () => {
    const chooser = new RandomChooser(5);
    let tried = 0;
    for (const name of ['callback', 'argument', 'two-steps', 'added-class']) {
      tried += rejectsChanged(components, proofOf(name), chooser, 600);
    }
    expect(tried).toBeGreaterThan(1000);
  });
});

describe('large and endless input', () => {
  test('terms nested 100,000 deep are read, printed and judged without native stack', () => {
    const n = 100_000;
    const deep = disk(`method m() : int = ${'('.repeat(n)}1${')'.repeat(n)}
  method s() : int = ${'1 + ('.repeat(n)}1${')'.repeat(n)}
  method q() : int = ${'1; '.repeat(n)}1
  method l() : int list = ${'1 :: '.repeat(n)}nil[int]`);
    expect(isRight(loadKernel(deep, 'deep.kernel'))).toBe(true);
  });
  test('a system without end is explored up to a limit that is said', () => {
    const { config, program } = load(
      disk('method up() : int = while 0 < 1 do my.data := my.data + 1', 'object d : Disk\nthread t = d.up()'),
    );
    const x = exploreKernel(config, program, { limit: 500 });
    expect([x.space.size, x.complete, x.completes, x.equivalent]).toEqual([500, false, null, null]);
    expect(runKernel(config, { maxSteps: 300 })).toMatchObject({ outcome: 'out-of-fuel', steps: 300 });
  });
});

describe('plans say whether an update is faithful', () => {
  const example = (name: string) => load(text(`${name}.kernel`), `${name}.kernel`);
  test('where syntax decides it, it is; a witness shows that one is not, with both answers', () => {
    expect(planKernel(example('register')).updates.map((u) => [u.faithful, u.doubts, u.witness])).toEqual([
      [true, [], null],
    ]);
    expect(planKernel(example('cyclic')).updates[0]).toMatchObject({
      faithful: false,
      witness: { object: 'a', state: 'as it starts', calls: 'a.enter()', without: '1', with: '10' },
    });
    // Of two updates, the second is compared with the first.
    expect(planKernel(example('two-steps')).updates.map((u) => u.witness?.with ?? null)).toEqual([null, '101']);
  });
  test('where neither does, what is in doubt is told', () => {
    const [u] = planKernel(example('page-cache')).updates;
    expect([u?.faithful, u?.witness]).toEqual([null, null]);
    expect(u?.doubts).toEqual(['Cache: method get does something else, or its field b0 is not kept']);
  });
  test('a witness may need another state, or a call before', () => {
    const source = (imported: string) => `class A {
  field n : int = 0
  method put(x : int) : int = my.n := x
  method get() : int = my.n
}
object a : A
thread t = a.get()
update u
class A {
  field n : int = 0
  method put(x : int) : int = my.n := ${imported === 's.n' ? 'x + x' : 'x'}
  method get() : int = my.n
  import raw(s) = {n = ${imported}}
}`;
    expect(planKernel(load(source('0'))).updates[0]?.witness).toMatchObject({ state: '{n = 2}', calls: 'a.get()' });
    expect(planKernel(load(source('s.n'))).updates[0]?.witness).toMatchObject({ without: '1', with: '2' });
  });
});

describe('a smaller space, in which local steps are followed alone', () => {
  const told = ({ config, program }: LoadedKernel, reduce: boolean) => {
    const x = exploreKernel(config, program, { reduce, limit: 20_000 });
    return { x, told: { outcomes: x.outcomes.map(outcomeText).sort(), refused: x.refused, completes: x.completes, equivalent: x.equivalent, fell: x.fell.length } }; // prettier-ignore
  };
  test.each(Object.keys(expected))('%s has the same outcomes, refusals and completion in fewer states', (name) => {
    const system = load(text(`${name}.kernel`));
    const [whole, small] = [told(system, false), told(system, true)];
    expect(small.told).toEqual(whole.told);
    if (name !== 'together') expect(small.x.space.size).toBeLessThan(whole.x.space.size);
  });
  test('and so have systems made at random', () => {
    let compared = 0;
    for (let i = 0; i < 60; i++) {
      const source = componentsCalculus.programs?.(components, new RandomChooser(77, i));
      const loaded = source === undefined ? undefined : loadKernel(source, 'made.kernel');
      if (loaded === undefined || isLeft(loaded)) continue;
      const { config, program } = loaded.right;
      if (!exploreKernel(config, program, { limit: 1_500, theorems: [], equivalent: false }).complete) continue;
      expect([source, told(loaded.right, true).told]).toEqual([source, told(loaded.right, false).told]);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });
  test('what is claimed of steps is not checked there, and is said not to be', () => {
    const { config, program } = load(text('factory.kernel'));
    const { system } = findVariant(componentsCalculus, 'factory-late') as Variant;
    const fallen = (options: ExploreKernel) => {
      const x = exploreKernel(config, program, { system, ...options });
      return [x.fell.map((f) => f.theorem).sort(), x.unchecked];
    };
    expect(fallen({})).toEqual([['O11', 'O8'], []]);
    expect(fallen({ reduce: true })).toEqual([['O8'], ['O4', 'O7', 'O11', 'O12']]);
    expect(fallen({ reduce: true, theorems: ['O8', 'O11'] })).toEqual([['O8'], ['O11']]);
    const explore = componentsLanguage.reports?.explore;
    const told = (reduce: boolean) => explore?.(load(text('register.kernel')), { reduce });
    expect(told(true)?.json).toMatchObject({ unchecked: ['O4', 'O7', 'O11', 'O12'], fell: {} });
    expect(told(true)?.lines.at(-1)).toBe('not checked, with --reduce: O4 of steps, O7, O11, O12');
    expect(told(false)?.json).not.toHaveProperty('unchecked');
    expect(told(false)?.lines.join('\n')).not.toContain('not checked');
  });
});
