/** Statements for Coq: what is inducted on, a lemma for each case, and the theorem from its cases. */
import { isInstance } from '../../rules/judgement.ts';
import { metasOf } from '../../rules/rule.ts';
import { casesOf } from '../cases.ts';
import { rulesOf, type Development } from '../check.ts';
import type { Statement } from '../statement.ts';
import { grouped } from './calculus.ts';
import type { Shapes } from './functions.ts';
import { binders, conclusionText, ident, notMade, partText, patternText, restrictions, sortName } from './terms.ts';

/** A derivation of a judgement, or a term of a sort. */
export interface Induction {
  readonly kind: 'rule' | 'term';
  readonly of: string;
}

/** What a statement is shown by induction on, if it is. */
export function inductionOf(s: Statement): Induction | undefined {
  if (s.caseAt !== undefined) return notMade('its cases are those of another derivation');
  if (s.onSyntax !== undefined) return { kind: 'term', of: s.universal.find((m) => m.meta === s.onSyntax)!.sort };
  const p = s.premises[s.inductOn[0] ?? -1];
  return p && isInstance(p) ? { kind: 'rule', of: p.judgement.name } : undefined;
}

/** The statements of the same induction that are about one judgement, or sort. */
export const onSame = (d: Development, s: Statement, of: string): Statement[] =>
  s.group.map((g) => d.statements.get(g)!).filter((g) => inductionOf(g)?.of === of);

export const caseName = (s: Statement, kase: string): string =>
  kase === '' ? ident(s.name) : ident(`${s.name}_${kase}`);
const at = (s: Statement): string => `at_${ident(s.name)}`;
const arrows = (parts: readonly string[]): string => parts.join(' -> ');

/** The statement, of any instance. */
export const claimText = (d: Development, s: Statement): string =>
  `forall${binders(s.universal)}, ${arrows([...[...restrictions(s.universal, d.known), ...s.premises].map((p) => partText(p)), conclusionText(s.conclusions, s.existential)])}`; // prettier-ignore

/** The statement as a property of what is inducted on, to which that of the premise is equal. */
export function propertyText(d: Development, s: Statement): string[] {
  const induction = inductionOf(s);
  if (induction === undefined) return [];
  const on = s.inductOn[0];
  const p = s.premises[on ?? -1];
  const [sorts, terms] =
    induction.kind === 'rule' && p && isInstance(p)
      ? [[...p.judgement.inputs, ...p.judgement.outputs], p.args.map((a) => patternText(a))]
      : [[induction.of], [s.onSyntax!]];
  const equations = terms.map((t, i) => `i${i} = ${t}`);
  const others = s.premises.filter((_, i) => i !== on || induction.kind === 'term').map((q) => partText(q));
  const tests = restrictions(s.universal, d.known).map((q) => partText(q));
  const body = `forall${binders(s.universal)}, ${arrows([...equations, ...tests, ...others, conclusionText(s.conclusions, s.existential)])}`; // prettier-ignore
  return [`Definition ${at(s)}${sorts.map((t, i) => ` (i${i} : ${sortName(t)})`).join('')} : Prop :=\n  ${body}.\n`];
}

/** The names of the properties of statements, and of how many terms each is. */
export const properties = (group: readonly Statement[]): (readonly [string, number])[] =>
  group.flatMap((g) => {
    const induction = inductionOf(g);
    const p = g.premises[g.inductOn[0] ?? -1];
    if (induction === undefined) return [];
    return [[at(g), induction.kind === 'term' || p === undefined || !isInstance(p) ? 1 : p.args.length] as const];
  });

export function caseText(d: Development, s: Statement, kase: string, shapes: Shapes): string {
  const induction = inductionOf(s);
  const heading = `Lemma ${caseName(s, kase)} : `;
  if (induction === undefined) return `${heading}${claimText(d, s)}.`;
  if (induction.kind === 'term') {
    const { fields } = shapes(induction.of).find((c) => c.tag === kase)!;
    const names = fields.map((_, i) => `a${i}`);
    const hypotheses = fields.flatMap(([, sort], i) => onSame(d, s, sort).map((g) => `${at(g)} ${names[i]}`));
    const all = fields.map(([, sort], i) => ` (${names[i]} : ${sortName(sort)})`).join('');
    return `${heading}${all === '' ? '' : `forall${all}, `}${arrows([...hypotheses, `${at(s)} (${[ident(kase), ...names].join(' ')})`])}.`;
  }
  const rule = d.system.rules.get(kase)!;
  const args = (p: typeof rule.conclusion) => p.args.map((a) => patternText(a)).join(' ');
  const premises = rule.premises.flatMap((p) => [partText(p), ...(isInstance(p) ? onSame(d, s, p.judgement.name).map((g) => `${at(g)} ${args(p)}`) : [])]); // prettier-ignore
  const metas = metasOf(rule);
  const tests = restrictions(metas, d.known).map((q) => partText(q));
  return `${heading}${metas.length > 0 ? `forall${binders(metas)}, ` : ''}${arrows([...tests, ...premises, `${at(s)} ${args(rule.conclusion)}`])}.`; // prettier-ignore
}

