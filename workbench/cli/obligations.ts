/** The command on obligations: what is claimed, case by case, and what is known of it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { calculi, type Calculus } from '../../proofs/calculi.ts';
import {
  counterexampleFolder,
  knownCounterexamples,
  knownObligations,
  obligationsFile,
  packageRoot,
} from '../../proofs/records.ts';
import { casesOf, type Obligation, type Obligations } from '../../proofs/obligations.ts';
import { vacuous } from '../../proofs/vacuous.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { exhaust } from '../../checker/hunt/exhaust.ts';
import { fresh, withProofs } from '../../proofs/proof-rows.ts';
import { digestOfHunt, huntedIn, longHunt, withHunt } from '../hunt/long.ts';
import { named } from '../hunt/hunter.ts';
import { hunt, type Elsewhere } from '../hunt/run.ts';
import { resolveTask, type Resolved, type Task } from '../hunt/task.ts';
import { answering, clusterFor } from './cluster.ts';
import { tableLines } from '../table.ts';
import { unwritable, writeWhole } from '../files.ts';
import { failOut, say, sayJson, write, wrongCall, type Mode } from './output.ts';

export interface ObligationsCommand extends Mode {
  readonly update?: boolean;
  readonly runs?: number;
  /** With update: theorems alone; variants keep their counterexamples, and theorems the size up to which they were tried. */
  readonly cases?: boolean;
  /** With update: this calculus alone; what is known of the others stays. */
  readonly system?: string;
  /** With update: only what proofs say is written again, nothing is hunted. */
  readonly proofs?: boolean;
  /** With update: hunt each theorem alone, until so many instances of it were tried. */
  readonly instances?: number;
  /** With instances: and so many of each case. */
  readonly each?: number;
  /** With instances: these theorems alone. */
  readonly theorem: readonly string[];
  /** With instances: seconds for each theorem. */
  readonly time?: number;
  readonly workers: number;
  /** The address of the Redis of a cluster, whose workers run the episodes. */
  readonly cluster?: string;
  readonly clusterCa?: string;
}

const seed = 1;
const defaultRuns = 20_000;
/** Seconds for a variant to be refuted. */
const variantTime = 60;

/** Seconds for a theorem to be tried on all its small instances. */
const exhaustTime = 4;

/** The size up to which all instances can be tried in the time there is; null when there are none of that size. */
function exhaustedSize(c: Calculus, theorem: Theorem): number | null {
  const start = performance.now();
  let best: number | null = null;
  for (let most = 1; ; most++) {
    let tests = 0;
    for (const { tally } of exhaust(c.base, c.huntingGround, [theorem], 1, most, { symmetric: true })) {
      if (performance.now() - start > exhaustTime * 1000) return best;
      if (tally.falls.length > 0) throw new Error(`${theorem.name} falls on an instance of size ${most}`);
      tests += tally.tests.get(theorem.name) ?? 0;
    }
    if (tests > 0) best = most;
  }
}

/** Where the episodes of a task are run: on the workers of a cluster, or here. */
type Where = (task: Task, resolved: Resolved) => Promise<Elsewhere | undefined>;

const placeFor =
  ({ cluster, clusterCa }: ObligationsCommand): Where =>
  async (task, resolved) => {
    if (cluster === undefined) return undefined;
    const joined = await clusterFor({ url: cluster, ca: clusterCa }, task, resolved);
    if (isLeft(joined)) throw new Error(joined.left);
    return joined.right;
  };

type Tried = Parameters<typeof withProofs>[1];

