/** Patterns filled in: what stands for their metavariables is put in their places. */
import { isCall, isMeta, type Metavariable, type Pattern } from './symbols.ts';

/** A pattern with something in place of its metavariables; the pattern itself where that changes nothing. */
export function mapMetas(p: Pattern, f: (m: Metavariable) => Pattern): Pattern {
  if (isMeta(p)) return f(p);
  if (isCall(p)) {
    const args = p.args.map((a) => mapMetas(a, f));
    return args.every((a, i) => a === p.args[i]) ? p : { call: p.call, args };
  }
  if (typeof p !== 'object' || Array.isArray(p)) return p;
  const fields = Object.entries(p).map(([k, q]) => [k, mapMetas(q as Pattern, f)] as const);
  const same = fields.every(([k, q]) => q === (p as unknown as Record<string, unknown>)[k]);
  return same ? p : (Object.fromEntries(fields) as unknown as Pattern);
}
