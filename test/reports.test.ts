/** Cases from reports (test/reports/README.md): what is told, and where. Mistakes that are planted are told at their place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import type { Config } from '../semantics/proteus/grammar.ts';
import { signatureOf } from '../semantics/proteus/heaps.ts';
import { updateOf } from '../semantics/proteus/programs.ts';
import { parseProgram, parseUpdate, printProgram } from '../semantics/proteus/syntax/index.ts';
import { proteus } from '../rules/proteus/system.ts';
import { variant } from '../rules/variant.ts';
import { proteusCalculus } from '../proofs/proteus/calculus.ts';
import { writtenVariant } from '../proofs/written.ts';
import { explain, lines } from '../checker/explain.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { configurationText } from '../checker/proteus/counterexample-text.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { load, loadProgram, type LoadOptions } from '../checker/proteus/load.ts';
import { failureBehind, termTexts } from '../checker/proteus/messages.ts';
import { prepare } from '../checker/proteus/prepare.ts';
import { byRules, fast, runWith } from '../checker/proteus/run.ts';
import { tellUnended, type Unended } from '../checker/runs.ts';
import { diff } from '../workbench/updating/proteus/diff.ts';
import { compared } from '../workbench/updating/report.ts';
import { sweep } from '../workbench/updating/proteus/sweep.ts';
import { fields, plantCons, plantErrors, type Field } from '../bench/places.ts';
import { alphaEqualConfigs, loadText, root } from './support.ts';
import { seed } from './property.ts';

const read = (file: string) => readFileSync(join(root, 'test/reports', file), 'utf8');

/** The errors of a program, as they are printed without its name. */
function errors(text: string, options: LoadOptions = {}): string[] {
  const loaded = load(text, 'p', options);
  return isLeft(loaded) ? loaded.left.map((e) => showError(e).replace(/^p:/, '')) : [];
}

/** The reasons for which an update is refused at the first update point, by the machine and by the rules. */
function refusals(program: string, update: string): string[] {
  const loaded = loadText(program);
  const items = parseUpdate(update, 'u');
  if (isLeft(items)) throw new Error(items.left.map(showError).join('\n'));
  const [machine, rules] = [fast(proteus, loaded.config), byRules(proteus, loaded.config)].map((runner) => {
    const o = runWith(proteus, runner, [{ file: 'u', items: items.right }], { check: 'dynamic', maxSteps: 1000 });
    return o.updates[0]?.refusals[0]?.reasons.map((r) => `${r.code} ${r.line ?? '?'}:${r.column ?? '?'}`) ?? [];
  }) as [string[], string[]];
  expect(machine).toEqual(rules);
  return rules;
}

describe('the place of a refusal', () => {
  const update = 'update type t = { a : int } by c add fun c (x : int) : { a : int } = { a = x }';

  test('is that of the con, whatever value came in', () => {
    expect(refusals(read('f1-place.proteus'), read('f1-place.1.update'))).toEqual(['stack 5:31']);
    expect(refusals(`type t = int\nvar v : t = 5\nfun f (x : t) : int = update; x + 0\nin f !v`, update)).toEqual([
      'stack 3:31',
      'function 3:31',
    ]);
  });

  test('is that of the con where its value has no place', () => {
    const program = `type t = int
fun mk (x : int) : t = x
fun f (x : t ref) : int = update; !x + 0
in f (ref (mk 5))`;
    expect(refusals(program, update)).toEqual(['stack 3:35', 'function 3:35']);
  });

  test('is that of a con whose part is being evaluated', () => {
    const program = `type t = int
fun mk (x : int) : t = x
fun f (x : t) : int = 1 + (let y = 0 in update; x)
in f (mk 5)`;
    expect(refusals(program, update)).toEqual(['stack 3:28', 'function 3:28']);
  });

  test('is that of the record whose fields are converted', () => {
    const program = `type t = int
fun f (x : { k : t }) : { k : int } = update; x
in (f { k = 5 }).k`;
    expect(refusals(program, update)).toEqual(['stack 2:47', 'function 2:47']);
  });

  test('is that of the con after another update has converted what is in it', () => {
    const loaded = loadText(`type t = int
type u = int
fun mk (x : int) : t = x
fun f (x : t) : int = update; update; (let y : u = 3 in x) + 0
in f (mk 5)`);
    const queue = [`update type u = { a : int } by d add fun d (x : int) : { a : int } = { a = x }`, update].map(
      (text, i) => {
        const items = parseUpdate(text, `u${i}`);
        if (isLeft(items)) throw new Error('the update reads');
        return { file: `u${i}`, items: items.right };
      },
    );
    for (const runner of [fast(proteus, loaded.config), byRules(proteus, loaded.config)]) {
      const [first, second] = runWith(proteus, runner, queue, { check: 'dynamic' }).updates;
      expect(first?.applied).toMatchObject({ point: 1 });
      expect(second?.refusals[0]?.reasons).toMatchObject([
        { code: 'stack', line: 4, column: 40 },
        { code: 'function', line: 4, column: 40 },
      ]);
    }
  });
});