/** Hunts all theorems of each calculus at once. What a theorem was hunted for alone stays, where the rules are the same. */
async function update(options: ObligationsCommand): Promise<Tried> {
  const where = placeFor(options);
  const { runs = defaultRuns, system: only, cases: casesAlone = false, workers } = options;
  const before = knownObligations();
  const old = before?.obligations ?? [];
  const table: Tried['obligations'][number][] = only === undefined ? [] : old.filter((o) => o.system !== only);
  const again = only === undefined ? calculi : calculi.filter((c) => c.name === only);
  for (const known of casesAlone ? [] : knownCounterexamples())
    if (again.some((c) => c.name === known.system)) rmSync(join(packageRoot, known.file), { force: true });
  mkdirSync(counterexampleFolder, { recursive: true });
  const hunts = (before?.hunts ?? []).filter((h) => {
    const c = again.find((x) => x.name === h.system);
    const t = c?.theorems(c.base).find((x) => x.name === h.theorem);
    return c === undefined || (t !== undefined && h.digest === digestOfHunt(c, t));
  });
  for (const c of again) {
    const base: Task = { system: c.name, variant: null, theorems: null, seed, size: null };
    const resolved = await resolveTask(base);
    if (isLeft(resolved)) throw new Error(resolved.left);
    write(`${c.name}: ${runs} episodes\n`, 2);
    const report = await hunt(base, resolved.right, {
      time: Infinity,
      runs,
      workers,
      out: counterexampleFolder,
      fresh: true,
      first: false,
      elsewhere: await where(base, resolved.right),
      command: `mutandis hunt --system ${c.name} --seed ${seed} --runs ${runs} --fresh`,
    });
    for (const t of resolved.right.theorems) {
      const refuted = report.theorems[t.name]?.counterexample;
      // What is tried on whole programs has no instances of a size.
      const untold = refuted || c.huntingGround.explored?.theorems.has(t.name);
      const kept = old.find((o) => o.system === c.name && o.theorem === t.name)?.exhausted ?? null;
      const exhausted = untold ? null : casesAlone ? kept : exhaustedSize(c, t);
      for (const kase of casesOf(c.base, t)) {
        const alone = hunts.some((h) => h.system === c.name && h.theorem === t.name);
        const before = alone
          ? old.find((o) => o.system === c.name && o.theorem === t.name && o.case === kase)
          : undefined;
        const instances = Math.max(before?.instances ?? 0, report.cases[t.name]?.[kase] ?? 0);
        const why = instances > 0 ? null : (vacuous(c.base, t, kase) ?? null);
        const status =
          refuted?.case === kase ? 'refuted' : instances > 0 ? 'tested' : why !== null ? 'vacuous' : 'unreached';
        table.push({
          system: c.name,
          theorem: t.name,
          title: t.title,
          case: kase,
          status,
          exhausted,
          instances,
          by: refuted?.file ?? null,
          why,
        });
      }
    }
    for (const v of casesAlone ? [] : c.variants) {
      if (v.expected === 'sound') continue;
      for (const theorems of [v.expected, ...(v.endToEnd ? [['end-to-end']] : [])]) {
        const task: Task = { system: c.name, variant: v.name, theorems, seed, size: null };
        const r = await resolveTask(task);
        if (isLeft(r)) throw new Error(r.left);
        const names = theorems.map((t) => ` --theorem ${t}`).join('');
        const { theorems: found } = await hunt(task, r.right, {
          time: variantTime,
          runs: Number.MAX_SAFE_INTEGER,
          workers,
          out: counterexampleFolder,
          fresh: true,
          first: true,
          elsewhere: await where(task, r.right),
          command: `mutandis hunt --system ${c.name} --variant ${v.name}${names} --seed ${seed} --fresh`,
        });
        const fallen = Object.entries(found).filter(([, t]) => t.counterexample !== null);
        write(`${c.name} ${v.name}: ${fallen.length > 0 ? fallen.map(([t]) => t).join(', ') : 'NOT REFUTED'}\n`, 2);
      }
    }
  }
  const order = calculi.map((c) => c.name);
  table.sort((a, b) => order.indexOf(a.system) - order.indexOf(b.system));
  return { seed, runs: only === undefined ? runs : (before?.runs ?? runs), obligations: table, hunts };
}

/** Seconds after which a long hunt writes what it has tried. */
const slice = 120;

/**
 * Hunts theorems alone, each for long, and writes the table now and then; what it had tried before counts.
 * @returns the code to end with, where the table could not be written or there is no such theorem.
 */
