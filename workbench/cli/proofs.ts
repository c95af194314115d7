/** Proof files for `mutandis replay`: checked from the file alone, and the search for proofs is not loaded. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { loadError } from '../../semantics/errors.ts';
import type { Find } from '../../checker/format.ts';
import { casesOf } from '../../proofs/cases.ts';
import { check } from '../../proofs/check.ts';
import { developmentFor } from '../../proofs/developments.ts';
import { decodeProofs, readProofs } from '../../proofs/format.ts';
import { readCase } from '../../proofs/reading/reading.ts';
import { readingAsLatex, readingAsText } from '../../proofs/written-out.ts';
import { fail, say, sayJson, wrongCall, type Mode } from './output.ts';

/** What of the proofs of a file is printed, and how. */
export interface ReadCommand extends Mode {
  readonly read?: boolean;
  readonly latex?: boolean;
  readonly theorem?: string;
  readonly case?: string;
}

/** Checks the proofs of a file, loading no search. */
export function replayProofs(file: string, json: unknown, find: Find, o: ReadCommand): number {
  // prettier-ignore
  const bad = (message: string) => fail([loadError('parse', message, undefined, file)], o);
  const head = readProofs(json);
  if (isLeft(head)) return bad(head.left);
  const system = find(head.right.system, head.right.variant, head.right);
  if (typeof system === 'string') return bad(system);
  const d = system && developmentFor(system);
  if (d === undefined) return bad(`there is no system ${head.right.system}, variant ${head.right.variant ?? 'none'}`);
  const proofs = decodeProofs(d, json);
  if (isLeft(proofs)) return bad(proofs.left);
  const asked = (p: { readonly theorem: string; readonly case: string }) =>
    (o.theorem === undefined || p.theorem === o.theorem) && (o.case === undefined || p.case === o.case);
  if (!proofs.right.some(asked)) {
    const cases = proofs.right.filter((p) => p.theorem === o.theorem).map((p) => p.case);
    const there = cases.length > 0 ? cases : [...new Set(proofs.right.map((p) => p.theorem))];
    return wrongCall(`${file} has no such proof; it has ${cases.length > 0 ? `the cases ${there.join(', ')} of ${o.theorem}` : there.join(', ')}`, o); // prettier-ignore
  }
  const rests = new Set<string>();
  let steps = 0;
  for (const p of proofs.right) {
    const verdict = check(d, p.store, p.theorem, p.case, p.node);
    if (!verdict.ok) {
      if (o.json)
        sayJson('replay', {
          ok: false,
          theorem: p.theorem,
          case: p.case,
          path: verdict.path,
          message: verdict.message,
        });
      else say(`does not hold: ${p.theorem}, ${p.case}: ${verdict.path}: ${verdict.message}`);
      return 1;
    }
    steps += verdict.steps;
    for (const r of verdict.rests) {
      const there = proofs.right.filter((q) => q.theorem === r.lemma && (r.case === null || q.case === r.case));
      const s = d.statements.get(r.lemma)!;
      const needed = r.case === null ? casesOf(d, s) : [r.case];
      if (there.length < needed.length) rests.add(r.lemma);
    }
  }
  const assumed = [...rests];
  if (!o.json && (o.read || o.latex)) {
    for (const p of proofs.right.filter(asked)) {
      const reading = readCase(d, p);
      say(o.latex ? readingAsLatex(reading) : [...readingAsText(reading), ''].join('\n'));
    }
    // LaTeX goes into a document as it is.
    if (o.latex) return 0;
  }
  if (o.json) sayJson('replay', { ok: true, proofs: proofs.right.length, steps, assumed });
  else say(`holds: ${proofs.right.length} cases proved in ${steps} steps${assumed.length > 0 ? `, assuming ${assumed.join(', ')}` : ''}`); // prettier-ignore
  return 0;
}
