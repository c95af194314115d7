/** `mutandis prove`: theorems and lemmas case by case, and what is open. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { calculusNamed, findVariant } from '../../proofs/calculi.ts';
import type { Calculus } from '../../proofs/calculus.ts';
import { casesOf } from '../../proofs/cases.ts';
import { developmentFor, proved } from '../../proofs/developments.ts';
import type { Development } from '../../proofs/check.ts';
import { decodeProof, encodeProofs, type ProofData } from '../../proofs/format.ts';
import { huntedFor, tellOpen } from '../../proofs/open.ts';
import { refutedBy } from '../../proofs/refuted.ts';
import { caseKey, prove, type CaseResult, type ProveOptions } from '../../proofs/prove.ts';
import { keptProofs, knownCounterexamples } from '../../proofs/records.ts';
import { readCase, type Reading } from '../../proofs/reading/reading.ts';
import type { Statement } from '../../proofs/statement.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { readingAsLatex, readingAsText } from '../../proofs/written-out.ts';
import { isWritten, loadWritten } from '../hunt/load.ts';
import { noVariant } from '../hunt/task.ts';
import { showError, type LoadError } from '../../semantics/errors.ts';
import { unwritable, unwrittenCode, writeWhole } from '../files.ts';
import type { OpenCase } from '../cluster/kinds/prove.ts';
import { askedOf, travelling } from './cluster.ts';
import { fail, failOut, say, sayJson, write, wrongCall, type Mode } from './output.ts';
import { tableLines } from '../table.ts';

export interface ProveCommand extends Mode {
  readonly system: string;
  readonly variant?: string;
  readonly theorem?: string;
  readonly case?: string;
  readonly steps?: number;
  readonly out?: string;
  /** Print proofs in LaTeX, and nothing else of what is proved. */
  readonly latex?: boolean;
  /** The address of the Redis of a cluster, whose workers prove the cases. */
  readonly cluster?: string;
  readonly clusterCa?: string;
  /** A file with a calculus of one's own. */
  readonly calculus?: string;
}

/** The development that a call is about, the calculus, and the system (its base or a variant); an exit code where there is none. */
export async function developmentAsked(o: Pick<ProveCommand, 'system' | 'variant' | 'json'>) {
  const calculus = calculusNamed(o.system);
  if (calculus === undefined || !proved().includes(o.system))
    return wrongCall(`there are proofs for ${proved().join(' and ')}, not for ${o.system}`, o);
  let system = calculus.base;
  if (o.variant !== undefined) {
    if (isWritten(o.variant)) {
      const loaded = await loadWritten(o.variant, o.system);
      if (isLeft(loaded)) return fail(loaded.left, o);
      ({ system } = loaded.right);
    } else {
      const found = findVariant(calculus, o.variant);
      if (found === undefined) return wrongCall(noVariant(calculus, o.variant), o);
      ({ system } = found);
    }
  }
  return { calculus, system, d: developmentFor(system)! };
}

/** A proof that was found and checked, read. */
function readingOf(d: Development, proof: ProofData): Reading {
  const decoded = decodeProof(d, JSON.parse(JSON.stringify(proof)));
  if (isLeft(decoded)) throw new Error(`a proof that was written cannot be read: ${decoded.left}`);
  return readCase(d, decoded.right);
}

/** The proofs of a base: those that are kept, where they are of its rules as they are; otherwise they are searched for. */
function baseProofs(base: Development, options: ProveOptions): ReadonlyMap<string, ProofData> {
  const found = () => prove(base, options).flatMap((r) => (r.proof ? [[`${r.theorem}, ${r.case}`, r.proof] as const] : [])); // prettier-ignore
  return keptProofs(base) ?? new Map(found());
}

/** What is proved, and where the search for the other proofs came to an end. */
interface Found {
  readonly results: readonly CaseResult[];
  /** By {@link caseKey}. */
  readonly open: ReadonlyMap<string, OpenCase>;
}

function provedHere(d: Development, calculus: Calculus, options: ProveOptions): Found {
  const results = prove(d, options);
  const open = results.flatMap((r) =>
    r.failure === null
      ? []
      : [
          [
            caseKey(r.theorem, r.case),
            { ...tellOpen(d, calculus, d.statements.get(r.theorem)!, r.case, r.failure), spent: r.failure.spent },
          ] as const,
        ],
  );
  return { results, open: new Map(open) };
}

/** The same by the workers of a cluster; or the exit code, when it has been said what is wrong. */
async function provedElsewhere(
  url: string,
  d: Development,
  options: ProveOptions,
  o: ProveCommand,
): Promise<Either<number, Found>> {
  const variant = travelling(o);
  if (isLeft(variant)) return left(wrongCall(variant.left, o));
  const { proveElsewhere } = await import('../cluster/proving.ts');
  return askedOf(url, o, (coordinator) => proveElsewhere(coordinator, d, variant.right, options));
}

/** The theorems of a calculus, those first that a variant is said to make fall, then those that say what steps keep. */
function likeliest(calculus: Calculus, variant: string | undefined): readonly Theorem[] {
  const theorems = calculus.theorems(calculus.base);
  const expected = (variant === undefined ? undefined : findVariant(calculus, variant))?.expected ?? [];
  const first = theorems.filter((t) => expected.includes(t.name));
  return [...new Set([...first, ...calculus.movers, ...theorems])];
}