async function huntLong(options: ObligationsCommand, instances: number): Promise<number | undefined> {
  const where = placeFor(options);
  const chosen = calculi
    .filter((c) => options.system === undefined || c.name === options.system)
    .flatMap((c) => c.theorems(c.base).map((t) => ({ c, t })));
  for (const name of options.theorem)
    if (!chosen.some(({ t }) => named(t, name))) return wrongCall(`there is no theorem ${name}`, options);
  const asked = (t: Theorem) => options.theorem.length === 0 || options.theorem.some((name) => named(t, name));
  for (const { c, t } of chosen.filter((x) => asked(x.t))) {
    const table = knownObligations();
    if (table === undefined) return wrongCall('there is no table yet: --update without --instances makes it', options);
    write(`${c.name} ${t.name}\n`, 2);
    // Until it has tried more than there is, what another hunt tried stays.
    const before = huntedIn(table, c, t);
    const rows = table.obligations.filter((o) => o.system === c.name && o.theorem === t.name);
    const more = before === undefined ? rows.reduce((n, o) => n + o.instances, 0) : undefined;
    let problem: ReturnType<typeof writeWhole>;
    const stop = new AbortController();
    await longHunt(c, t, before, {
      seed,
      instances,
      each: options.each ?? Math.floor(instances / 100),
      workers: options.workers,
      time: options.time ?? Infinity,
      slice,
      elsewhere: where,
      out: counterexampleFolder,
      signal: stop.signal,
      kept(tried) {
        const counts = [...tried.cases];
        const [least, fewest] = counts.reduce((a, b) => (b[1] < a[1] ? b : a));
        const all = counts.reduce((n, [, k]) => n + k, 0);
        write(`  ${all} instances, least of ${least || 'it'}: ${fewest}; ${tried.hunt.episodes} episodes\n`, 2);
        if (more !== undefined && all < more) return;
        // Others may have written in the meantime: what they did stays.
        problem = writeWhole(
          obligationsFile,
          `${JSON.stringify(withHunt(knownObligations() ?? table, c, t, tried), null, 1)}\n`,
        );
        if (problem !== undefined) stop.abort();
      },
    });
    if (problem !== undefined) return failOut(problem, options);
  }
  return undefined;
}

/** The theorems of which no case was reached, and which nothing refutes. */
function untriedIn({ obligations }: Obligations): { readonly system: string; readonly theorem: string }[] {
  const reached = new Map<string, { system: string; theorem: string; any: boolean }>();
  for (const { system, theorem, status } of obligations) {
    const of = reached.get(`${system} ${theorem}`) ?? { system, theorem, any: false };
    of.any ||= status !== 'unreached';
    reached.set(`${system} ${theorem}`, of);
  }
  return [...reached.values()].flatMap(({ any, system, theorem }) => (any ? [] : [{ system, theorem }]));
}

/** Options that say how the table is written again; each with whether it was given. */
const ofUpdate = (o: ObligationsCommand): Readonly<Record<string, boolean>> => ({
  '--cases': o.cases ?? false,
  '--proofs': o.proofs ?? false,
  '--system': o.system !== undefined,
  '--runs': o.runs !== undefined,
  '--instances': o.instances !== undefined,
  '--each': o.each !== undefined,
  '--theorem': o.theorem.length > 0,
  '--time': o.time !== undefined,
  '--cluster': o.cluster !== undefined,
});

