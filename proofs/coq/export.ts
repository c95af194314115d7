/**
 * A development as files of Coq (proofs.md, section 8): terms, rules, statements, and of each case a lemma, whose script
 * comes from its proof. A case that is open, or whose proof is of a form that has no script yet, is Admitted.
 */
import { isInstance } from '../../rules/judgement.ts';
import { metasOf } from '../../rules/rule.ts';
import { casesOf } from '../cases.ts';
import type { Development, Node } from '../check.ts';
import { decodeProof } from '../format.ts';
import type { CaseResult } from '../prove.ts';
import { search } from '../search/search.ts';
import type { Statement } from '../statement.ts';
import { Store } from '../terms.ts';
import { isRight } from 'fp-ts/lib/Either.js';
import { calculusFile, rulesFile } from './calculus.ts';
import { prelude } from './prelude.ts';
import { Script } from './scripts.ts';
import { NotMade, binders, conclusionText, ident, notMade, partText, patternText, sortName } from './terms.ts';

export interface Exported {
  /** File names to their text. */
  readonly files: Readonly<Record<string, string>>;
  /** Cases whose lemma ends in Qed, and those that are Admitted, with why. */
  readonly made: readonly string[];
  readonly admitted: readonly { readonly name: string; readonly why: string }[];
}

const order = ['Prelude', 'Calculus', 'Rules', 'Theorems'];

/**
 * @param results the cases, proved or not.
 * @throws NotMade when the calculus has terms or functions that the export does not write.
 */
export function exportCoq(d: Development, results: readonly CaseResult[]): Exported {
  const made: string[] = [];
  const admitted: { name: string; why: string }[] = [];
  const text = [
    `(* ${d.system.name}: what is claimed, case by case. *)\nRequire Import Prelude Calculus Rules.\nSection Theorems.\nContext {opaque : Opaque}.\n`,
  ];
  const closing: string[] = [];
  for (const s of d.statements.values()) {
    const own = results.filter((r) => r.theorem === s.name);
    if (own.length === 0) continue;
    closing.push(`Print Assumptions ${ident(s.name)}.`);
    text.push(`(* ${s.title} *)`, ...statementText(s));
    for (const kase of casesOf(d, s)) {
      const name = caseName(s, kase);
      const [intros, proof] = scriptOf(d, s, kase, own.find((r) => r.case === kase)); // prettier-ignore
      if (intros !== undefined) {
        made.push(name);
        text.push(`${lemmaText(d, s, kase)}\nProof.\nintros ${intros.join(' ')}.\n${proof}\nQed.\n`);
      } else {
        admitted.push({ name, why: proof });
        text.push(`(* ${proof} *)\n${lemmaText(d, s, kase)}\nAdmitted.\n`);
      }
    }
    text.push(wholeText(d, s));
  }
  text.push('End Theorems.\n', ...closing, '');
  const files = {
    'Prelude.v': prelude,
    'Calculus.v': calculusFile(d),
    'Rules.v': rulesFile(d.system),
    'Theorems.v': text.join('\n'),
    Makefile: `all: ${order.map((f) => `${f}.vo`).join(' ')}\n%.vo: %.v\n\tcoqc -Q . "" $<\n${order.slice(1).map((f, i) => `${f}.vo: ${order[i]}.vo`).join('\n')}\n`, // prettier-ignore
  };
  return { files, made, admitted };
}

const caseName = (s: Statement, kase: string): string => (kase === '' ? ident(s.name) : ident(`${s.name}_${kase}`));

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
  const written = (node: Node): [readonly string[] | undefined, string] => {
    try {
      const { intros, body } = new Script(d, s, kase).proof(node);
      return [intros, body];
    } catch (e) {
      if (e instanceof NotMade) return [undefined, `no script yet: ${e.message}`];
      throw e;
    }
  };
  const first = written(decoded.right.node);
  if (first[0] !== undefined) return first;
  const again = search(d, new Store(d.system.grammar), s, kase, { direct: true });
  return 'node' in again ? written(again.node) : first;
}

