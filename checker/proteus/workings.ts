/** What the machine is told of Proteus. */
import { make, type Binding, type Expr } from '../../semantics/proteus/grammar.ts';
import { focus } from '../../semantics/proteus/contexts.ts';
import { bindingAt, contents, extendHeap, freshReference, holding } from '../../semantics/proteus/heaps.ts';
import { recordOfValues } from '../../semantics/proteus/reduction.ts';
import { substitute } from '../../semantics/proteus/substitution.ts';
import { reduces, steps } from '../../rules/proteus/reduction.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { InPlace, Workings } from '../machine/workings.ts';
import type { Store } from '../machine/store.ts';

const bindingIn = (H: Store, w: string) => H.get(w) as Binding | undefined;

/** The metafunctions on heaps, in place. */
const inPlace: readonly (readonly [AnyMetafunction, InPlace])[] = [
  [bindingAt, { kind: 'reads', run: bindingIn }],
  [
    contents,
    {
      kind: 'reads',
      run(H, w: string) {
        const b = bindingIn(H, w);
        return b === undefined || b.tag === 'Fun' ? undefined : b.e;
      },
    },
  ],
  [freshReference, { kind: 'reads', run: (H) => `@${H.greatestReference() + 1n}` }],
  [
    holding,
    {
      kind: 'writes',
      run(H, w: string, e: Expr) {
        const b = bindingIn(H, w);
        if (b === undefined || b.tag === 'Fun') return false;
        H.set(w, b.tag === 'Variable' ? make.Binding.Variable(b.type, e) : make.Binding.Cell(b.type, e));
        return true;
      },
    },
  ],
  [
    extendHeap,
    {
      kind: 'writes',
      run(H, w: string, b: Binding) {
        H.set(w, b);
        return true;
      },
    },
  ],
];

export const proteusWorkings: Workings = {
  reduces: reduces.form,
  steps: steps.form,
  focus,
  substitute,
  ofValues: new Set([recordOfValues]),
  inPlace: new Map(inPlace),
  calls: { 'R-Call': 'z' },
};
