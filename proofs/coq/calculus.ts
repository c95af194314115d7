/** Calculus.v and Rules.v: sorts, metafunctions by their equations, judgements and their inversion. */
import { meaningOf } from '../../semantics/meaning.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import { metafunctionsOf } from '../../rules/metafunctions.ts';
import { metasOf, type Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { rulesOf, type Development } from '../check.ts';
import { binders, ident, notMade, partText, patternText, sortName, type Env } from './terms.ts';

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

function sorts(system: System): string {
  const all = [...system.grammar.constructors.values()];
  if (Object.keys(system.grammar.maps).length > 0) notMade(`${system.name} has finite maps, which the export does not write yet`); // prettier-ignore
  const of = (sort: string) => all.filter((c) => c.sort === sort);
  const names = [...new Set(all.map((c) => c.sort))];
  const define = (sort: string) =>
    `${sortName(sort)} : Set :=${of(sort).map((c) => `\n  | ${c.tag} (${c.fields.map(([, s], i) => `a${i} : ${sortName(s)}`).join(') (')})`.replace(' ()', '')).join('')}`; // prettier-ignore
  const shape = (sort: string) =>
    `Lemma ${ident(sort)}_shape : forall t : ${sortName(sort)}, ${of(sort).map((c) => `(${c.fields.map(([, s], i) => `exists a${i} : ${sortName(s)}, `).join('')}t = ${[c.tag, ...c.fields.map((_, i) => `a${i}`)].join(' ')})`).join(' \\/ ')}.\nProof. destruct t; inv_case. Qed.\n`; // prettier-ignore
  const inductives = grouped(names, (s) => of(s).flatMap((c) => c.fields.map(([, f]) => f))).map(
    (g) => `Inductive ${g.map(define).join('\nwith ')}.\n`,
  );
  return [...inductives, ...names.map(shape)].join('\n');
}

/** A metafunction by its equations; undefined where it is code of which nothing is said. */
function definition(system: System, f: AnyMetafunction): string | undefined {
  const { name, args, result, over, sentence } = f.info;
  if (f.partial) notMade(`the partial function ${name}`);
  const { equations, observed, otherwise } = meaningOf(f);
  if (equations.length === 0 || observed.length > 0) return undefined;
  if (over !== undefined && over.length > 1) notMade(`${name}, which walks terms of several sorts`);
  const params = args.map((_, i) => `p${i}`);
  const heading = `${ident(name)} ${args.map((s, i) => `(p${i} : ${sortName(s)})`).join(' ')}`;
  /** One equation: the names it binds, and the names that have to be equal. */
  const read = (left: readonly Pattern[], fields: readonly string[]) => {
    const env = new Map<string, string>();
    const equal: string[] = [];
    const bind = (p: Pattern, at: string) => {
      if (!isMeta(p)) notMade(`an equation of ${name} that looks deeper than the constructor`);
      else if (!env.has(p.meta)) env.set(p.meta, at);
      else if (p.sort === 'name') equal.push(`name_dec ${env.get(p.meta)} ${at}`);
      else notMade(`an equation of ${name} that compares terms`);
    };
    left.slice(1).forEach((p, i) => bind(p, params[i + 1]!));
    const first = left[0]!;
    if (isMeta(first)) bind(first, params[0]!);
    else Object.values(first).slice(1).forEach((p, i) => bind(p as Pattern, fields[i]!)); // prettier-ignore
    return { env: ((m) => env.get(m) ?? notMade(`${m} in an equation of ${name}`)) as Env, equal };
  };
  const tagOf = (p: Pattern) => (isMeta(p) || isCall(p) ? undefined : (p as { tag?: string }).tag);
  if (equations.some((e) => e.conditions.length > 0)) notMade(`an equation of ${name} with conditions`);
  const body = (fields: readonly string[], own: typeof equations, last: string): string =>
    own.reduceRight((rest, e) => {
      const { env, equal } = read(e.left.args, fields);
      const text = patternText(e.right, env);
      return equal.reduceRight((then, c) => `if ${c} then ${then} else ${rest}`, text);
    }, last);
  const doc = `(* ${sentence} *)\n`;
  if (equations.some((e) => tagOf(e.left.args[0]!) === undefined)) {
    if (equations.length > 1) return notMade(`equations of ${name} that overlap`);
    return `${doc}Definition ${heading} : ${sortName(result)} := ${body([], equations, '')}.\n`;
  }
  const rows = [...system.grammar.constructors.values()].filter((c) => c.sort === args[0]).map((c) => {
    const fields = c.fields.map((_, i) => `a${i}`);
    const again = c.fields.map(([, s], i) => (over?.includes(s) ? `(${[ident(name), fields[i], ...params.slice(1)].join(' ')})` : fields[i])); // prettier-ignore
    const last = over === undefined ? '' : [c.tag, ...again].join(' ');
    const text = body(fields, equations.filter((e) => tagOf(e.left.args[0]!) === c.tag), last); // prettier-ignore
    if (text === '' || otherwise === 'undefined') notMade(`${name} of ${c.tag}`);
    return `\n  | ${[c.tag, ...fields].join(' ')} => ${text}`;
  }); // prettier-ignore
  return `${doc}${over === undefined ? 'Definition' : 'Fixpoint'} ${heading} : ${sortName(result)} :=\n  match p0 with${rows.join('')}\n  end.\n`;
}

/** The sorts and metafunctions. What is code with no equations is a parameter of all that follows: a field of Opaque. */
export function calculusFile(d: Development): string {
  const used = new Set(metafunctionsOf(d.system.rules.values()));
  const own = [...d.functions.values()].filter((f) => used.has(f) && !['same', 'not', 'both'].includes(f.info.name));
  const made = own.map((f) => [f, definition(d.system, f)] as const);
  const opaque = made.filter(([, text]) => text === undefined).map(([f]) => `\n  (* ${f.info.sentence} *)\n  ${ident(f.info.name)} : ${[...f.info.args, f.info.result].map(sortName).join(' -> ')}`); // prettier-ignore
  return [
    `(* ${d.system.name}: its terms and metafunctions. *)\nRequire Import Prelude.\n`,
    sorts(d.system),
    `(* Code of which no equations are known: what is proved holds for every such function. *)\nClass Opaque : Type := {${opaque.join(';')}\n}.\n`, // prettier-ignore
    ...made.flatMap(([, text]) => text ?? []),
  ].join('\n');
}

/** The judgements, each an inductive predicate, and what its last rule may be. */
export function rulesFile(system: System): string {
  const forms = new Map(system.judgements.map((j) => [j.name, j]));
  const premises = (r: Rule) => r.premises.filter(isInstance).map((p) => p.judgement.name);
  const sortsOf = (j: Form) => [...j.inputs, ...j.outputs].map(sortName);
  const constructor = (r: Rule) =>
    `\n  | ${ident(r.name)} :${metasOf(r).length > 0 ? ` forall${binders(metasOf(r))},` : ''} ${[...r.premises, r.conclusion].map((p) => partText(p)).join(' -> ')}`; // prettier-ignore
  const inductive = (n: string) =>
    `${ident(n)} : ${[...sortsOf(forms.get(n)!), 'Prop'].join(' -> ')} :=${rulesOf(system, n).map(constructor).join('')}`;
  const inversion = (n: string): string => {
    const at = sortsOf(forms.get(n)!).map((s, i) => [`i${i}`, s] as const);
    const cases = rulesOf(system, n).map((r) => {
      const equations = r.conclusion.args.map((a, i) => `i${i} = ${patternText(a)}`);
      return `(${metasOf(r).map((m) => `exists ${m.meta} : ${sortName(m.sort)}, `).join('')}${[...equations, ...r.premises.map((p) => partText(p))].join(' /\\ ')})`; // prettier-ignore
    });
    return `Lemma ${ident(n)}_inv : forall${at.map(([x, s]) => ` (${x} : ${s})`).join('')}, ${[ident(n), ...at.map(([x]) => x)].join(' ')} ->\n  ${cases.join('\n  \\/ ')}.\nProof. intros * H; destruct H; inv_case. Qed.\n`; // prettier-ignore
  };
  const groups = grouped([...forms.keys()], (n) => rulesOf(system, n).flatMap(premises));
  return [
    `(* ${system.name}: its judgements and rules. *)\nRequire Import Prelude Calculus.\nSection Rules.\nContext {opaque : Opaque}.\n`,
    ...groups.map((g) => `Inductive ${g.map(inductive).join('\nwith ')}.\n`),
    ...[...forms.keys()].map(inversion),
    'End Rules.\n',
  ].join('\n');
}
