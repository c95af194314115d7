/** What proofs cost, in processor time: searched (which checks as well), and checked from the data alone. */
import { isRight } from 'fp-ts/lib/Either.js';
import { check } from '../proofs/check.ts';
import { developmentFor } from '../proofs/developments.ts';
import { decodeProofs, encodeProofs } from '../proofs/format.ts';
import { prove, type CaseResult } from '../proofs/prove.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { stlc } from '../rules/stlc/system.ts';

function timed<T>(what: string, f: () => T, count: (t: T) => string): T {
  const start = process.cpuUsage();
  const result = f();
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(`${what.padEnd(44)}${((user + system) / 1e6).toFixed(2).padStart(8)} s   ${count(result)}\n`);
  return result;
}
const proved = (rs: readonly CaseResult[]): string =>
  `${rs.filter((r) => r.status === 'proved').length} of ${rs.length} cases proved`;

let base: readonly CaseResult[] = [];
for (const system of [stlc, proteus]) {
  const d = developmentFor(system)!;
  base = timed(`${system.name}, searched`, () => prove(d), proved);
  const file: unknown = JSON.parse(JSON.stringify(encodeProofs(d, base.flatMap((r) => r.proof ?? [])))); // prettier-ignore
  timed(
    `${system.name}, checked`,
    () => {
      const read = decodeProofs(d, file);
      return isRight(read) ? read.right.filter((p) => check(d, p.store, p.theorem, p.case, p.node).ok).length : 0;
    },
    (n) => `${n} hold`,
  );
}
const first = new Map(base.flatMap((r) => (r.proof ? [[`${r.theorem}, ${r.case}`, r.proof] as const] : [])));
for (const name of ['con-any-name', 'if-union', 'latent-flip', 'fun-param-co']) {
  const { system } = proteusVariants.find((v) => v.name === name)!;
  timed(`${name}, the proofs of the base tried first`, () => prove(developmentFor(system)!, { first }), proved);
}
