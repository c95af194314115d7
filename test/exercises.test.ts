/** Exercises: the files that come with the workbench can be solved, and answers of every kind are graded as they should be. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { exerciseKinds, readExercise, type Exercise } from '../workbench/exercises/format.ts';
import { proteusGoals } from '../proofs/proteus/goals.ts';
import { stlcGoals } from '../proofs/stlc/goals.ts';
import { grade, outcomeOf, startOf } from '../workbench/exercises/grade.ts';
import { checkExercise, solutionAnswer } from '../workbench/exercises/solvable.ts';
import { assertProperty } from './property.ts';
import { root } from './support.ts';

const folder = join(root, 'examples/exercises');
const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'));
const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const exercise = (file: string): Exercise => {
  const r = readExercise(text(file), file);
  if (isLeft(r)) throw new Error(r.left.map((e) => `${e.line}:${e.column} ${e.message}`).join('\n'));
  return r.right.exercise;
};

const { readFill, writeFill } = proteusGoals;

describe('the exercises of the workbench', () => {
  test('there are at least six, of every kind, with every feedback', () => {
    const all = files.map(exercise);
    expect(all.length).toBeGreaterThanOrEqual(6);
    expect(new Set(all.map((x) => x.kind))).toEqual(new Set(exerciseKinds));
    expect(new Set(all.map((x) => x.feedback))).toEqual(new Set(['verdict', 'premise', 'hint']));
  });

  test.each(files)('%s can be solved, and is not solved at the start', (file) => {
    expect(checkExercise(text(file), file).problems).toEqual([]);
    const x = exercise(file);
    expect(grade(x, solutionAnswer(x) ?? '')).toMatchObject({ done: true, errors: [], findings: [], hints: [] });
    expect(outcomeOf(x, startOf(x)).done).toBe(false);
  });
});

const codes = (x: Exercise, answer: string) => outcomeOf(x, answer).findings.map((f) => f.code);

describe('a derivation of the lambda calculus', () => {
  const x = exercise('18-a-binding-in-the-way.yaml');
  const of = (rule: string, ...premises: unknown[]) => ({ rule, fills: {} as Record<string, string>, premises });
  const graded = (c: unknown) => outcomeOf(x, JSON.stringify(c));

  test('tells the rule that does not fit, a goal that cannot be derived, and a text that is none', () => {
    const app = of('T-App', of('T-Lam', of('T-App', of('T-App', of('T-Plus'), of('T-Var', of('L-There'))))));
    expect(graded(app).findings[0]).toMatchObject({ code: 'L-There', at: [0, 0, 0, 1, 0] });
    expect(graded(of('T-Lam')).findings).toEqual([
      { code: 'T-Lam', at: [], message: expect.stringContaining('(Lam)') as string },
    ]);
    expect(graded({ ...of('T-App'), fills: { τ1: 'list' } }).findings[0]).toMatchObject({ code: 'fill', at: [] });
    // An argument that is a list: the term does not give an integer then.
    const filled = graded({ ...of('T-App'), fills: { τ1: 'list int' } });
    expect(filled.findings.map((f) => [f.code, f.at])).toEqual([
      ['types', [0]],
      ['types', [1]],
    ]);
  });
  test('may have no field that only other calculi know, and no term that cannot be read', () => {
    const wrong = (goal: string) =>
      checkExercise(`title: x\ntask: y\nkind: derivation\nsystem: stlc\ngoal: ${goal}\n`, 'x.yaml').problems.map(
        (e) => `${e.line}:${e.column} ${e.message}`,
      );
    expect(wrong('{ expression: "1", latent: N }')).toEqual([
      '5:34 goal.latent: goals of the lambda calculus say nothing of this',
    ]);
    expect(wrong('{ expression: "y" }')).toEqual(['5:22 goal.expression: unknown name y']);
    expect(wrong('{ expression: "1 1" }')).toEqual(['1:1 goal: there is no such derivation']);
    expect(wrong('{ expression: "λx:int", type: int }')).toEqual([
      expect.stringContaining('goal.expression: expected .'),
    ]);
    expect(wrong('{ expression: x, locals: { x: what } }')[0]).toContain('expected a type');
  });
  test.each([
    ['Type', '(int → int) → list int'],
    ['Expr', 'λx:int → int. x (hd y)'],
    ['Expr', 'cons 1 nil'],
    ['name', 'x1'],
    ['int', '-3'],
  ])('a %s is read as it is written: %s', (sort, t) => {
    const read = stlcGoals.readFill(sort, t, () => false);
    if (isLeft(read)) throw new Error(read.left);
    expect(stlcGoals.writeFill(read.right)).toBe(t);
  });
  test.each([
    ['Type', 'int →'],
    ['Expr', '(x'],
    ['name', 'hd'],
    ['int', '1.5'],
    ['Locals', 'x:int'],
  ])('as a %s, %s is none', (sort, t) => expect(isLeft(stlcGoals.readFill(sort, t, () => false))).toBe(true));
});

describe('a derivation', () => {
  const x = exercise('01-con-needs-capability.yaml');
  const choice = (rule: string, ...premises: unknown[]) => ({ rule, fills: {}, premises });
  const answer = (c: unknown) => JSON.stringify(c);

  test('half built is not wrong; a wrong rule is, at its place, with the hint for it', () => {
    expect(grade(x, answer(choice('T-Con')))).toMatchObject({ done: false, findings: [], fitting: 0 });
    const wrong = grade(x, answer(choice('T-Con', choice('T-Ext'))));
    expect(wrong.findings).toEqual([
      { code: 'T-Ext', at: [0], message: 'the conclusion of T-Ext says z (Ext) where c (Var) is asked' },
    ]);
    expect(wrong.fitting).toBe(1);
    expect(wrong.hints[0]).toContain('local variable');
    expect(grade(x, answer(choice('T-Con', choice('T-Var')))).done).toBe(true);
  });

  test('with something filled in that leaves a goal without a derivation is told there', () => {
    const filled = { rule: 'T-Con', fills: { Δ1: '{}' }, premises: [null] };
    // The output is told by the goal: what is filled in against it is the mistake.
    expect(codes(x, answer(filled))).toContain('T-Con');
    const y = exercise('02-after-the-update.yaml');
    const let_ = { rule: 'T-Let', fills: { τ3: 'celsius' }, premises: [null, null, null] };
    const found = outcomeOf(y, answer(let_)).findings;
    expect(found.map((f) => f.at)).toContainEqual([1]);
    expect(found.find((f) => f.at?.[0] === 1)?.message).toMatch(/no derivation/);
    expect(codes(y, answer({ ...let_, fills: { τ3: 'int int' } }))).toContain('fill');
  });

  test('in the declarative presentation: what nothing determines has to be chosen', () => {
    const y = exercise('13-subsumption.yaml');
    const order = ['S-Refl', 'S-Refl'].map((r) => choice(r));
    const sub = (fills: object) => ({
      rule: 'T-Sub',
      fills,
      premises: [choice('T-Ext'), choice('S-Fun', ...order)],
    });
    const app = (argument: unknown) => answer(choice('T-App', choice('T-Ext'), argument));
    expect(codes(y, app(choice('T-Ext')))).toEqual(['T-Ext']);
    expect(outcomeOf(y, app(sub({}))).findings).toEqual([
      { code: 'fill', at: [1], message: 'what Δ1 stands for has to be filled in' },
    ]);
    expect(outcomeOf(y, app(sub({ Δ1: '*' }))).done).toBe(true);
    expect(outcomeOf(y, app(sub({ Δ1: '{}' }))).done).toBe(true);
  });

  test('told only as wrong where the teacher wants it so', () => {
    const y = exercise('04-a-definition.yaml');
    const graded = grade(y, answer(choice('H-Cell')));
    expect(graded).toMatchObject({ done: false, findings: [], hints: [], verdict: 'Something is wrong.' });
    expect(outcomeOf(y, answer(choice('H-Cell'))).findings).not.toEqual([]);
  });

  test.each(['', 'null', '{', '[]', '{"rule":1}', '{"rule":"T-Con","fills":{},"premises":[7]}'])(
    'that is no answer (%s) is one that says nothing',
    (text) => expect(grade(x, text)).toMatchObject({ done: false, findings: [] }),
  );
});

describe('what is filled in', () => {
  const externals = (z: string) => z === 'z';
  test.each([
    ['Type', ['int', 't ref', '{ a : int, b : t }', 'int -[N;{t}]-> int -[U;*\\{s, t}]-> t']],
    ['TypeFields', ['{}', '{ a : int, b : { c : t } }']],
    ['Cap', ['{}', '{s, t}', '*', '*\\{t}']],
    ['Mu', ['N', 'U']],
    ['Expr', ['z x + 1', 'con[t] x', 'let y : int = !z in update[{}]']],
    ['Fields', ['{}', '{ a = 1, b = z x }']],
    ['name', ['x']],
    ['int', ['-12', '340282366920938463463374607431768211456']],
  ])('as a %s is read, and written as it is read', (sort, texts) => {
    for (const t of texts) {
      const first = readFill(sort, t, externals);
      if (isLeft(first)) throw new Error(`${t}: ${first.left}`);
      const again = readFill(sort, writeFill(first.right), externals);
      expect(again, t).toEqual(first);
    }
  });
  test.each([
    ['Type', 'int int'],
    ['TypeFields', 'int'],
    ['Cap', '{}]; update[{}'],
    ['Mu', 'V'],
    ['Expr', '1 +'],
    ['Fields', '1'],
    ['name', 'in'],
    ['int', '1.5'],
    ['Heap', 'anything'],
  ])('as a %s and is none (%s) is refused', (sort, t) => expect(isLeft(readFill(sort, t, externals))).toBe(true));
});

describe('an update', () => {
  const x = exercise('05-refused-by-a-function.yaml');
  const wrap = 'add fun wrap (c : int) : { deg : int } = { deg = c }\n';

  test.each([
    ['that is no text of the language', 'update type', []],
    ['that changes nothing', 'update\n', ['changes', 'applied']],
    ['without transformer', 'update\ntype celsius = { deg : int } by wrap\n', ['U-Trans']],
    [
      'that is applied',
      `update\ntype celsius = { deg : int } by wrap\nfun show (c : celsius) : int = c.deg\n${wrap}`,
      ['applied'],
    ],
    ['that is refused for another reason', `update\ntype kelvin = int by wrap\n${wrap}`, ['changes', 'U-Names']],
  ])('%s', (_, text, expected) => {
    const o = outcomeOf(x, text);
    expect(o.done).toBe(false);
    if (expected.length === 0) expect(o.errors.length).toBeGreaterThan(0);
    else for (const code of expected) expect(o.findings.map((f) => f.code)).toContain(code);
  });

  test('refused by one check and admitted by the other', () => {
    const y = exercise('06-static-refuses.yaml');
    if (y.kind !== 'refused') throw new Error(y.kind);
    // It leaves `needs` behind: neither check admits it.
    const both = y.solution.replace(/fun needs.*\n/, '');
    expect(codes(y, both)).toContain('admitted');
  });
});

describe('a place for an update point', () => {
  const x = exercise('07-where-to-update.yaml');
  if (x.kind !== 'point') throw new Error(x.kind);
  test.each([
    ['added nowhere', x.program, ['points']],
    ['where the stack is in the way', x.program.replace('+ n; n)', '+ n; update; n)'), ['stack']],
    ['too early, so that new code runs', x.program.replace('in main 1', 'in (update; main 1)'), ['value']],
    ['at two places', x.solution.replace('in main 1', 'in (update; main 1)'), ['points']],
    ['with something else changed', x.solution.replace('+ 0 in', '+ 1 in'), ['changed']],
    ['with a definition more', x.solution.replace('in main 1', 'fun more (i : int) : int = i in main 1'), ['changed']],
    ['that is used as a value', x.solution.replace('update;', 'let u = update in '), ['changed']],
  ])('%s', (_, text, expected) => expect(codes(x, text)).toEqual(expected));

  test('that is never met', () => {
    const given = x.program.replace('in main 1', 'in if 1 = 2 then main 1 else 22');
    const y = { ...x, program: given };
    expect(codes(y, given.replace('then main', 'then update; main'))).toEqual(['not-tried']);
  });
  test('in a program that has errors', () => {
    expect(outcomeOf(x, x.solution.replace('warm n', 'worm n')).errors[0]?.message).toBe('unknown name worm');
  });
});

describe('a transformer', () => {
  const x = exercise('08-a-transformer.yaml');
  if (x.kind !== 'transformer') throw new Error(x.kind);
  test.each([
    ['that drops the state', x.update, 'value'],
    ['that works for one run only', x.solution.replace('balance = a,', 'balance = 30,'), 'value'],
    ['with something else changed', x.solution.replace('a.balance - a.limit', 'a.balance + 100'), 'changed'],
    ['of another type', x.solution.replace('= { balance = a,', '= { balance = a, more = 1,'), 'U-Code'],
  ])('%s', (_, text, code) => expect(codes(x, text)).toContain(code));
});

describe('of threads, which have updates as well,', () => {
  const x = exercise('19-another-thread-in-the-way.yaml');
  if (x.kind !== 'refused') throw new Error(x.kind);
  test('an update is refused because of another thread', () => {
    expect(outcomeOf(x, x.solution).done).toBe(true);
    expect(codes(x, 'update\n')).toEqual(['changes', 'applied']);
    // At a later update point the other thread is finished.
    expect(codes({ ...x, at: null }, x.solution)).toEqual(['applied']);
    // Who moves when is a choice of the exercise: here the other thread has finished before.
    const scheduler = Array.from({ length: 40 }, (_, i) => (i < 2 ? 0 : 1)).join(',');
    expect(codes({ ...x, choices: { scheduler } }, x.solution)).toEqual(['points']);
  });
  test('a place is found for an update point', () => {
    const y = exercise('07-where-to-update.yaml');
    if (y.kind !== 'point') throw new Error(y.kind);
    const forked = (t: string) => t.replace('in main 1', 'in fork (warm 0); main 1');
    const z = { ...y, calculus: 'threads', program: forked(y.program) };
    expect(outcomeOf(z, forked(y.solution)).done).toBe(true);
    expect(codes(z, forked(y.program.replace('+ n; n)', '+ n; update; n)')))).toEqual(['stack']);
    expect(codes(z, y.solution)).toEqual(['changed']);
  });
  test('a transformer is written', () => {
    const y = exercise('08-a-transformer.yaml');
    if (y.kind !== 'transformer') throw new Error(y.kind);
    const z = { ...y, calculus: 'threads', runs: [{ in: 'fork 0; (pay 0; balance !mine)', value: '30' }] };
    expect(outcomeOf(z, y.solution).done).toBe(true);
    expect(codes(z, y.update)).toEqual(['value']);
  });
  test('a calculus without updates has no such exercises', () => {
    const other = text('19-another-thread-in-the-way.yaml').replace('calculus: threads', 'calculus: stlc');
    expect(checkExercise(other, 'x.yaml').problems.map((e) => [e.line, e.message])).toEqual([
      [5, 'calculus: proteus or threads is expected, not stlc'],
    ]);
  });
});

describe('rules', () => {
  const x = exercise('09-branches.yaml');
  if (x.kind !== 'repair') throw new Error(x.kind);
  test('that fall are told with what fells them', () => {
    const graded = grade(x, x.rules);
    expect(graded.findings.map((f) => f.code)).toEqual(['T7']);
    expect(graded.found?.program).toContain('update');
    expect(graded.hints[0]).toContain('Only one of the branches');
    expect(grade({ ...x, feedback: 'verdict' }, x.rules)).toMatchObject({ findings: [], found: null, hints: [] });
  });
  test('that are broken in another way fall as well', () => {
    for (const other of ['Δ3', 'Δ4', 'Δ2']) expect(codes(x, x.solution.replace('Δ3 ∩ Δ4', other))).toEqual(['T7']);
  });
  test('that say the same in other words are repaired', () => {
    expect(outcomeOf(x, x.solution.replace('Δ3 ∩ Δ4', '(Δ4 ∩ Δ3)')).done).toBe(true);
  });
  test('that accept too little are no repair', () => {
    expect(codes(x, x.solution.replace('Δ3 ∩ Δ4', '{}'))).toEqual(['strict']);
    expect(codes(x, x.solution.replace('τ3 ⊔ τ4 = τ', 'τ3 ⊔ τ4 = τ\nτ <: τ ref'))).toEqual(['strict']);
  });
  test('about updates that refuse what is safe are no repair either', () => {
    const y = exercise('12-what-stays-behind.yaml');
    if (y.kind !== 'repair') throw new Error(y.kind);
    const o = outcomeOf(y, y.solution.replace(/\n─/, '\ndom UN(U) ∩ Δ = ∅\n─'));
    expect(o.findings.map((f) => f.code)).toEqual(['strict']);
    expect(o.findings[0]?.message).toMatch(/\n\nupdate\n/);
    expect(codes(y, y.solution.replace(/^conFree\(E.*\n/m, ''))).toEqual(['T8']);
  });
  test('that forget subsumption accept too little', () => {
    const y = exercise('10-arguments.yaml');
    if (y.kind !== 'repair') throw new Error(y.kind);
    const exact = y.solution.replace('τ3 <: τ1\n', '').replace('e2 : τ3', 'e2 : τ1');
    const o = outcomeOf(y, exact);
    expect(o.findings.map((f) => f.code)).toEqual(['strict']);
  });
  test('others than those of the exercise, or none, or no rules', () => {
    expect(codes(x, `${x.solution}\n──── T-Int\nΩ; Σ; Γ; Δ ⊢μ n : int ⊣ Δ\n`)).toEqual([]);
    expect(codes(x, '───── S-Refl\nτ <: τ ref\n').sort()).toContain('changed');
    expect(outcomeOf(x, 'nothing').errors.length).toBeGreaterThan(0);
  });
});

describe('files', () => {
  const problems = (t: string) => checkExercise(t, 'x.yaml').problems.map((e) => `${e.line}:${e.column}: ${e.message}`);
  const refused = text('05-refused-by-a-function.yaml');

  test('that are no exercises say why, with the place', () => {
    expect(problems('')).toEqual([expect.stringMatching(/^1:1: an exercise is/)]);
    expect(problems('title: x\nkind: essay\n')).toEqual([expect.stringMatching(/^2:7: kind: derivation, refused/)]);
    expect(problems('title: x\nkind: refused\nfeedback: all\n')).toEqual(
      expect.arrayContaining([
        '3:11: feedback: verdict or premise or hint is expected, not all',
        '1:1: task: is missing',
      ]),
    );
    expect(problems('title: [\n')[0]).toMatch(/^2:1: /);
    expect(problems(`${refused}hnts: []\n`)).toEqual([expect.stringMatching(/has no field hnts$/)]);
    expect(problems(`${refused}title: again\n`)).toHaveLength(1);
  });

  test('with a mistake in a program say where in the file', () => {
    const broken = refused.replace('fun show (c : celsius) : int = c', 'fun show (c : celsius) : int = x');
    const line = broken.split('\n').findIndex((l) => l.includes('= x')) + 1;
    expect(problems(broken)).toEqual([`${line}:34: program: unknown name x`]);
  });

  test('that cannot be solved, or are solved already, are refused', () => {
    expect(problems(refused.replace('because: function', 'because: stack'))[0]).toMatch(/does not solve the exercise/);
    const x = exercise('05-refused-by-a-function.yaml');
    if (x.kind !== 'refused') throw new Error(x.kind);
    const start = `update: |\n${x.solution.replace(/^/gm, '  ')}\n`;
    expect(problems(refused.replace(/update: \|\n {2}update\n/, start))[0]).toMatch(/solved before/);
    const impossible = text('01-con-needs-capability.yaml').replace('type: int', 'type: celsius');
    expect(problems(impossible)).toEqual([expect.stringMatching(/there is no such derivation|does not solve/)]);
    const sound = text('09-branches.yaml').replace('Δ3 ∪ Δ4', 'Δ3 ∩ Δ4');
    expect(problems(sound)[0]).toMatch(/solved before/);
    expect(problems(text('09-branches.yaml').replace('[T7]', '[T77]'))[0]).toMatch(/there is no theorem T77/);
  });

  test.each([
    ['two documents', 'kind: refused\n---\nkind: point\n', '2:1: a file is one exercise'],
    ['an alias', 'title: &t x\ntask: *t\nkind: repair\nrules: a\nsolution: b\n', '2:7: task: a text is expected'],
    [
      'a goal that is a number',
      'title: x\ntask: y\nkind: derivation\ngoal: 3\n',
      expect.stringMatching(/^4:7: goal: one of/),
    ],
    [
      'runs that are numbers',
      'title: x\ntask: y\nkind: transformer\nprogram: 0\nupdate: u\nsolution: u\nruns: [3]\n',
      '7:8: runs.0.value: is missing',
    ],
    [
      'a seed that is none',
      'title: x\ntask: y\nkind: repair\nrules: a\nsolution: b\nseed: -1\n',
      '6:7: seed: a whole number from 0 is expected',
    ],
    [
      'an endless list of lists',
      `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\ntitle: *b\nkind: point\n`,
      '3:8: title: a text is expected',
    ],
  ])('with %s where something else belongs', (_, t, expected) => expect(problems(t)).toContainEqual(expected));

  test('that are damaged never throw', () => {
    const all = files.filter((f) => exercise(f).kind !== 'repair').map(text);
    let read = 0;
    assertProperty(
      fc.property(
        fc.constantFrom(...all),
        fc.nat(),
        fc.nat(30),
        fc.constantFrom('', ':', '\n', '  ', '{', '"', '|'),
        (t, a, n, put) => {
          const at = a % t.length;
          const { exercise: x } = checkExercise(t.slice(0, at) + put + t.slice(at + n), 'x.yaml');
          if (x !== null) read++;
        },
      ),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(30);
  });
});

describe('exercises about what a system does', () => {
  const told = (file: string, answer: string) => {
    const { done, errors, findings } = outcomeOf(exercise(file), answer);
    return { done, said: [...errors.map((e) => e.message), ...findings.map((f) => `${f.code}: ${f.message}`)] };
  };
  test('a run that is none, one that is not over, and one that ends otherwise', () => {
    const file = '14-a-lost-increment.yaml';
    expect(told(file, '0:R-Fork 0:R-Let 7')).toEqual({
      done: false,
      said: ['step: step 3, 7: there is no such step; there are 0:R-Call, 1:R-Call'],
    });
    expect(told(file, '0, 0, 0').said).toEqual(['unfinished: done & n = 5 does not hold yet, and the run can go on']);
    const oneByOne = ['0', '0', ...Array.from({ length: 8 }, () => '0'), ...Array.from({ length: 8 }, () => '1')].join(
      ' ',
    );
    expect(told(file, oneByOne).said).toEqual(['done: the run is over (done), and done & n = 5 does not hold']);
  });
  test('a property that means nothing, two of them, and one that tells nothing apart', () => {
    const file = '15-all-and-barrier.yaml';
    expect(told(file, 'G F write(ou)').said).toEqual(['unknown variable ou']);
    expect(told(file, 'G true G true').said).toEqual(['one: one property is asked for, not 2']);
    expect(told(file, 'invariant !deadlock').said).toEqual([
      'fails: with policy all it holds; it should be one that fails',
    ]);
    expect(told(file, 'F updated').said[0]).toMatch(/^holds: with policy barrier it fails/);
  });
  test('an update that deadlocks, and one that does not do what is asked', () => {
    const file = '16-an-update-that-deadlocks.yaml';
    expect(told(file, startOf(exercise(file))).said[0]).toMatch(/^live: live: fails/);
    expect(told(file, 'update').said).toEqual(['scope: unknown variable count']);
    expect(told(file, 'update\nadd var count : int = 0').said).toEqual(['counts: counts: fails']);
  });
});

describe('exercises about a kernel', () => {
  test('tell of an import that is missing or loses entries, by what it does', () => {
    const x = exercise('20-write-an-import.yaml');
    expect(codes(x, startOf(x))).toEqual(['moves', 'U-Transfer']);
    const given = (sum: string) => startOf(x).replace(/}\s*$/, `  import raw(s) = {sum = ${sum}, count = 2}\n}\n`);
    expect(codes(x, given('9'))).toEqual(['sum', 'count']);
    expect(codes(x, given('fold (x, y : int = 0) over s.entries do x + y'))).toEqual(['count']);
    // A text that is no update has its place in the answer, not in the text that it stands behind.
    expect(outcomeOf(x, 'update sums\nclass Log {\n  feld x\n}').errors).toMatchObject([{ line: 3, column: 3 }]);
  });
  test('are run by the rules of a variant: the same way ends well by those of the calculus', () => {
    const x = exercise('21-a-blocked-callback.yaml');
    const way = solutionAnswer(x) ?? '';
    expect(outcomeOf(x, way).done).toBe(true);
    expect(outcomeOf({ ...x, variant: null } as Exercise, way).findings).toMatchObject([{ code: 'step' }]);
    expect(codes(x, 'a:R-Start a:C-Direct')).toEqual(['unfinished']);
    expect(
      checkExercise(text('21-a-blocked-callback.yaml').replace('variant: block-recursive', 'variant: none'), 'x.yaml')
        .problems,
    ).toMatchObject([{ message: 'variant: components has no variant none' }]);
  });
  test('tell why an update is not faithful, until it is', () => {
    const x = exercise('22-a-faithful-update.yaml');
    const told = (answer: string) => outcomeOf(x, answer).findings.map((f) => f.message);
    const imported = startOf(x).replace('amount = 100, ', 'amount = s.balance, ');
    expect(told(imported)[1]).toContain('method deposit does something else');
    const adapted = imported.replace('next.deposit(0, x)', 'next.deposit(x, 0)');
    expect(told(adapted)[1]).toBe('update named, class Account: method report does something else');
    expect(told(adapted.replace('my.amount + my.overdraft', 'my.amount'))).toEqual([]);
  });
});

describe('exercises about sessions', () => {
  test('want an entry that takes the state over: without one, and with one of other parameters, the update never comes', () => {
    const x = exercise('23-write-an-entry.yaml');
    const entry = (text: string) => startOf(x).replace('participant s { }', `participant s { ${text} }`);
    expect(codes(x, startOf(x))).toEqual(['comes', 'ends']);
    expect(codes(x, entry('entry serve = tell  proc tell() : start = c!sum(0); stop'))).toEqual(['comes', 'ends']);
    expect(codes(x, entry('entry serve = tell  proc tell(n : int) : start = c!sum(n); stop'))).toEqual([]);
    expect(outcomeOf(x, 'update protocol at u : s -> 5').errors).toMatchObject([{ line: 1, column: 29 }]);
  });
  test('are run until nobody can go on: a run that can go on is told, and one that ends well', () => {
    const x = exercise('24-nobody-can-go-on.yaml');
    expect(outcomeOf(x, solutionAnswer(x) ?? '').done).toBe(true);
    expect(codes(x, 'p:R-Call p:R-Lead')).toEqual(['unfinished']);
    expect(outcomeOf({ ...x, variant: null } as Exercise, solutionAnswer(x) ?? '').findings).toMatchObject([
      { code: 'unfinished' },
    ]);
  });
});