export async function obligationsCommand(options: ObligationsCommand): Promise<number> {
  const given = Object.entries(ofUpdate(options)).find(([, is]) => is)?.[0];
  if (!options.update && given !== undefined)
    return wrongCall(`${given} says how the table is written again: it is of --update`, options);
  if (options.update) {
    const unable = unwritable(obligationsFile);
    if (unable !== undefined) return failOut(unable, options);
    if (options.cluster !== undefined) {
      const answers = await answering({ url: options.cluster, ca: options.clusterCa });
      if (isLeft(answers)) return wrongCall(answers.left, options);
    }
    if (options.system !== undefined && !calculi.some((c) => c.name === options.system))
      return wrongCall(
        `there is no system ${options.system}; there are ${calculi.map((c) => c.name).join(', ')}`,
        options,
      );
    if (options.instances === undefined && (options.each ?? options.time) !== undefined)
      return wrongCall('--each and --time are of hunts for so many --instances', options);
    if (options.instances === undefined && options.theorem.length > 0)
      return wrongCall('--theorem is of hunts for so many --instances: the others hunt all theorems at once', options);
    if (options.instances !== undefined) {
      const ended = await huntLong(options, options.instances);
      if (ended !== undefined) return ended;
    } else {
      const known = options.proofs ? knownObligations() : undefined;
      const table = withProofs(calculi, known ?? (await update(options)));
      const problem = writeWhole(obligationsFile, `${JSON.stringify(table, null, 1)}\n`);
      if (problem !== undefined) return failOut(problem, options);
    }
  }
  const kept = knownObligations();
  if (kept === undefined) {
    write('mutandis: there is no table of obligations yet: mutandis obligations --update makes it\n', 2);
    return 1;
  }
  const { table, stale } = fresh(calculi, kept);
  const known = knownCounterexamples().filter((k) => k.variant !== '');
  const untried = untriedIn(table);
  const unreached = table.obligations.filter((o) => o.status === 'unreached');
  // What nothing was tried on has not passed, be it a theorem or a case of one; what is refuted has fallen.
  const code = unreached.length === 0 && table.obligations.every((o) => o.status !== 'refuted') ? 0 : 1;
  if (options.json) {
    const cases = unreached.map((o) => ({ system: o.system, theorem: o.theorem, case: o.case }));
    sayJson('obligations', { ...table, variants: known, untried, untriedCases: cases });
    return code;
  }
  const status = (o: Obligation): string => {
    if (o.status === 'refuted') return `refuted by ${o.by}`;
    if (o.status === 'unreached') return 'not tried';
    if (o.status === 'vacuous') return `vacuous: ${o.why}`;
    return `tested, ${o.instances} instances${o.exhausted === null ? '' : `; exhausted up to size ${o.exhausted}`}`;
  };
  const proof = ({ proof: p, rests }: Pick<Obligation, 'proof' | 'rests'>): string =>
    p === 'none' ? '' : p === 'conditional' ? `conditional on ${rests.join(', ')}` : p;
  const rows = tableLines(table.obligations.map((o) => [o.case, proof(o), status(o)]));
  let theorem = '';
  for (const [i, o] of table.obligations.entries()) {
    if (theorem !== `${o.system} ${o.theorem}`) say(`${o.system} ${o.theorem}: ${o.title}`);
    theorem = `${o.system} ${o.theorem}`;
    say(`  ${rows[i]}`);
  }
  say('');
  const vacuousCases = table.obligations.filter((o) => o.status === 'vacuous').length;
  say(
    `${table.obligations.length} cases (seed ${table.seed}, ${table.runs} episodes each): ${unreached.length} not tried, as no instance reached them, ${vacuousCases} vacuous`,
  );
  for (const o of unreached) say(`  ${o.system} ${o.theorem}, ${o.case}`);
  const count = (rows: readonly Pick<Obligation, 'proof'>[], what: string) =>
    rows.filter((r) => r.proof === what).length;
  for (const c of calculi.filter((x) => table.proofs[x.name] !== undefined)) {
    const own = table.obligations.filter((o) => o.system === c.name);
    const lemmas = table.lemmas.filter((o) => o.system === c.name);
    say(
      `${c.name}: ${count(own, 'proved')} of ${own.length} cases proved for all instances, ${count(own, 'conditional')} conditional, ${count(own, 'open')} open; ${count(lemmas, 'proved')} of ${lemmas.length} cases of lemmas proved`,
    );
    if (stale.includes(c.name))
      say('  its rules or statements are others than those proofs are kept of: mutandis obligations --update --proofs');
    for (const l of lemmas)
      if (l.proof !== 'proved') say(`  lemma ${l.theorem}${l.case === '' ? '' : `, ${l.case}`}: ${proof(l)}`);
  }
  const expected = calculi.flatMap((c) => c.variants.filter((v) => v.expected !== 'sound').map((v) => ({ c, v })));
  const refuted = expected.filter(({ c, v }) => known.some((k) => k.system === c.name && k.variant === v.name));
  say(`${refuted.length} of ${expected.length} unsound variants refuted by a recorded counterexample`);
  for (const { c, v } of expected) if (!refuted.some((r) => r.v === v)) say(`  not ${c.name} ${v.name}`);
  for (const o of untried) say(`${o.system} ${o.theorem} is not tried: no instance of its premises was made`);
  return code;
}