/** The theorem from the cases of all that is proved with it; what is no case is impossible. */
export function wholeText(d: Development, s: Statement, shapes: Shapes): string {
  const induction = inductionOf(s);
  if (induction === undefined) return '';
  const { kind, of } = induction;
  const all =
    kind === 'term'
      ? [...new Set([...d.system.grammar.constructors.values()].map((c) => c.sort))].filter((x) => shapes(x).length > 0)
      : d.system.judgements.map((j) => j.name);
  const needs = (n: string): string[] =>
    kind === 'term'
      ? shapes(n).flatMap((c) => c.fields.map(([, f]) => f))
      : rulesOf(d.system, n).flatMap((r) => r.premises.filter(isInstance).map((p) => p.judgement.name));
  const together = grouped(all, needs).find((g) => g.includes(of))!;
  const arity = (n: string): number => (kind === 'term' ? 1 : rulesOf(d.system, n)[0]!.conclusion.args.length);
  const indices = (n: string) => Array.from({ length: arity(n) }, (_, i) => `i${i}`);
  const property = (n: string): string => {
    const own = onSame(d, s, n).map((g) => [at(g), ...indices(n)].join(' '));
    return `(fun ${indices(n).join(' ')} => ${own.length === 0 ? 'True' : own.join(' /\\ ')})`;
  };
  const branch = (n: string, kase: string): string => {
    const parts = onSame(d, s, n).map((g) => (casesOf(d, g).includes(kase) ? `{ eapply ${caseName(g, kase)}; eassumption. }` : `{ unfold ${at(g)}; intros; exfalso; facts. }`)); // prettier-ignore
    if (parts.length === 0) return '{ intros; exact I. }';
    const conj = parts.slice(1).reduce((x) => `(conj _ ${x})`, '_');
    return `{ intros; both_apart. ${parts.length > 1 ? `refine ${conj}. ` : ''}${parts.join(' ')} }`;
  };
  const kases = (n: string) =>
    kind === 'term' ? shapes(n).map((c) => c.tag) : rulesOf(d.system, n).map((r) => r.name);
  const branches = together.flatMap((n) => kases(n).map((k) => branch(n, k)));
  const scheme = kind === 'term' ? `${ident(of)}_both` : together.length > 1 ? `${ident(of)}_both` : `${ident(of)}_ind`;
  const universal = s.universal.map((m) => m.meta);
  const tests = restrictions(s.universal, d.known).map((_, i) => `t_${i}`);
  const hypotheses = s.premises.map((_, i) => `h_${i}`);
  const own = onSame(d, s, of);
  const holes = branches.map(() => ' _').join('');
  const is = indices(of).join(' ');
  const i = own.indexOf(s);
  const project = (text: string): string => {
    let t = text;
    for (let k = 0; k < i; k++) t = `(proj2 ${t})`;
    return i < own.length - 1 ? `(proj1 ${t})` : t;
  };
  const derivation =
    kind === 'term'
      ? s.onSyntax!
      : `${indices(of)
          .map(() => '_')
          .join(' ')} h_${s.inductOn[0]}`;
  const rest = [...universal, ...indices(of).map(() => 'eq_refl'), ...tests, ...hypotheses.filter((_, k) => kind === 'term' || k !== s.inductOn[0])]; // prettier-ignore
  const whole = `assert (whole : forall ${is}${kind === 'rule' ? `, ${ident(of)} ${is} -> ` : ', '}${property(of)} ${is}).\n{ refine (${scheme} ${together.map(property).join(' ')}${holes}); cbv beta.\n${branches.join('\n')} }`;
  return `Theorem ${ident(s.name)} : ${claimText(d, s)}.\nProof.\n${whole}\nintros ${[...universal, ...tests, ...hypotheses].join(' ')}; exact (${project(`(whole ${derivation})`)} ${rest.join(' ')}).\nQed.\n`; // prettier-ignore
}
