/** Programs and updates of Proteus, and of what extends it, taken apart for exercises. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { keys } from '../../semantics/maps.ts';
import { homomorphism } from '../../semantics/structural.ts';
import { make, proteus as grammar, type Expr, type Item, type Program } from '../../semantics/proteus/grammar.ts';
import { expressionOf } from '../../semantics/proteus/heaps.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { innerOf, itemList, updateOf } from '../../semantics/proteus/programs.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { parseExpr, printExpr, printItem } from '../../semantics/proteus/syntax/index.ts';
import { withExpression } from '../../semantics/proteus/updates.ts';
import { loadProgram, type Loaded, type LoadOptions } from '../../checker/proteus/load.ts';
import type { Queued } from '../../checker/proteus/run.ts';
import type { Waiting } from '../../checker/runs.ts';
import type { Editing, Outline } from '../calculus.ts';

const { e, τ, Δ } = metas;
/** An expression without the update points that stand before something. */
const withoutPoints = homomorphism<Expr, []>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'withoutPoints',
    args: ['Expr'],
    text: '{0} without update points',
    sentence: 'an expression without the update points that stand before something',
  },
  (self) => [[self(make.Expr.Let('_', τ, make.Expr.Update(Δ), e)), self(e)]],
);

function countPoints(root: Expr): number {
  let n = 0;
  const stack: Node[] = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.tag === 'Update') n++;
    stack.push(...children(at));
  }
  return n;
}

function outline(p: Program): Outline {
  let points = 0;
  const parts = new Map<string, string>();
  const stripped = (body: Expr): Expr => {
    points += countPoints(body);
    return withoutPoints.compute(body);
  };
  for (const i of itemList(p.items)) {
    if (i.tag === 'BindItem') {
      const binding = withExpression(i.binding, stripped(expressionOf(i.binding)));
      parts.set(i.z, printItem(make.Item.BindItem(i.z, binding)));
    } else if (i.tag === 'TypeItem') parts.set(`type ${i.t}`, printItem(i));
  }
  parts.set('the expression', printExpr(stripped(p.e)));
  return { parts, points };
}

const nameOf = (i: Item): string => {
  const inner = innerOf(i);
  return inner.tag === 'BindItem' ? inner.z : inner.tag === 'AddItem' ? '' : `type ${inner.t}`;
};

const itemsOf = (update: Waiting) => (update as Queued).items;

/** @param options the constructs of the language, and the system that judges its programs. */
export const editing = (options: LoadOptions = {}): Editing<Loaded> => ({
  changes: (update) => keys(updateOf.compute(itemsOf(update)).changed),
  parts: (update) => new Map(itemList(itemsOf(update)).map((i) => [nameOf(i), printItem(i)])),
  outline: ({ source }) => outline(source),
  withMain({ source }, text) {
    const main = parseExpr(text, 'in', options);
    return isLeft(main) ? main : loadProgram(make.Program.Program(source.items, main.right), 'program', options);
  },
});
