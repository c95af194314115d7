/** Derivations as files; what the file form is, decode.ts says. */
import type { Grammar, Term } from '../semantics/grammar.ts';
import { digestOf } from '../rules/digest.ts';
import type { System } from '../rules/system.ts';
import { format, version, type Proof } from './decode.ts';
import { nodesOf, type Derivation } from './derivation.ts';

export { decode, format, sortOf, version, type Find, type MadeWith, type Proof, type ProofNode } from './decode.ts';

/** Gives every distinct term of the derivations one place in a table. */
class TermTable {
  readonly entries: string[] = [];
  private readonly byIdentity = new Map<unknown, number>();
  private readonly byText = new Map<string, number>();
  private readonly grammar: Grammar;
  constructor(g: Grammar) {
    this.grammar = g;
  }

  private put(x: unknown, text: string): number {
    let i = this.byText.get(text);
    if (i === undefined) {
      i = this.entries.length;
      this.entries.push(text);
      this.byText.set(text, i);
    }
    this.byIdentity.set(x, i);
    return i;
  }

  index(root: unknown): number {
    const known = this.byIdentity.get(root);
    if (known !== undefined) return known;
    const stack: unknown[] = [root];
    for (;;) {
      const x = stack[stack.length - 1];
      if (stack.length === 0) break;
      if (this.byIdentity.has(x)) {
        stack.pop();
        continue;
      }
      if (typeof x === 'string') this.put(x, JSON.stringify(x));
      else if (typeof x === 'bigint') this.put(x, `["#","${x}"]`);
      else if (Array.isArray(x)) this.put(x, JSON.stringify(['{}', ...(x as string[])]));
      else {
        const term = x as Term & Record<string, unknown>;
        const { fields } = this.grammar.constructors.get(term.tag) ?? { fields: [] };
        const missing = fields.map(([f]) => term[f]).filter((p) => !this.byIdentity.has(p));
        if (missing.length > 0) {
          stack.push(...missing);
          continue;
        }
        const refs = fields.map(([f]) => this.byIdentity.get(term[f]));
        this.put(x, `[${JSON.stringify(term.tag)}${refs.map((r) => `,${r}`).join('')}]`);
      }
      stack.pop();
    }
    return this.byIdentity.get(root) as number;
  }
}

/** Derivations as what is read of a file, without a table of terms: for replay where no file is written. */
export function inMemory(system: System, roots: readonly Derivation[]): Proof {
  const place = new Map<Derivation, number>();
  const nodes = nodesOf(roots).map((d, i) => {
    place.set(d, i);
    return {
      rule: d.rule.name,
      judgement: d.rule.conclusion.judgement.name,
      args: d.args,
      metas: Object.fromEntries(d.metas.map((m, k) => [m, d.env[k]])),
      premises: d.premises.map((p) => place.get(p) as number),
    };
  });
  const { name, variant } = system;
  return { system: name, variant, digest: digestOf(system), nodes, roots: roots.map((r) => place.get(r) as number), terms: [] }; // prettier-ignore
}

/**
 * Derivations as the pieces of a JSON text, an entry a line.
 * @param extra further terms: the member "extra" says where in the table they are.
 */
export function* encode(
  system: System,
  roots: readonly Derivation[],
  extra?: Readonly<Record<string, unknown>>,
): Generator<string> {
  const table = new TermTable(system.grammar);
  const place = new Map<Derivation, number>();
  const nodes: string[] = [];
  for (const d of nodesOf(roots)) {
    place.set(d, nodes.length);
    const metas = d.metas.map((m, i) => `${JSON.stringify(m)}:${table.index(d.env[i])}`).join(',');
    const args = d.args.map((a) => table.index(a)).join(',');
    const premises = d.premises.map((p) => place.get(p)).join(',');
    const { rule } = d;
    nodes.push(
      `{"rule":${JSON.stringify(rule.name)},"judgement":${JSON.stringify(rule.conclusion.judgement.name)},"args":[${args}],"metas":{${metas}},"premises":[${premises}]}`,
    );
  }
  const places = Object.entries(extra ?? {}).map(([name, x]) => `${JSON.stringify(name)}:${table.index(x)}`);
  yield `{"format":"${format}","version":${version},"system":${JSON.stringify(system.name)},`;
  yield `"variant":${JSON.stringify(system.variant)},"digest":"${digestOf(system)}",`;
  if (system.written !== undefined) yield `"rules":${JSON.stringify(system.written)},`;
  yield `\n"terms":[\n`;
  for (const [i, e] of table.entries.entries()) yield i === 0 ? e : `,\n${e}`;
  yield '],\n"nodes":[\n';
  for (const [i, n] of nodes.entries()) yield i === 0 ? n : `,\n${n}`;
  yield `],\n"roots":[${roots.map((r) => place.get(r)).join(',')}]`;
  yield extra === undefined ? '}\n' : `,\n"extra":{${places.join(',')}}}\n`;
}
