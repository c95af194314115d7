/** Calculus.v and Rules.v: sorts, metafunctions, judgements and their inversion. */
import { meaningOf } from '../../semantics/meaning.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import { isWhere, metasOf, type Premise, type Rule } from '../../rules/rule.ts';
import { rulesOf, type Development } from '../check.ts';
import { isEvery, type Part, type Statement } from '../statement.ts';
import { callsOf, definitions, Laws, signature, unfolded, type Shapes } from './functions.ts';
import { NotMade, binders, ident, notMade, partText, patternText, restrictions, sortName } from './terms.ts';

/** Names in groups that depend on each other, each group after what it needs. */
export function grouped(names: readonly string[], needs: (n: string) => Iterable<string>): string[][] {
  const reach = new Map(
    names.map((n) => {
      const seen = new Set<string>();
      const work = [...needs(n)];
      for (let m = work.pop(); m !== undefined; m = work.pop())
        if (names.includes(m) && !seen.has(m)) {
          seen.add(m);
          work.push(...needs(m));
        }
      return [n, seen] as const;
    }),
  );
  const left = new Set(names);
  const groups: string[][] = [];
  while (left.size > 0)
    for (const n of left) {
      const group = names.filter((m) => m === n || (reach.get(n)!.has(m) && reach.get(m)!.has(n)));
      if ([...reach.get(n)!].some((m) => left.has(m) && !group.includes(m))) continue;
      groups.push(group);
      group.forEach((m) => left.delete(m));
      break;
    }
  return groups;
}

