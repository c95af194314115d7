/**
 * A development as files of Coq (proofs.md, section 8): terms, rules, statements, and of each case a lemma, whose script
 * comes from its proof. A case that is open, or whose proof is of a form that has no script yet, is Admitted.
 */
import { casesOf } from '../cases.ts';
import type { Development, Node } from '../check.ts';
import { decodeProof } from '../format.ts';
import type { CaseResult } from '../prove.ts';
import { search } from '../search/search.ts';
import type { Statement } from '../statement.ts';
import { Store } from '../terms.ts';
import { isRight } from 'fp-ts/lib/Either.js';
import {
  calculusFile,
  callsIn,
  forgetText,
  rulesFile,
  scopeOf,
  shapesOf,
  tacticsText,
  unfinished,
} from './calculus.ts';
import { prelude } from './prelude.ts';
import { Script } from './scripts.ts';
import { caseName, caseText, properties, propertyText, wholeText } from './statements.ts';
import { NotMade, ident } from './terms.ts';

export interface Exported {
  /** File names to their text. */
  readonly files: Readonly<Record<string, string>>;
  /** Cases whose lemma ends in Qed, and those that are Admitted, with why. */
  readonly made: readonly string[];
  readonly admitted: readonly { readonly name: string; readonly why: string }[];
  /** Statements that have no translation, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

const order = ['Prelude', 'Calculus', 'Rules', 'Theorems'];

/** @param results the cases, proved or not. */
export function exportCoq(d: Development, results: readonly CaseResult[]): Exported {
  const made: string[] = [];
  const admitted: { name: string; why: string }[] = [];
  const shapes = shapesOf(d);
  const asked = (s: Statement) => results.some((r) => r.theorem === s.name);
  const scope = scopeOf(d, (s) => {
    propertyText(d, s);
    casesOf(d, s).forEach((k) => caseText(d, s, k, shapes));
    wholeText(d, s, shapes);
  });
  const text = [
    `(* ${d.system.name}: what is claimed, case by case. *)\nRequire Import Prelude Calculus Rules.\nSection Theorems.\nContext {abstract : Abstract} {functions : Functions} {laws : Laws}.\n${tacticsText(scope)}`, // prettier-ignore
  ];
  const closing: string[] = [];
  const done = new Set<string>();
  const without = unfinished(scope);
  for (const s of scope.statements) {
    if (!asked(s) || done.has(s.name)) continue;
    // What is proved by one induction stands together.
    const group = s.group.map((g) => d.statements.get(g)!);
    text.push(...group.flatMap((g) => [`(* ${g.title} *)`, ...propertyText(d, g)]));
    const judged = scope.judgements.map((j) => [ident(j.name), j.inputs.length + j.outputs.length] as const);
    if (properties(group).length > 0) text.push(forgetText([...judged, ...properties(group)]));
    for (const g of group) {
      done.add(g.name);
      closing.push(`Print Assumptions ${ident(g.name)}.`);
      for (const kase of casesOf(d, g)) {
        const name = caseName(g, kase);
        const lacking = g.onSyntax === undefined ? undefined : callsIn(g.premises).find((f) => without.has(f));
        const [intros, proof] = lacking ? [undefined, `no script yet: the equations of ${lacking.info.name}`] : scriptOf(d, g, kase, results.find((r) => r.theorem === g.name && r.case === kase)); // prettier-ignore
        if (intros !== undefined) {
          made.push(name);
          text.push(`${caseText(d, g, kase, shapes)}\nProof.\nintros ${intros.join(' ')}.\n${proof}\nQed.\n`);
        } else {
          admitted.push({ name, why: proof });
          text.push(`(* ${proof} *)\n${caseText(d, g, kase, shapes)}\nAdmitted.\n`);
        }
      }
    }
    text.push(...group.map((g) => wholeText(d, g, shapes)));
  }
  text.push('End Theorems.\n', ...closing, '');
  const files = {
    'Prelude.v': prelude,
    'Calculus.v': calculusFile(scope),
    'Rules.v': rulesFile(scope),
    'Theorems.v': text.join('\n'),
    Makefile: `all: ${order.map((f) => `${f}.vo`).join(' ')}\n%.vo: %.v\n\tcoqc -Q . "" $<\n${order.slice(1).map((f, i) => `${f}.vo: ${order[i]}.vo`).join('\n')}\n`, // prettier-ignore
  };
  return { files, made, admitted, left: scope.left.filter(({ name }) => asked(d.statements.get(name)!)) };
}

/** The script of a case; where its proof has none, that of another proof, which uses the hypothesis of induction on premises alone. */
function scriptOf(
  d: Development,
  s: Statement,
  kase: string,
  r: CaseResult | undefined,
): [readonly string[] | undefined, string] {
  if (!r?.proof) return [undefined, 'open'];
  const decoded = decodeProof(d, JSON.parse(JSON.stringify(r.proof)));
  if (!isRight(decoded)) return [undefined, 'open'];
  const written = (node: Node, store: Store): [readonly string[] | undefined, string] => {
    try {
      const { intros, body } = new Script(d, s, kase, shapesOf(d), store).proof(node);
      return [intros, body];
    } catch (e) {
      if (e instanceof NotMade) return [undefined, `no script yet: ${e.message}`];
      throw e;
    }
  };
  const first = written(decoded.right.node, decoded.right.store);
  if (first[0] !== undefined || s.onSyntax !== undefined) return first;
  const store = new Store(d.system.grammar);
  const again = search(d, store, s, kase, { direct: true });
  return 'node' in again ? written(again.node, store) : first;
}