describe('a premise that holds is not blamed', () => {
  test('the body of a let with a type', () => {
    expect(errors(read('f2-let-with-type.proteus'))).toEqual(['4:44: expected a function, but f has type int']);
  });

  test('the second field of a record', () => {
    expect(errors(read('f3-record-field.proteus'))).toEqual(['6:32: cannot convert t ref to t, in nil']);
  });

  test('the second branch of an if', () => {
    expect(errors('fun f (i : int) : int = if i = 0 then i else {a = 1}\nin 0')).toEqual([
      '1:46: cannot convert { a : int } to int, in { a = 1 }',
    ]);
    expect(errors('let x : int = if 0 = 0 then 1 else !1 in x')).toEqual([
      '1:37: expected a reference, but 1 has type int',
    ]);
  });

  test('a reference that there is not, in an annotated program', () => {
    expect(errors('let x : int = 1 in !@1', { annotated: true })).toEqual(['1:21: unknown name @1']);
  });

  test('explain names the premise that fails, and none that holds', () => {
    const loaded = load(read('f2-let-with-type.proteus'), 'p');
    if (!isLeft(loaded)) throw new Error('it has an error');
    const failure = failureBehind(loaded.left[0] as never);
    const text = lines(explain(failure as never, termTexts)).join('\n');
    expect(text).toContain('C-Let: premise 3 of 3 fails');
    expect(text).not.toContain('premise 2 of 3 fails: Ω; Σ; Γ ⊢ 5');
  });
});

describe('mistakes that are planted', () => {
  /** How often a mistake is to be planted at each construct, at least. */
  const least = 3;
  const constructs: Readonly<Record<string, readonly string[]>> = {
    proteus:
      `App.arg App.fun Assign.e1 Assign.e2 Deref.e Field.e Fun.body If.e1 If.e2 If.e3 If.e4 Let.e1 Let.e2 New.e Op.e1 Op.e2
       Program.e Proj.e Variable.e`.split(/\s+/),
    'proteus, annotated': ['Con.e', 'Abs.e', 'New.e', 'Let.e2'],
    threads: ['Fork.e', 'Acquire.e', 'Let.e2'],
    stlc: ['App.fun', 'App.arg', 'Lam.body'],
    sessions: ['Send.e', 'Arg.e', 'Op.e2'],
  };

  test.each(fields.map((f): [string, Field] => [f.name, f]))('are told at their place, or named: %s', (name, field) => {
    const told = plantErrors(field, 400, seed);
    expect(told.elsewhere).toEqual([]);
    expect(told.planted).toBe(400);
    for (const c of constructs[name] as string[]) expect(told.constructs.get(c) ?? 0, c).toBeGreaterThanOrEqual(least);
    // Some are planted where they are an error for a reason that few places have.
    const kinds = Object.keys(field.wrong).filter((k) => !k.includes('initialiser'));
    for (const k of kinds) expect(told.kinds.get(k) ?? 0, k).toBeGreaterThan(0);
  });

  test('a con in the way of an update is told at its own place', () => {
    const told = plantCons(120, seed);
    expect(told.elsewhere).toEqual([]);
    expect(told.refused).toBe(120);
    expect(told.constructs.size).toBeGreaterThan(10);
    expect(told.kinds.size).toBeGreaterThan(30);
  });
});