export async function proveCommand(o: ProveCommand): Promise<number> {
  const unable = o.out === undefined ? undefined : unwritable(o.out);
  if (unable !== undefined) return failOut(unable, o);
  const asked = await developmentAsked(o);
  if (typeof asked === 'number') return asked;
  const { calculus, system, d } = asked;
  if (o.theorem !== undefined) {
    const s = d.statements.get(o.theorem);
    if (s === undefined)
      return wrongCall(`there is no ${o.theorem}; there are ${[...d.statements.keys()].join(', ')}`, o);
    const cases = casesOf(d, s);
    if (o.case !== undefined && !cases.includes(o.case)) return wrongCall(`${o.theorem} has the cases ${cases.join(', ')}`, o); // prettier-ignore
  } else if (o.case !== undefined) return wrongCall('a case is of a theorem: --theorem', o);
  const variant = o.variant ?? null;
  const options = {
    ...(o.theorem === undefined ? {} : { theorem: o.theorem }),
    ...(o.case === undefined ? {} : { case: o.case }),
    ...(o.steps === undefined ? {} : { budget: o.steps }),
  };
  // Proofs of the base come first: they hold where they do not use what was changed.
  let first: ReadonlyMap<string, ProofData> = new Map();
  if (system !== calculus.base) first = baseProofs(developmentFor(calculus.base)!, options);
  const progress = (r: CaseResult) => {
    if (process.stderr.isTTY) write(`${r.theorem}, ${r.case}: ${r.status}\u001b[K\r`, 2);
  };
  const asking = { ...options, first, onCase: progress };
  const found =
    o.cluster === undefined ? right(provedHere(d, calculus, asking)) : await provedElsewhere(o.cluster, d, asking, o);
  if (isLeft(found)) return found.left;
  const { results, open } = found.right;
  const kept = (): Iterable<ProofData> => keptProofs(developmentFor(calculus.base)!)?.values() ?? [];
  const hunt = (s: Statement): string | null => {
    const theorem = huntedFor(s, likeliest(calculus, o.variant), kept());
    return theorem === undefined ? null : `mutandis hunt --system ${o.system}${o.variant === undefined ? '' : ` --variant ${o.variant}`} --theorem ${theorem}`; // prettier-ignore
  };
  const refuted = refutedBy(
    results,
    o.system,
    knownCounterexamples().filter((k) => k.system === o.system && k.variant === (variant ?? '')),
  );
  const cases = results.map((r) => {
    const end = open.get(caseKey(r.theorem, r.case));
    const told = end === undefined ? null : { branch: end.branch, given: end.given, notShown: end.notShown, values: end.values, instance: end.instance, hunt: hunt(d.statements.get(r.theorem)!) }; // prettier-ignore
    const by = refuted.get(caseKey(r.theorem, r.case)) ?? null;
    const status = by !== null && r.status !== 'proved' ? ('refuted' as const) : r.status;
    return { theorem: r.theorem, case: r.case, lemma: r.lemma, status, by, rests: r.rests, steps: r.steps, open: told }; // prettier-ignore
  });
  let unwritten: LoadError | undefined;
  if (o.out !== undefined) {
    const proofs = results.flatMap((r) => (r.proof === null ? [] : [r.proof]));
    unwritten = writeWhole(o.out, `${JSON.stringify(encodeProofs(d, proofs))}\n`);
  }
  const readings = () => results.flatMap((r) => (r.proof === null ? [] : [readingOf(d, r.proof)]));
  if (o.json) sayJson('prove', { system: o.system, variant, cases });
  else if (o.latex) readings().forEach((r) => say(readingAsLatex(r)));
  else {
    const heads = tableLines(
      cases.map((c) => {
        const rests = c.rests.length > 0 ? `, resting on ${c.rests.join(', ')}` : '';
        if (c.status === 'refuted') return [c.status, `${c.theorem}${c.case === '' ? '' : `, ${c.case}`} by ${c.by}`];
        return [c.status, `${c.theorem}${c.case === '' ? '' : `, ${c.case}`}${c.open ? '' : ` (${c.steps} steps${rests})`}`]; // prettier-ignore
      }),
    );
    for (const [i, c] of cases.entries()) {
      say(heads[i]!);
      if (c.open === null) continue;
      if (c.open.branch.length > 0) say(`  in the branch  ${c.open.branch.join(' > ')}`);
      const values = c.open.values.map((v) => `${v.of} = ${v.value}`);
      const facts = [...c.open.given.map((g) => ['given', g]), ...c.open.notShown.map((g) => ['not shown', g]), ...values.map((v) => [c.open!.instance ? 'fails at' : 'may fail at', v])]; // prettier-ignore
      for (const line of tableLines(facts)) say(`  ${line}`);
      if (open.get(caseKey(c.theorem, c.case))!.spent) say('  the budget was spent there: --steps');
      if (c.open.hunt !== null) say(`  hunt it: ${c.open.hunt}`);
    }
    if (o.case !== undefined) for (const r of readings()) say(['', ...readingAsText(r).slice(1), ''].join('\n'));
    const count = (s: string) => cases.filter((c) => c.status === s).length;
    say(
      `${cases.length} cases: ${count('proved')} proved, ${count('conditional')} conditional, ${count('open')} open, ${count('refuted')} refuted`,
    );
    for (const c of cases)
      if (c.by !== null && c.status === 'proved')
        say(`${c.theorem}, ${c.case} is proved, and refuted by ${c.by}: one of the two is a bug of Mutandis`);
  }
  if (unwritten !== undefined) {
    write(`${showError(unwritten)}\n`, 2);
    return unwrittenCode;
  }
  return cases.every((c) => c.status === 'proved' && c.by === null) ? 0 : 1;
}
