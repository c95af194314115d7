/** Property files (behaviours.md, section 12). The parser keeps its own stack: formulas may be as deep as memory allows. */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import type { Position } from '../../semantics/positions.ts';
import { atom, Reader, reserved, SyntaxProblem } from './atoms.ts';
import { Formulas, temporal, type Formula, type Op } from './formula.ts';
import { tokensOf } from './tokens.ts';

export type Kind = 'invariant' | 'reachable' | 'ltl' | 'unfair';
const kinds: readonly Kind[] = ['invariant', 'reachable', 'ltl', 'unfair'];

export interface Property {
  readonly name: string | null;
  readonly kind: Kind;
  /** As written, on one line. */
  readonly text: string;
  readonly formula: Formula;
  readonly position: Position;
}

const unary: Readonly<Record<string, Op>> = { '!': 'not', X: 'next', F: 'finally', G: 'globally' };

interface Binary {
  readonly op: Op;
  readonly level: number;
  /** Whether `a op b op c` is `a op (b op c)`. */
  readonly right: boolean;
}
const binary: Readonly<Record<string, Binary>> = {
  '->': { op: 'implies', level: 1, right: true },
  '|': { op: 'or', level: 2, right: false },
  '&': { op: 'and', level: 3, right: false },
  U: { op: 'until', level: 4, right: true },
  R: { op: 'release', level: 4, right: true },
  W: { op: 'weak', level: 4, right: true },
};

/** What waits for an operand on its right. */
type Waiting =
  | { readonly kind: 'unary'; readonly op: Op }
  | { readonly kind: 'binary'; readonly operator: Binary; readonly left: number }
  | { readonly kind: 'open' };

/**
 * The properties of a text: of a file, or of an argument.
 * @param events the names of events of the calculus, which `name(…)` may mean.
 */
export function parseProperties(
  text: string,
  file: string,
  events: ReadonlySet<string> = new Set(),
): Either<LoadError[], readonly Property[]> {
  const { tokens, errors } = tokensOf(text, file);
  if (errors.length > 0) return left(errors);
  const r = new Reader(text, tokens);
  const found: Property[] = [];
  try {
    while (r.peek().kind !== 'end') found.push(property(r, events));
  } catch (e) {
    if (e instanceof SyntaxProblem) return left([e.error]);
    throw e;
  }
  return right(found);
}

function property(r: Reader, events: ReadonlySet<string>): Property {
  let name: string | null = null;
  const begin = r.peek().position;
  // A property's name may have hyphens.
  let length = 1;
  while (r.isSymbol('-', length) && r.peek(length + 1).kind === 'name') length += 2;
  if (r.peek().kind === 'name' && r.isSymbol(':', length)) {
    name = '';
    for (let i = 0; i < length; i++) name += r.take().text;
    r.take();
  }
  const kind = kinds.find((k) => r.isWord(k));
  if (kind !== undefined) r.take();
  const start = r.peek().position;
  const { formula, temporalAt } = formulaOf(r, events);
  if ((kind === 'invariant' || kind === 'reachable') && temporalAt !== undefined)
    throw new SyntaxProblem(`${kind} with a temporal operator: ${kind} looks at one position of a run`, temporalAt);
  const written = r.text.slice(start.offset, r.last.position.end);
  return {
    name,
    kind: kind ?? 'ltl',
    text: written
      .replace(/--[^\n]*/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
    formula,
    position: { ...begin, end: r.last.position.end },
  };
}

/** Reads a formula: as far as it goes. */
function formulaOf(r: Reader, events: ReadonlySet<string>): { formula: Formula; temporalAt: Position | undefined } {
  const pool = new Formulas();
  const waiting: Waiting[] = [];
  let temporalAt: Position | undefined;
  const sees = (op: Op): void => {
    if (temporal.has(op)) temporalAt ??= r.peek().position;
  };
  /** What is complete to the left of an operator of this level. */
  const close = (operand: number, level: number, isRight: boolean): number => {
    let whole = operand;
    for (;;) {
      const top = waiting[waiting.length - 1];
      if (top === undefined || top.kind === 'open') return whole;
      if (top.kind === 'unary') whole = pool.make(top.op, whole);
      else if (top.operator.level > level || (top.operator.level === level && !isRight))
        whole = pool.make(top.operator.op, top.left, whole);
      else return whole;
      waiting.pop();
    }
  };
  for (;;) {
    // An operand is due.
    const token = r.peek();
    const prefix = token.kind === 'end' || r.isSymbol(':', 1) ? undefined : unary[token.text];
    if (prefix !== undefined) {
      sees(prefix);
      r.take();
      waiting.push({ kind: 'unary', op: prefix });
      continue;
    }
    if (r.isSymbol('(')) {
      r.take();
      waiting.push({ kind: 'open' });
      continue;
    }
    let operand: number;
    if (r.isWord('true') || r.isWord('false')) operand = pool.make(r.take().text as Op);
    else if (token.kind === 'name' && reserved.has(token.text) && binary[token.text] !== undefined)
      r.expected('a formula');
    else operand = pool.atom(atom(r, events));
    // An operand is there: brackets end, or an operator goes on, or the formula is complete.
    for (;;) {
      if (r.isSymbol(')')) {
        operand = close(operand, 0, false);
        if (waiting.pop() === undefined) r.expected('an operator or the end');
        r.take();
        continue;
      }
      break;
    }
    const operator = r.peek().kind === 'end' || r.isSymbol(':', 1) ? undefined : binary[r.peek().text];
    if (operator === undefined) {
      operand = close(operand, 0, false);
      if (waiting.length > 0) r.expected("an operator or ')'");
      return { formula: pool.formula(operand), temporalAt };
    }
    sees(operator.op);
    const whole = close(operand, operator.level, operator.right);
    r.take();
    waiting.push({ kind: 'binary', operator, left: whole });
  }
}