describe('a run that does not end', () => {
  const program = read('09-accessor-in-transformer.proteus');
  const queue = () => {
    const items = parseUpdate(read('09-accessor-in-transformer.1.update'), 'u');
    if (isLeft(items)) throw new Error('the update reads');
    return { file: 'u', items: items.right };
  };

  test('is told by the transformer that recurs, the cell and the read, by the machine and by the rules', () => {
    const { config } = loadText(program);
    for (const runner of [fast(proteus, config), byRules(proteus, config)]) {
      const o = runWith(proteus, runner, [queue()], { check: 'dynamic', maxSteps: 401 });
      expect(o.outcome).toBe('out-of-fuel');
      expect(o.steps).toBe(401);
      expect(o.stopped?.forces).toEqual([
        { rule: 'R-Force', cell: 'pos', times: expect.any(Number), runs: 'polar', file: 'u', line: 4, column: 87 },
      ]);
      expect(o.stopped?.forces[0]?.times).toBeGreaterThan(150);
    }
  });

  test('frames count as steps do: an answer comes where nothing is said of a limit', () => {
    const o = runWith(proteus, fast(proteus, loadText(program).config), [queue()], { check: 'dynamic' });
    expect(o.outcome).toBe('out-of-fuel');
    expect(o.steps).toBeLessThan(1_000_000);
    expect(tellUnended(o.stopped as Unended)).toMatch(
      /^it does not end: a read of pos runs its contents, polar, and these read pos again \(u:4:87\): R-Force of pos \d+ times/,
    );
  });

  test('initialisers that read each other are told with the cells between', () => {
    const { config } = loadText('var a : int = !b + 1\nvar b : int = !a\nin !a');
    for (const runner of [fast(proteus, config), byRules(proteus, config)]) {
      const o = runWith(proteus, runner, [], { check: 'dynamic', maxSteps: 300 });
      expect(tellUnended(o.stopped as Unended)).toMatch(
        /a read of a runs its contents and these read a again by way of b \(test.proteus:2:15\)/,
      );
    }
  });

  test('a recursion or loop is told where it stands; an assignment to a cell that has not run is none', () => {
    const at = (text: string) => {
      const o = runWith(proteus, fast(proteus, loadText(text).config), [], { check: 'dynamic', maxSteps: 2_000 });
      return o.stopped === undefined ? o.outcome : tellUnended(o.stopped);
    };
    expect(at('fun f (x : int) : int = f (x + 1)\nin f 0')).toMatch(/^it has not ended \(test.proteus:1:2\d\)/);
    expect(at('var z : int = 1\nfun f (x : int) : int = z := f x\nin f 0')).toMatch(/^it has not ended/);
  });

  test('no sweep calls it safe', () => {
    const loaded = loadText(program);
    const s = sweep(proteus, loaded, queue(), { maxSteps: 500 });
    expect(s.points).toMatchObject([{ outcome: 'out-of-fuel', safe: false, wellTyped: true, value: null }]);
    expect(s.points[0]?.stopped?.forces[0]).toMatchObject({ cell: 'pos', runs: 'polar' });
    expect(s.totals.dynamic).toMatchObject({
      accepted: { safe: 0, unsafe: 0 },
      unended: { accepted: 1, refused: 0 },
    });
  });
});

describe('a sweep shows what runs end with', () => {
  test('fields that are exchanged are well typed, and the result is that of neither version', () => {
    const items = parseUpdate(read('05-slot-in-front.1.update'), 'u');
    if (isLeft(items)) throw new Error('the update reads');
    const s = sweep(proteus, loadText(read('05-slot-in-front.proteus')), { file: 'u', items: items.right });
    expect(s).toMatchObject({ value: '20', points: [{ safe: true, value: '10' }] });
    expect(compared('10', { old: s.value, new: '20' })).toBe('as neither');
    expect(compared('20', { old: s.value, new: '20' })).toBe('as old and new');
  });
});

