/** Evaluation contexts (section 7), as the grammar declares them: plugging, and the next redex from where a run stands. */
import { contextsOf } from '../contexts.ts';
import type { EvaluationPart } from '../evaluation.ts';
import { madeOf, nameIn } from '../evaluation-order.ts';
import type { Grammar } from '../declared.ts';
import { metafunction, type Metafunction } from '../symbols.ts';
import { metas } from './metas.ts';
import { evaluatesIn, filled, sorts, value } from './values.ts';
import { make, proteus, type Config, type Context, type Expr, type Frame } from './grammar.ts';

const contexts = contextsOf<Expr, Frame, Context>(proteus);
const { Hole, In } = make.Context;
const { Configuration } = make.Config;
const { Ω, H, E, F, e } = metas;

/** E[e]. */
export const plug = metafunction<[Context, Expr], Expr>(
  {
    name: 'plug',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: '{0}[{1}]',
    sentence: 'an evaluation context filled with an expression',
    meaning: {
      equations: (self) => [
        [self(Hole(), e), e],
        [self(In(F, E), e), self(E, filled(F, e))],
      ],
    },
  },
  contexts.plug,
);

interface Places {
  readonly focus: Metafunction<[Config], Config, Config>;
  readonly contextAt: Metafunction<[Context, Expr], Context, Context>;
  readonly redexAt: Metafunction<[Context, Expr], Expr, Expr>;
}

/** What goes by the order in which a grammar says that terms are evaluated. */
const placesOf: (g: Grammar) => Places = madeOf((g) => {
  const { focus: next } = contextsOf<Expr, Frame, Context>(g);
  const ordered = (part: keyof Places) => ({ of: proteus, by: (other: Grammar) => placesOf(other)[part] });

  const meaning = (part: EvaluationPart['part']): EvaluationPart => ({
    part,
    grammar: g,
    sorts,
    others: () => ({ value }),
  });

  /** Where E[e] is evaluated next: the context, and what stands in it; put together they are E[e]. */
  const contextAt = metafunction<[Context, Expr], Context>(
    {
      name: nameIn(g, 'contextAt'),
      args: ['Context', 'Expr'],
      result: 'Context',
      text: 'context of {0}[{1}]',
      sentence: 'the evaluation context around the redex',
      ordered: ordered('contextAt'),
      meaning: {
        derived: meaning('contextAt'),
        observed: (self) => [
          [plug(self(E, e), redexAt(E, e)), plug(E, e)],
          [evaluatesIn(g)(self(E, e)), true],
        ],
      },
    },
    (context, inside) => next({ context, e: inside }).context,
  );
  const redexAt = metafunction<[Context, Expr], Expr>(
    {
      name: nameIn(g, 'redexAt'),
      args: ['Context', 'Expr'],
      result: 'Expr',
      text: 'redex of {0}[{1}]',
      sentence: 'the redex, or the value that an evaluated term is',
      ordered: ordered('redexAt'),
      meaning: { derived: meaning('redexAt') },
    },
    (context, inside) => next({ context, e: inside }).e,
  );
  /**
   * The configuration (Ω, H, E[e]) at its place: e is the redex and E its evaluation context, or E is the hole and e a
   * value. The work is that of the moves from the place given, not of the size of E.
   */
  const focus = metafunction<[Config], Config>(
    {
      name: nameIn(g, 'focus'),
      args: ['Config'],
      result: 'Config',
      text: '{0}',
      sentence: 'the same configuration, decomposed at its redex: plug undoes it',
      ordered: ordered('focus'),
      meaning: {
        // Wherever the run stands, it is the place of the whole term.
        equations: (self) => [
          [
            self(Configuration(Ω, H, E, e)),
            Configuration(Ω, H, contextAt(Hole(), plug(E, e)), redexAt(Hole(), plug(E, e))),
          ],
        ],
      },
    },
    (K) => {
      const place = next(K);
      return place === K ? K : make.Config.Configuration(K.types, K.heap, place.context, place.e);
    },
  );
  return { focus, contextAt, redexAt };
});

export const { focus, contextAt, redexAt } = placesOf(proteus);

/** The empty context. */
export const { hole } = contexts;
/** F[e]: the frame filled with an expression. */
export const { fill } = contexts;