const at = (s: Statement): string => `at_${ident(s.name)}`;

/** The statement as a property of what is inducted on, whose arguments are equal to those of the premise. */
function statementText(s: Statement): string[] {
  const on = s.inductOn[0];
  if (on === undefined) return [];
  if (s.inductOn.length > 1 || s.group.length > 1 || s.onSyntax !== undefined || s.caseAt !== undefined) return notMade(`the induction of ${s.name}`); // prettier-ignore
  const p = s.premises[on]!;
  if (!isInstance(p)) return notMade(`the induction of ${s.name}`);
  const sorts = [...p.judgement.inputs, ...p.judgement.outputs].map(sortName);
  const equations = p.args.map((a, i) => `i${i} = ${patternText(a)}`);
  const others = s.premises.filter((_, i) => i !== on).map((q) => partText(q));
  const body = `forall${binders(s.universal)}, ${[...equations, ...others, conclusionText(s.conclusions, s.existential)].join(' -> ')}`; // prettier-ignore
  return [`Definition ${at(s)}${sorts.map((t, i) => ` (i${i} : ${t})`).join('')} : Prop :=\n  ${body}.\n`];
}

function lemmaText(d: Development, s: Statement, kase: string): string {
  if (s.inductOn.length === 0) return `Lemma ${caseName(s, kase)} : ${claimText(s)}.`;
  const rule = d.system.rules.get(kase)!;
  const args = (p: typeof rule.conclusion) => p.args.map((a) => patternText(a)).join(' ');
  const premises = rule.premises.flatMap((p) => (isInstance(p) && p.judgement.name === rule.conclusion.judgement.name ? [partText(p), `${at(s)} ${args(p)}`] : [partText(p)])); // prettier-ignore
  const metas = metasOf(rule);
  return `Lemma ${caseName(s, kase)} : ${metas.length > 0 ? `forall${binders(metas)}, ` : ''}${[...premises, `${at(s)} ${args(rule.conclusion)}`].join(' -> ')}.`; // prettier-ignore
}

const claimText = (s: Statement): string =>
  `forall${binders(s.universal)}, ${[...s.premises.map((p) => partText(p)), conclusionText(s.conclusions, s.existential)].join(' -> ')}`; // prettier-ignore

/** The theorem from its cases; rules that are no case are impossible. */
function wholeText(d: Development, s: Statement): string {
  const p = s.premises[s.inductOn[0] ?? -1];
  if (p === undefined || !isInstance(p)) return '';
  const cases = new Set(casesOf(d, s));
  const rules = [...d.system.rules.values()].filter((r) => r.conclusion.judgement.name === p.judgement.name);
  const branches = rules.map((r) => (cases.has(r.name) ? `eapply ${caseName(s, r.name)}; eassumption` : `unfold ${at(s)}; intros; exfalso; facts`)); // prettier-ignore
  const J = ident(p.judgement.name);
  const on = s.inductOn[0]!;
  const universal = s.universal.map((m) => m.meta);
  const hypotheses = s.premises.map((_, i) => `h_${i}`);
  return `Theorem ${ident(s.name)} : ${claimText(s)}.\nProof.\nassert (whole : forall${p.args.map((_, i) => ` i${i}`).join('')}, ${[J, ...p.args.map((_, i) => `i${i}`)].join(' ')} -> ${at(s)}${p.args.map((_, i) => ` i${i}`).join('')}).\n{ intros * H; induction H; [ ${branches.join('\n  | ')} ]. }\nintros ${[...universal, ...hypotheses].join(' ')}; exact (whole${' _'.repeat(p.args.length)} ${[hypotheses[on], ...universal, ...p.args.map(() => 'eq_refl'), ...hypotheses.filter((_, i) => i !== on)].join(' ')}).\nQed.\n`; // prettier-ignore
}