describe('a let without a type', () => {
  const written = (text: string) => printProgram(loadText(text).program, { latents: true });

  test('takes the inferred type, latents included; ref has fresh ones', () => {
    const g = 'fun g (f : int -[U;{}]-> {}) : {} = {}\n';
    expect(written(`${g}in let h = g in 0`)).toContain('let h : (int -[U;{}]-> {}) -[N;*]-> {} = g in 0');
    expect(written(`${g}in let h : int = let k = g in 0 in h`)).toContain('let k : (int -[U;{}]-> {}) -[N;*]-> {} = g');
    expect(written(`${g}in let h = ref g in 0`)).toContain('ref[(int -[N;*]-> {}) -[N;*]-> {}] g');
  });

  test('of an if takes a type above both branches, whichever comes first', () => {
    const both = 'fun f (x : int) : int = x\nfun u (x : int) : int = update; x\n';
    for (const [a, b] of [
      ['f', 'u'],
      ['u', 'f'],
    ])
      expect(written(`${both}in let h = if 0 = 0 then ${a} else ${b} in h 1`)).toContain('let h : int -[U;{}]-> int =');
  });
});

describe('all rules that refuse an update are told', () => {
  const reasons = (program: string, update: string) => {
    const K = loadText(program).config;
    const items = parseUpdate(update, 'u');
    if (isLeft(items)) throw new Error('the update reads');
    return prepare(proteus, K.types, signatureOf.compute(K.heap), items.right).reasons.map((r) => r.code);
  };
  const f = 'type t = int\nfun f (x : t) : t [N;{}] = x\n';

  test('U-Trans beside U-Code: a transformer calls a function that leaves it nothing', () => {
    const update = `update type t = { a : int } by c add fun c (x : int) : { a : int } = f { a = x }`;
    expect(reasons(`${f}in update; 0`, update)).toEqual(['U-Trans', 'U-Code']);
  });

  test('U-Rebind beside U-Code: so does what replaces a function', () => {
    const update = 'update fun h (x : t) : int = let z = f x in z + 0';
    expect(reasons(`${f}fun h (x : t) : int = x\nin update; h 1`, update)).toEqual(['U-Rebind', 'U-Code']);
  });
});

describe('generated configurations', () => {
  test('read back as they are printed, cells included', () => {
    const random = new RandomChooser(0);
    const generator = new Generator(proteus, proteusHints, random);
    const seen = { read: 0, cells: 0 };
    for (let i = 0; i < 400; i++) {
      random.reseed(seed, i);
      const found = generator.find(
        'configurationOk',
        [generator.unknown('Config'), generator.unknown('Type')],
        4 + (i % 12),
      );
      if (found === undefined) continue;
      const K = found[0] as Config;
      const text = configurationText(K);
      const loaded = load(text, 'K', { annotated: true });
      if (isLeft(loaded)) throw new Error(`${loaded.left.map(showError).join('\n')}\n${text}`);
      expect(alphaEqualConfigs(loaded.right.config, K), text).toBe(true);
      seen.read++;
      if (text.includes('var @1')) seen.cells++;
    }
    expect(seen.read).toBeGreaterThan(200);
    expect(seen.cells).toBeGreaterThan(20);
  });

  test('a cell is no definition of a source program', () => {
    expect(errors('var @1 : int = 1\nin !@1')).toEqual([
      '1:5: a cell belongs to annotated programs',
      '2:5: @n belongs to annotated programs',
    ]);
    expect(errors('var @1 : int = 1\nvar @01 : int = 2\nin !@1', { annotated: true })).toEqual([
      '2:5: name @1 is defined twice',
    ]);
  });
});

