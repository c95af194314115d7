/**
 * Proving a case by hand: moves, one a line, each made in the first branch that is open. What a move leaves to be said
 * (what metavariables stand for) is found by matching; whether it is one the checker's own tests say, and in the end the
 * whole proof is checked.
 *
 *     invert 2                        the last rule of claim (2); in cases where several are possible
 *     hypothesis Preservation 6 4     a hypothesis of induction, on these claims
 *     lemma substitution-value 8 5    a lemma; `for-all 2 7` uses the premise for all (2)
 *     lemma frame-fields 5 show       on a premise for all that the moves behind it show; `show` alone: a goal for all
 *         with ρ2: l = e1, ρ1         what nothing says of a metavariable, in the same line
 *     rule T-App 5 7                  a rule on claims
 *     cases x1 = x                    one of the distinctions that evaluations wait for
 */
import { Branch, type Development, type Node } from '../check.ts';
import type { Line } from '../reading/lines.ts';
import { Solver } from '../solving/solver.ts';
import { Store } from '../terms.ts';
import { Play } from './branches.ts';
import type { Offered } from './offered.ts';
import type { Wrong } from './wrong.ts';

export type { Offered } from './offered.ts';
export type { Unsaid, Wrong } from './wrong.ts';

export interface Standing {
  readonly lines: readonly Line[];
  readonly wrong: Wrong | null;
  /** Null where nothing is open. */
  readonly offered: Offered | null;
  /** The whole proof, where it is one: not checked yet. */
  readonly node: Node | null;
  readonly store: Store;
}

/**
 * The proof of a case as far as moves lead.
 * @param moves one a line; empty lines and what stands behind `--` say nothing. Those behind a wrong one are not looked at.
 * @throws Error for a theorem or a case that there is not.
 */
export function play(d: Development, theorem: string, kase: string, moves: readonly string[]): Standing {
  const statement = d.statements.get(theorem);
  if (statement === undefined) throw new Error(`there is no theorem ${theorem}`);
  const attempt = (some: readonly string[]) => {
    const store = new Store(d.system.grammar);
    const p = new Play(new Branch(store, d, statement, new Solver(store, d.known)), some);
    let node: Node | null = null;
    try {
      node = p.begin(kase);
      p.ended();
    } catch (e) {
      p.stopped(e);
    }
    return { lines: p.lines, wrong: p.wrong, offered: p.offered, node, store };
  };
  const first = attempt(moves);
  if (first.wrong === null) return first;
  // What a wrong move is made in is shown without it.
  return { ...attempt(moves.slice(0, first.wrong.at)), wrong: first.wrong };
}

/** The moves of a text, each with its line, from 1. */
export const movesOf = (text: string): readonly { readonly move: string; readonly line: number }[] =>
  text.split('\n').flatMap((l, i) => {
    const move = l.replace(/--.*$/, '').trim();
    return move === '' ? [] : [{ move, line: i + 1 }];
  });
