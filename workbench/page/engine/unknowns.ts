/**
 * The names of what is not known in a derivation that is being built: one for each unknown in the whole tree. Rules name
 * their metavariables each for itself, so three instances of T-App have three Δ2 that are not the same.
 */
import { mapMetas } from '../../../semantics/filling.ts';
import { isMeta, type Pattern } from '../../../semantics/symbols.ts';
import type { Growing } from '../../../checker/partial.ts';

/** An unknown: a metavariable of the rule that was chosen for a goal, by the way to it from the root. */
type Unknown = string;
const unknown = (at: string, meta: string): Unknown => `${at} ${meta}`;

/** The same of premises as the rule above and the one below write them: pairs of metavariables that stand for one thing. */
function pairs(below: Pattern, above: Pattern, out: (readonly [string, string])[]): void {
  if (isMeta(below) && isMeta(above)) out.push([below.meta, above.meta]);
  if (typeof below !== 'object' || typeof above !== 'object' || below === null || above === null) return;
  if (!('tag' in below) || !('tag' in above) || below.tag !== above.tag) return;
  const [a, b] = [below as unknown as Record<string, Pattern>, above as unknown as Record<string, Pattern>];
  for (const field of Object.keys(a)) if (field !== 'tag') pairs(a[field] as Pattern, b[field] as Pattern, out);
}

/** A letter, and a number that is not taken. */
function nextName(meta: string, taken: ReadonlySet<string>): string {
  if (!taken.has(meta)) return meta;
  const letter = meta.replace(/[0-9′']+$/, '');
  let i = 1;
  while (taken.has(`${letter}${i}`)) i++;
  return `${letter}${i}`;
}

/**
 * @param root a derivation as far as it is built.
 * @returns the sentence of a goal with its unknowns named, each with a question mark.
 */
export function namesOf(root: Growing): (g: Growing) => readonly Pattern[] {
  const same = new Map<Unknown, Unknown>();
  const owner = new Map<Growing, string>();
  const order: Growing[] = [];
  const visit = (g: Growing, at: string, below: string): void => {
    // What nothing derives yet is said in the words of the rule below it.
    owner.set(g, g.rule === undefined ? below : at);
    order.push(g);
    const asked = (g.rule?.premises ?? []).flatMap((p) => (p.kind === 'judgement' ? [p.args] : []));
    g.premises.forEach((child, i) => {
      const path = at === '' ? String(i) : `${at}.${i}`;
      if (child.rule !== undefined) {
        const found: (readonly [string, string])[] = [];
        (asked[i] ?? []).forEach((p, k) => pairs(p, child.args[k] as Pattern, found));
        for (const [mine, its] of found) same.set(unknown(path, its), unknown(at, mine));
      }
      visit(child, path, at);
    });
  };
  visit(root, '', '');
  const names = new Map<Unknown, string>();
  const taken = new Set<string>();
  const nameOf = (at: string, meta: string): string => {
    let of = unknown(at, meta);
    for (let next = same.get(of); next !== undefined; next = same.get(of)) of = next;
    let name = names.get(of);
    if (name === undefined) {
      name = nextName(meta, taken);
      taken.add(name);
      names.set(of, name);
    }
    return name;
  };
  const named = (g: Growing): Pattern[] =>
    g.args.map((a) => mapMetas(a, (m) => ({ ...m, meta: `?${nameOf(owner.get(g) ?? '', m.meta)}` })));
  // In the order of the tree, so that the first to be read has the plain name.
  for (const g of order) named(g);
  return named;
}