describe('rules as users write them', () => {
  const rule = (first: string, behind = '') => `-- T-If returns the union${behind}

${first}
Ω; Σ; Γ; Δ2 ⊢μ e3 : τ3 ⊣ Δ3
Ω; Σ; Γ; Δ2 ⊢μ e4 : τ4 ⊣ Δ4  -- the other branch
τ3 ⊔ τ4 = τ
─────────────────────────── T-If -- its name
Ω; Σ; Γ; Δ ⊢μ if e1 = e2 then e3 else e4 : τ ⊣ Δ3 ∪ Δ4
`;
  const two = 'Ω; Σ; Γ; Δ ⊢μ e1 : int ⊣ Δ1 -- the condition\nΩ; Σ; Γ; Δ1 ⊢μ e2 : int ⊣ Δ2';
  const read = (text: string) => {
    const v = writtenVariant(proteusCalculus, 'v', text);
    return isLeft(v) ? v.left.map((p) => `${p.line}:${p.column}: ${p.message}`) : v.right;
  };

  test('comments stand behind premises, and what is expected is said', () => {
    expect(read(rule(two))).toMatchObject({ expected: 'sound', sentence: 'T-If returns the union' });
    expect(read(rule(two, '\nexpected: T7, T8s'))).toMatchObject({ expected: ['T7', 'T8s'] });
  });

  test('a theorem that there is not is told with the one that is near', () => {
    expect(read(rule(two, '\nexpected: T7, T88'))).toEqual([
      expect.stringMatching(/^2:15: there is no theorem T88; .*\(did you mean T8\?\)$/),
    ]);
  });

  test('a line that is nearly one of those that settle something is told by it', () => {
    const problem = (text: string) => read(`${text}\n\n${rule(two)}`);
    expect(problem('expcted: T7')).toEqual(["1:1: 'expcted' says nothing of a variant (did you mean expected:?)"]);
    expect(problem('  sytem: proteus')).toEqual(["1:3: 'sytem' says nothing of a variant (did you mean system:?)"]);
    expect(problem('remov T-Int')).toEqual(["1:1: 'remov' says nothing of a variant (did you mean remove?)"]);
    expect(problem('remove T-Intt')).toEqual(['1:8: there is no rule T-Intt to remove (did you mean T-Int?)']);
  });

  test.each([
    ['Remove T-App', "'Remove T-App' says nothing of a variant: it is written 'remove NAME, one on a line'"],
    ['remove: T-App', "'remove: T-App' says nothing of a variant: it is written 'remove NAME, one on a line'"],
    [
      'remove T-App, T-If',
      "'remove T-App, T-If' says nothing of a variant: it is written 'remove NAME, one on a line'",
    ],
    ['System: proteus', "'System: proteus' says nothing of a variant: it is written 'system: NAME'"],
    ['expected:', "'expected:' says nothing of a variant: it is written 'expected: T7, T8'"],
    ['evaluates e2, e1 in e1 e2', "it is written 'evaluates: e2, e1 in e1 e2'"],
    ['expected: T7\nexpected: T8', 'what is expected is there already'],
    ['// a comment', "a comment begins with '--'"],
    ['# a comment', "a comment begins with '--'"],
    [
      '===== T-X\nΩ; Σ; Γ; Δ ⊢μ 0 : int ⊣ Δ',
      'the line over the conclusion is drawn with ─ or -, three of them at least',
    ],
    [
      '————— T-X\nΩ; Σ; Γ; Δ ⊢μ 0 : int ⊣ Δ',
      'the line over the conclusion is drawn with ─ or -, three of them at least',
    ],
  ])('a line that is written otherwise is told how it is written: %j', (text, message) => {
    expect((read(text) as string[])[0]).toContain(message);
  });

  test('two premises with one space between them are told to be two', () => {
    const one = 'Ω; Σ; Γ; Δ ⊢μ e1 : int ⊣ Δ1 Ω; Σ; Γ; Δ1 ⊢μ e2 : int ⊣ Δ2';
    expect(read(rule(one))).toEqual([
      "3:29: 'Ω; Σ; Γ; Δ ⊢μ e1 : int ⊣ Δ1' and 'Ω; Σ; Γ; Δ1 ⊢μ e2 : int ⊣ Δ2' are two premises: two spaces or a line are between them",
    ]);
  });
});

