/** The page's engine for a calculus without one of its own: programs are run, shown and derived by their steps. */
import { describe, expect, test } from 'vitest';
import { analysis, at, derivationSubjects, outline } from '../../workbench/page/engine/calculi.ts';
import { check } from '../../workbench/page/engine/check.ts';
import { derivation } from '../../workbench/page/engine/derivations.ts';
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
    expect(derivationSubjects({ ...of, step: 1 })).toEqual({ total: 4, step: 1, definitions: [] });
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
