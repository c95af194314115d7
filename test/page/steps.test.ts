/** The page's engine for a calculus without one of its own: programs are run, shown and derived by their steps. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analysis, at, derivationSubjects, outline } from '../../workbench/page/engine/calculi.ts';
import { check } from '../../workbench/page/engine/check.ts';
import { derivation } from '../../workbench/page/engine/derivations.ts';
import { everyCalculus } from '../../workbench/page/engine/needs.ts';
import { rules } from '../../workbench/page/engine/rules.ts';

const of = {
  program: 'let twice = λf:int → int. λx:int. f (f x)\nin twice (+ 1) 5\n',
  updates: [],
  check: 'dynamic' as const,
  decisions: {},
  variant: 'stlc:',
};

describe('the lambda calculus on the page', () => {
  test('a run: its outline, and each step with what is reduced next', () => {
    expect(check(of)).toEqual({ program: [], updates: [], variantKnown: true });
    expect(outline(of)).toMatchObject({ total: 4, outcome: 'done', value: '7', type: 'int', points: [] });
    const second = at({ ...of, step: 2 });
    expect(second).toMatchObject({
      step: 2,
      took: { rule: 'R-App' },
      next: { rule: 'R-Plus', redex: '+ 1 5', result: '6' },
    });
    const { text, places } = second?.expression ?? { text: '', places: [] };
    expect(text).toBe('+ 1 (+ 1 5)');
    expect(text.slice(places[0], places[1])).toBe('+ 1 5');
    expect(at({ ...of, step: 9 })).toMatchObject({ step: 4, next: null, expression: { text: '7' } });
  });
  test('errors, and updates that it has not', () => {
    const wrong = check({ ...of, program: 'hd 3', updates: ['update'] });
    expect(wrong.program).toMatchObject([{ line: 1, column: 4, rule: 'T-App' }]);
    expect(wrong.updates[0]).toMatchObject([{ message: 'the lambda calculus has no updates' }]);
    expect(outline({ ...of, program: 'hd 3' })).toBeNull();
    expect(analysis({ ...of, updates: ['update'] })).toEqual({ errors: [], moreErrors: 0, points: [], plans: [null] });
  });
  test('derivations: of the program, and of a step; by the rules of a variant, too', () => {
    expect(derivationSubjects({ ...of, step: 1 })).toEqual({
      total: 4,
      step: 1,
      what: 'the program',
      definitions: [],
    });
    const typed = derivation({ of: { ...of, from: 'run', step: 0, subject: 'configuration' } });
    expect(typed).toMatchObject({ ok: true, system: 'stlc', variant: null });
    expect(typed.ok && typed.nodes[0]?.conclusion).toContain('⊢');
    const step = derivation({ of: { ...of, from: 'run', step: 2, subject: 'step' } });
    expect(step.ok && step.nodes.map((n) => n.rule)).toContain('R-Plus');
    expect(derivation({ of: { ...of, from: 'run', step: 4, subject: 'step' } })).toMatchObject({
      ok: false,
      message: 'the run ends here: there is no step to derive',
    });
    const fault = { ...of, program: 'tl (cons 1 nil)', variant: 'stlc:tl-head' };
    expect(outline(fault)).toMatchObject({ value: '1' });
    expect(rules({ variant: 'stlc:' })).toMatchObject({ calculus: 'stlc', variant: null });
  });
});

describe('programs that are run step by step', () => {
  const example = (path: string) => readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
  test.each([
    ['threads', 'threads/b6-pairs.proteus', ['out', 'lock', 'serve'], 'serve', 'bindingOk', 1],
    ['sessions', 'sessions/busy.session', ['c.main', 'c.round', 's.main', 's.serve'], 'c.round', 'checks', 2],
    [
      'components',
      'components/callback.kernel',
      ['Disk.read', 'Driver.get', 'Driver.done', 'disk0', 'd'],
      'Driver.done',
      'types',
      1,
    ],
  ])('of %s: the program is derived, and each definition by itself', async (calculus, file, names, one, by, roots) => {
    await everyCalculus();
    const run = { ...of, program: example(file), variant: `${calculus}:` };
    const subjects = derivationSubjects({ ...run, step: 2 });
    expect(subjects).toMatchObject({ what: 'the program', definitions: names });
    const derived = (subject: string) => derivation({ of: { ...run, from: 'run', step: 2, subject } });
    const whole = derived('configuration');
    expect(whole).toMatchObject({ ok: true });
    expect(whole.ok && whole.roots.length).toBe(roots);
    for (const name of names) {
      const d = derived(`definition ${name}`);
      expect(d, name).toMatchObject({ ok: true });
      // It is part of the whole, and smaller.
      expect(d.ok && whole.ok && d.total < whole.total).toBe(true);
    }
    const d = derived(`definition ${one}`);
    expect(d.ok && d.nodes[d.roots[0] ?? 0]?.judgement).toBe(by);
    expect(derived('definition nobody')).toMatchObject({ ok: false });
    expect(derived('step')).toMatchObject({ ok: true, total: expect.any(Number) as number });
  });

  test('of threads have updates, which are read, and applied where they are admitted', async () => {
    await everyCalculus();
    const run = {
      ...of,
      program: example('threads/b6-pairs.proteus'),
      updates: [example('threads/b6-pairs.1.update'), 'update\nnonsense'],
      variant: 'threads:',
    };
    const { program, updates } = check(run);
    expect(program).toEqual([]);
    expect(updates[0]).toEqual([]);
    expect(updates[1]?.[0]?.message).toMatch(/nonsense/);
    const [applied] = outline(run)?.applied ?? [];
    expect(applied).toMatchObject({ update: 0 });
    const step = applied?.step ?? 0;
    expect(at({ ...run, step })?.updates).toMatchObject([{ status: 'waiting' }, { status: 'unreadable' }]);
    expect(at({ ...run, step: step + 1 })?.updates).toMatchObject([
      { status: 'applied', step },
      { status: 'unreadable' },
    ]);
    expect(at({ ...run, step })?.next?.rule).toMatch(/R-Upd$/);
  });
});