describe('inference by the rules of variants', () => {
  const program = 'fun g (y : int) : int = update; y\nin let f = ref g in let h = ref f in 0';
  test.each([['S-Ref'], ['S-Fun'], ['S-Rec']])('finds latents that type without %s', (name) => {
    const v = variant(proteus, { name: 'less', sentence: '', expected: 'sound', remove: [name] });
    const source = parseProgram(program, 'p');
    if (isLeft(source)) throw new Error('it reads');
    const loaded = loadProgram(source.right, 'p', { system: v.system });
    expect(isLeft(loaded) ? loaded.left.map(showError) : []).toEqual([]);
  });
});

describe('diff', () => {
  const between = (name: string, edit = (text: string) => text) =>
    diff(proteus, loadText(read(`${name}.v1.proteus`)), loadText(edit(read(`${name}.v2.proteus`))), { version: 'v2' });

  test('a new field of old values is the one that the new version gives it, where all say the same', () => {
    const d = between('07-new-field-default');
    expect(d.text).toContain('{ title = x.title, test = 9 }');
    expect(d.reasons).toEqual([]);
  });

  test('and is asked where they say several things', () => {
    const d = between('07-new-field-default', (text) => text.replace('title = n, test = 9', 'title = n, test = 8'));
    expect(d.transformers[0]?.holes[0]?.why).toBe(
      'field test is new, and the new version gives it 9 (in home), 8 (in made)',
    );
    expect(d.text).toContain('test = ???');
  });

  test('a variable that may be another one is asked, and what is dropped is said', () => {
    const d = between('13-state-renamed');
    expect(d.asked.map((a) => [a.in, a.hole.why])).toEqual([
      ['upgrading', 'upgrading is new, or was reloading: !reloading takes over the state of reloading, 0 begins anew'],
    ]);
    expect(d.text).toContain('add var upgrading : int = ???');
    expect(d.notes).toEqual([
      'reloading is not in the new version; its state is dropped unless another variable takes it over',
    ]);
    expect(d.reasons).toEqual([]);
  });

  test('a variable of another type is not asked for; that the state is dropped is said', () => {
    const d = between('13-state-renamed', (text) =>
      text
        .replace('var upgrading : int = 0', 'var other : { a : int } = { a = 0 }\nvar upgrading : int ref = ref 0')
        .replace('upgrading := 1', '!upgrading := 1')
        .replace('!upgrading\n', '!!upgrading\n'),
    );
    expect(d.asked).toEqual([]);
    expect(d.notes).toEqual(['reloading is not in the new version; it stays, and its state is not carried over']);
  });
});

describe('explanations show what fails', () => {
  const told = (text: string) => {
    const loaded = load(text, 'p');
    if (!isLeft(loaded)) throw new Error('it has an error');
    return lines(explain(failureBehind(loaded.left[0] as never) as never, termTexts)).join('\n');
  };

  test('fields of records and definitions, and no names of sorts', () => {
    const text = told('fun f (x : { a : int }) : { a : { b : int } } = x\nin 0');
    expect(text).toContain('translatesItem: Ω; Σ; fun f (x : { a : int }) : { a : { b : int } } = x');
    expect(text).toContain('coercesFields: Ω; { a : int }; { a : { b : int } }');
    expect(text).not.toMatch(/TypeFields|Item;|ChangeList/);
  });

  test('the changed type and the transformer that there is not', () => {
    const K = loadText('type t = int\nin update; 0').config;
    const items = parseUpdate('update type t = { a : int } by nothing', 'u');
    if (isLeft(items)) throw new Error('the update reads');
    const { failures } = prepare(proteus, K.types, signatureOf.compute(K.heap), items.right);
    const text = failures.flatMap((f) => lines(explain(f, termTexts))).join('\n');
    expect(text).toContain('t ↦ ({ a : int }, nothing)');
    expect(text).toContain('Trans-One: premise 1 of 4 fails: Σ(nothing) = τ1');
  });

  test('the names that an update changes', () => {
    const U = (update: string) => {
      const items = parseUpdate(update, 'u');
      if (isLeft(items)) throw new Error('the update reads');
      return termTexts.value('', updateOf.compute(items.right));
    };
    expect(U('update type t = int by c fun f (x : int) : int = x add fun c (x : int) : int = x')).toBe(
      '{ UN: t; UB: f; AB: c }',
    );
  });
});