/** What of a development is written: what has a translation, and what that needs. */
export interface Scope {
  readonly d: Development;
  readonly judgements: readonly Form[];
  readonly statements: readonly Statement[];
  readonly functions: readonly AnyMetafunction[];
  readonly sorts: ReadonlySet<string>;
  /** Statements that are left out, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

const within = (p: Part): readonly Premise[] => (isEvery(p) ? [...p.premises, ...p.conclusions] : [p]);
const judgementsIn = (parts: readonly Part[]): string[] =>
  parts.flatMap(within).flatMap((p) => (isInstance(p) ? [p.judgement.name] : []));
const argumentsOf = (p: Premise): readonly Pattern[] =>
  isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p as unknown as Pattern];

/** @param texts what fails of a statement that has no translation. */
export function scopeOf(d: Development, texts: (s: Statement) => void): Scope {
  const { system } = d;
  const tried = (f: () => void): string | undefined => {
    try {
      f();
    } catch (e) {
      if (e instanceof NotMade) return e.message;
      throw e;
    }
    return undefined;
  };
  const reach = (names: readonly string[]): Set<string> => {
    const seen = new Set(names);
    for (const n of seen) for (const r of rulesOf(system, n)) judgementsIn(r.premises).forEach((m) => seen.add(m));
    return seen;
  };
  const why = new Map(
    system.judgements.map((j) => [j.name, tried(() => rulesOf(system, j.name).forEach((r) => constructorText(d, r)))]),
  );
  const wrong = (s: Statement): string | undefined => {
    for (const j of reach(judgementsIn([...s.premises, ...s.conclusions])))
      if (why.get(j) !== undefined) return `of ${j}, ${why.get(j)}`;
    return tried(() => texts(s));
  };
  const reasons = new Map([...d.statements.values()].map((s) => [s, wrong(s)]));
  const fit = (s: Statement) => s.group.every((g) => reasons.get(d.statements.get(g)!) === undefined);
  const statements = [...reasons.keys()].filter(fit);
  const names = reach(statements.flatMap((s) => judgementsIn([...s.premises, ...s.conclusions])));
  const judgements = system.judgements.filter((j) => names.has(j.name));
  const functions = new Set<AnyMetafunction>();
  const sorts = new Set<string>();
  const visit = (p: Pattern): void => {
    if (isMeta(p)) return void sorts.add(p.sort);
    if (typeof p !== 'object' || Array.isArray(p)) return;
    if (isCall(p)) functions.add(p.call);
    (isCall(p) ? p.args : Object.values(p)).forEach((q) => visit(q as Pattern));
  };
  const parts = [
    ...statements.flatMap((s) => [...s.premises, ...s.conclusions].flatMap(within)),
    ...judgements.flatMap((j) => rulesOf(system, j.name).flatMap((r) => [...r.premises, r.conclusion])),
  ];
  for (const p of parts) argumentsOf(p).forEach(visit);
  for (const test of d.known.restrictions.values())
    if (statements.some((s) => s.universal.some((m) => m.restriction?.name === test.info.restricts)))
      functions.add(test);
  for (const f of functions) callsOf(f).forEach((g) => functions.add(g));
  for (const j of judgements) [...j.inputs, ...j.outputs].forEach((x) => sorts.add(x));
  for (const { info } of functions) [...info.args, ...(info.over ?? []), info.result].forEach((x) => sorts.add(x));
  for (const x of sorts)
    for (const c of system.grammar.constructors.values()) if (c.sort === x && !abstract(d, x)) c.fields.forEach(([, y]) => sorts.add(y)); // prettier-ignore
  const left = [...reasons].flatMap(([s, reason]) => (fit(s) ? [] : [{ name: s.name, why: reason ?? 'so is what it is proved with' }])); // prettier-ignore
  return { d, judgements, statements, functions: [...functions].filter((f) => !logical.has(f.info.name)), sorts, left };
}

const logical = new Set(['same', 'not', 'both']);
const theoryOn = (d: Development, theory: string, sort: string, at: number): boolean =>
  [...d.functions.values()].some((f) => f.info.meaning?.theory === theory && f.info.args[at] === sort);
/** Sets and finite maps are known by what is in them: their terms are not written out. */
const abstract = (d: Development, sort: string): boolean =>
  sort === 'names' || sort in d.system.grammar.maps || theoryOn(d, 'member', sort, 1);

/** The constructors of a sort; of a two-valued order its constants, what is yet to be inferred being no part of statements. */
export const shapesOf =
  (d: Development): Shapes =>
  (sort) =>
    abstract(d, sort) ? [] : [...d.system.grammar.constructors.values()].filter((c) => c.sort === sort && (c.fields.length === 0 || !theoryOn(d, 'below', sort, 0))); // prettier-ignore

function sortsText({ d, sorts }: Scope): string {
  const of = shapesOf(d);
  const all = new Set([...d.system.grammar.constructors.values()].map((c) => c.sort));
  const names = [...all].filter((x) => sorts.has(x) && !abstract(d, x));
  const define = (sort: string) =>
    `${sortName(sort)} : Type :=${of(sort).map((c) => `\n  | ${ident(c.tag)} (${c.fields.map(([, s], i) => `a${i} : ${sortName(s)}`).join(') (')})`.replace(' ()', '')).join('')}`; // prettier-ignore
  const shape = (sort: string) =>
    `Lemma ${ident(sort)}_shape : forall t : ${sortName(sort)}, ${of(sort).map((c) => `(${c.fields.map(([, s], i) => `exists a${i} : ${sortName(s)}, `).join('')}t = ${[ident(c.tag), ...c.fields.map((_, i) => `a${i}`)].join(' ')})`).join(' \\/ ')}.\nProof. destruct t; inv_case. Qed.\n`; // prettier-ignore
  const inductives = grouped(names, (s) => of(s).flatMap((c) => c.fields.map(([, f]) => f))).map(
    (g) => `Inductive ${g.map(define).join('\nwith ')}.\nScheme ${g.map((x) => `${ident(x)}_both := Induction for ${sortName(x)} Sort Prop`).join('\n  with ')}.\n`, // prettier-ignore
  );
  return [...inductives, ...names.map(shape)].join('\n');
}

/** Sets, finite maps and their constants: whatever they are, as long as the laws hold. */
function abstractText({ d, sorts }: Scope): string {
  // Sets are made of names: those come first.
  const own = [...new Set(['names', ...sorts])].filter((x) => sorts.has(x) && abstract(d, x));
  const fields = own.flatMap((x) => {
    if (x === 'names') return [`names_ : Type`, 'no_names : names_'];
    if (x in d.system.grammar.maps) return [`${sortName(x)} : Type`, `${ident(`${x}.empty`)} : ${sortName(x)}`];
    const made = [...d.system.grammar.constructors.values()].filter((c) => c.sort === x && c.fields.every(([, f]) => f === 'names')); // prettier-ignore
    return [`${sortName(x)} : Type`, ...made.map((c) => `${ident(c.tag)} : ${[...c.fields.map(([, f]) => sortName(f)), sortName(x)].join(' -> ')}`)]; // prettier-ignore
  });
  return classText('Abstract', 'Type', own.includes('names') || own.length === 0 ? fields : ['names_ : Type', 'no_names : names_', ...fields]); // prettier-ignore
}
const classText = (name: string, sort: string, fields: readonly string[]): string =>
  `Class ${name} : ${sort} := {${fields.map((f) => `\n  ${f}`).join(';')}\n}.\n`;

/** The order of a sort of two constants, and the greater and the less. */
function orderText(d: Development, f: AnyMetafunction): string | undefined {
  const { name, args, meaning } = f.info;
  const order = [...d.functions.values()].find((g) => g.info.meaning?.theory === 'below' && g.info.args[0] === args[0]);
  if (order === undefined || !['below', 'max', 'min'].includes(meaning?.theory ?? '')) return undefined;
  const below = order.compute as unknown as (a: unknown, b: unknown) => boolean;
  const tags = shapesOf(d)(args[0]!).map((c) => c.tag);
  const made = (tag: string) => d.system.grammar.makers.get(tag)!();
  const [least, greatest] = [tags.find((a) => tags.every((b) => below(made(a), made(b)))), tags.find((a) => tags.every((b) => below(made(b), made(a))))]; // prettier-ignore
  if (tags.length !== 2 || least === undefined || greatest === undefined) return notMade(`the order ${order.info.name}`); // prettier-ignore
  const [bottom, top] = [ident(least), ident(greatest)];
  const S = sortName(args[0]!);
  if (meaning?.theory === 'below') return `Definition ${ident(name)} (a b : ${S}) : Prop := a = ${bottom} \\/ b = ${top}.\n`; // prettier-ignore
  const keeps = meaning?.theory === 'max' ? bottom : top;
  return `Definition ${ident(name)} (a b : ${S}) : ${S} := match a with ${keeps} => b | _ => a end.\n`;
}

/** What facts may be used of sets, maps and orders, and of functions without recursion. */
export function tacticsText(scope: Scope): string {
  const { d, functions, judgements } = scope;
  const laws = new Laws(functions, opaqueIn(scope), d.system.grammar, d.known);
  const own = functions.filter((f) => orderText(d, f) !== undefined);
  const base = (name: string, of: readonly string[]) =>
    of.length === 0 ? [] : [`Hint Rewrite ${of.map((x) => `@${x}`).join(' ')} using (first [ assumption | typeclasses eauto ]) : ${name}.`, `Ltac ${name} ::= autorewrite with ${name} in *.`]; // prettier-ignore
  const plain = functions.filter((f) => own.includes(f) || unfolded(f)).map((f) => ident(f.info.name));
  const rows = definedIn(scope).flatMap(([, defined]) => defined?.lemmas ?? []);
  const ends = [...new Set(own.map((f) => f.info.args[0]!))].map((x) => shapesOf(d)(x).map((c) => ident(c.tag)));
  const decided = ends.flatMap(([bottom, top]) => [
    `| |- ?a = ${bottom} \\/ ?b = ${top} => first [ is_var a; destruct a | is_var b; destruct b ]`,
    `| |- context [match ?a with ${bottom} => _ | ${top} => _ end] => destruct a`,
  ]);
  return [
    ...base('inclusions', laws.inclusions),
    ...base('memberships', laws.rewrites),
    ...(laws.sames.length === 0
      ? []
      : [`Ltac sames ::= first [ ${laws.sames.map((x) => `apply ${x}`).join(' | ')} ].`]),
    ...(rows.length === 0 ? [] : [`Hint Rewrite ${rows.map((x) => `@${x}`).join(' ')} : equations.`]),
    `Ltac unfolds ::= ${[...(plain.length === 0 ? [] : [`unfold ${plain.join(', ')} in *`]), ...(rows.length === 0 ? [] : ['autorewrite with equations in *']), 'idtac'].join('; ')}.`,
    ...(decided.length === 0 ? [] : [`Ltac orders ::= repeat match goal with ${decided.join('\n  ')} end.`]),
    forgetText(judgements.map((j) => [ident(j.name), j.inputs.length + j.outputs.length])),
    '',
  ].join('\n');
}
/** What no fact follows from: derivations, and hypotheses of induction. */
export const forgetText = (of: readonly (readonly [string, number])[]): string =>
  `Ltac forget ::= repeat match goal with ${of.map(([n, k]) => `| H : ${n}${' _'.repeat(k)} |- _ => clear H`).join(' ')} end.`; // prettier-ignore

/** The functions in the order of their definitions, those that call each other together. */
function definedIn({ d, functions, sorts }: Scope) {
  const shapes = shapesOf(d);
  const tags = new Map([...sorts].flatMap((x) => shapes(x).map((c) => [c.tag, shapes(x).length] as const)));
  const byName = new Map(functions.map((f) => [f.info.name, f]));
  const groups = grouped([...byName.keys()], (n) => callsOf(byName.get(n)!).map((f) => f.info.name)).map((g) => g.map((n) => byName.get(n)!)); // prettier-ignore
  const left = groups.filter((g) => g.some((f) => orderText(d, f) === undefined));
  return left.map((g) => [g, definitions(g, shapes, tags)] as const);
}

/** Functions that have equations, and not all of them here: what follows from none of them applying is not known. */
export const unfinished = (scope: Scope): ReadonlySet<AnyMetafunction> =>
  new Set(
    [...opaqueIn(scope)].filter((f) => meaningOf(f).equations.length > 0 && f.info.meaning?.theory === undefined),
  );
export const callsIn = (parts: readonly Part[]): AnyMetafunction[] => {
  const found: AnyMetafunction[] = [];
  const visit = (p: Pattern): void => {
    if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return;
    if (isCall(p)) found.push(p.call);
    (isCall(p) ? p.args : Object.values(p)).forEach((q) => visit(q as Pattern));
  };
  parts.flatMap(within).flatMap(argumentsOf).forEach(visit);
  return found;
};
const opaqueIn = (scope: Scope): ReadonlySet<AnyMetafunction> =>
  new Set(definedIn(scope).flatMap(([g, defined]) => (defined === undefined ? g : [])));

/** The sorts and metafunctions. What is code with no equations is a parameter of all that follows, of which laws are known. */
export function calculusFile(scope: Scope): string {
  const { d, functions } = scope;
  const orders = functions.flatMap((f) => orderText(d, f) ?? []);
  const made = definedIn(scope);
  const opaque = [...opaqueIn(scope)];
  const laws = new Laws(functions, opaqueIn(scope), d.system.grammar, d.known);
  return [
    `(* ${d.system.name}: its terms and metafunctions. *)\nRequire Import Prelude.\n`,
    abstractText(scope),
    'Section Calculus.\nContext {abstract : Abstract}.\n',
    sortsText(scope),
    ...orders,
    `(* Code of which no equations are known: what is proved holds for every such function that has the laws. *)`,
    classText('Functions', 'Type', opaque.flatMap(signature)),
    'Context {functions : Functions}.\n',
    ...made.flatMap(([, defined]) => defined?.text ?? []),
    classText('Laws', 'Prop', laws.laws),
    'End Calculus.\n',
    '',
  ].join('\n');
}

/** A rule as a constructor of its judgement. */
function constructorText(d: Development, r: Rule): string {
  const metas = metasOf(r);
  return `\n  | ${ident(r.name)} :${metas.length > 0 ? ` forall${binders(metas)},` : ''} ${[...restrictions(metas, d.known), ...r.premises, r.conclusion].map((p) => partText(p)).join(' -> ')}`; // prettier-ignore
}

/** The judgements, each an inductive predicate, and what its last rule may be. */
export function rulesFile({ d, judgements }: Scope): string {
  const { system } = d;
  const forms = new Map(judgements.map((j) => [j.name, j]));
  const premises = (r: Rule) => r.premises.filter(isInstance).map((p) => p.judgement.name);
  const sortsOf = (j: Form) => [...j.inputs, ...j.outputs].map(sortName);
  const inductive = (n: string) =>
    `${ident(n)} : ${[...sortsOf(forms.get(n)!), 'Prop'].join(' -> ')} :=${rulesOf(system, n)
      .map((r) => constructorText(d, r))
      .join('')}`;
  const inversion = (n: string): string => {
    const at = sortsOf(forms.get(n)!).map((s, i) => [`i${i}`, s] as const);
    const cases = rulesOf(system, n).map((r) => {
      const equations = r.conclusion.args.map((a, i) => `i${i} = ${patternText(a)}`);
      return `(${metasOf(r).map((m) => `exists ${m.meta} : ${sortName(m.sort)}, `).join('')}${[...equations, ...[...restrictions(metasOf(r), d.known), ...r.premises].map((p) => partText(p))].join(' /\\ ')})`; // prettier-ignore
    });
    return `Lemma ${ident(n)}_inv : forall${at.map(([x, s]) => ` (${x} : ${s})`).join('')}, ${[ident(n), ...at.map(([x]) => x)].join(' ')} ->\n  ${cases.join('\n  \\/ ')}.\nProof. intros * H; destruct H; inv_case. Qed.\n`; // prettier-ignore
  };
  const groups = grouped([...forms.keys()], (n) => rulesOf(system, n).flatMap(premises));
  return [
    `(* ${system.name}: its judgements and rules. *)\nRequire Import Prelude Calculus.\nSection Rules.\nContext {abstract : Abstract} {functions : Functions}.\n`,
    ...groups.map((g) => `Inductive ${g.map(inductive).join('\nwith ')}.\n${schemeText(g)}`),
    ...[...forms.keys()].map(inversion),
    'End Rules.\n',
  ].join('\n');
}

/** The induction of judgements that rest on each other. */
export const schemeText = (group: readonly string[]): string =>
  group.length === 1 ? '' : `Scheme ${group.map((n) => `${ident(n)}_both := Minimality for ${ident(n)} Sort Prop`).join('\n  with ')}.\n`; // prettier-ignore
