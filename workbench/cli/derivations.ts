/** The commands on derivations and rules: derive, replay, rules. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Rule } from '../../rules/rule.ts';
import { ordersIn } from '../../checker/notation/order.ts';
import { ruleAsHtml, ruleAsLatex, ruleAsText } from '../../checker/notation/typeset.ts';
import { decode, encode } from '../../checker/format.ts';
import { nodesOf, type Derivation } from '../../checker/derivation.ts';
import { replay, type Verdict } from '../../checker/replay.ts';
import { replayAgain, type SecondVerdict } from '../../checker/second/replay.ts';
import { isRunsFile } from '../explore/format.ts';
import { isProofs } from '../../proofs/format.ts';
import { replayProofs } from './proofs.ts';
import { checkCounterexample, isCounterexample } from '../../checker/hunt/counterexample.ts';
import type { Variant } from '../../rules/variant.ts';
import { nearest } from '../../checker/did-you-mean.ts';
import type { System } from '../../rules/system.ts';
import { carriedSaid } from '../../proofs/written.ts';
import { calculi, calculusOf, contextIn, defaultCalculus, systemFinder } from '../../proofs/calculi.ts';
import type { Calculus, Presentation } from '../../proofs/calculus.ts';
import { drawingForms, drawn } from '../drawing/derivation.ts';
import { isWritten, loadVariants, loadWritten } from '../hunt/load.ts';
import { aboutProgram, type AboutOptions } from './choose.ts';
import { readJson } from './bytes.ts';
import { unwritable, writeWhole } from '../files.ts';
import { fail, failOut, say, sayJson, write, wrongCall, type Mode } from './output.ts';
import { ready, runOptions, type RunCommand } from './programs.ts';

export interface DeriveCommand extends RunCommand {
  readonly out?: string;
  readonly declarative?: boolean;
  readonly latex?: boolean;
  readonly svg?: boolean;
  readonly typst?: boolean;
  /** Of what is drawn: the first derivation by this rule, or of this judgement. */
  readonly of?: string;
}

const declarativeName = 'declarative';
const presentationOf = (c: Calculus): Presentation | undefined =>
  c.presentations.find((p) => p.name === declarativeName);
const notDeclarative = (c: Calculus): string => `--declarative: ${c.title} has no declarative presentation`;

/** A derivation holds every step in memory: without another limit this many are recorded. */
const mostSteps = 250_000;

/** Pieces of a text put together, so that few are written. */
function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length <= 1 << 20) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

/** The first derivation by a rule or of a judgement, from the roots on. */
function partOf(roots: readonly Derivation[], name: string): Derivation | undefined {
  // A set is gone through in the order in which it grows: level by level.
  const seen = new Set(roots);
  for (const d of seen) {
    if (d.rule.name === name || d.rule.conclusion.judgement.name === name) return d;
    for (const p of d.premises) seen.add(p);
  }
  return undefined;
}

/** What is wrong with a name that is to be one of a rule or judgement. */
function noName(system: System, name: string): string | undefined {
  const names = [...system.rules.keys(), ...system.judgements.map((j) => j.name)];
  if (names.includes(name)) return undefined;
  const near = nearest(name, names);
  return `there is no rule or judgement ${name}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

export async function deriveCommand(file: string, options: DeriveCommand): Promise<number> {
  const about = await aboutProgram(file, options, options);
  if (isLeft(about)) return about.left;
  const { calculus, rules = calculus.base } = about.right;
  const presentation = options.declarative ? presentationOf(calculus) : undefined;
  if (options.declarative && presentation === undefined) return wrongCall(notDeclarative(calculus), options);
  const forms = drawingForms.filter((f) => options[f]);
  if (forms.length > 1) return wrongCall(`one of ${forms.map((f) => `--${f}`).join(', ')} at a time`, options);
  const [form] = forms;
  if (form === undefined && options.of !== undefined)
    return wrongCall(`--of is for what is drawn: ${drawingForms.map((f) => `--${f}`).join(', ')}`, options);
  const system = presentation?.system ?? rules;
  const wrong = options.of === undefined ? undefined : noName(system, options.of);
  if (wrong !== undefined) return wrongCall(wrong, options);
  const unable = options.out === undefined ? undefined : unwritable(options.out);
  if (unable !== undefined) return failOut(unable, options);
  const read = await ready(file, { ...options, record: true });
  if (isLeft(read)) return typeof read.left === 'number' ? read.left : fail(read.left, options);
  const { language, program } = read.right;
  const { report: outcome, roots } = language.record(program, {
    ...runOptions(read.right, options),
    maxSteps: options.maxSteps ?? mostSteps,
  });
  if (outcome.steps === mostSteps && outcome.outcome === 'out-of-fuel' && options.maxSteps === undefined)
    write(`mutandis: the run is recorded up to step ${mostSteps}; --max-steps says otherwise\n`, 2);
  const whole = presentation?.present(roots) ?? roots;
  const part = options.of === undefined ? undefined : partOf(whole, options.of);
  if (options.of !== undefined && part === undefined)
    return fail([loadError('scope', `nothing is derived by ${options.of} here`, undefined, file)], options);
  const all = part === undefined ? whole : [part];
  const pieces = form === undefined ? encode(system, all) : [drawn(system, all, form)];
  if (options.out === undefined) for (const piece of batches(pieces)) write(piece);
  else {
    const problem = writeWhole(options.out, pieces);
    if (problem !== undefined) return failOut(problem, options);
  }
  const summary = {
    out: options.out ?? null,
    nodes: nodesOf(all).length,
    outcome: outcome.outcome,
    steps: outcome.steps,
    ...(language.updates === undefined ? {} : { points: outcome.points, updates: outcome.updates }),
  };
  // The derivation itself goes to stdout when no file is named; then there is no summary.
  if (options.out !== undefined) {
    if (options.json) sayJson('derive', summary);
    else say(`${options.out}: ${summary.nodes} nodes, ${summary.steps} steps (${summary.outcome})`);
  }
  return 0;
}

export interface ReplayCommand extends Mode {
  readonly anyRules?: boolean;
  /** A file with the variants that derivation files may name. */
  readonly variant?: string;
  /** Have the derivations checked by the second replay as well. */
  readonly second?: boolean;
  /** Of a file of proofs: print them, or some of them. */
  readonly read?: boolean;
  readonly latex?: boolean;
  readonly theorem?: string;
  readonly case?: string;
}

export async function replayCommand(file: string, options: ReplayCommand): Promise<number> {
  const json = readJson(file);
  if (isLeft(json)) return fail(json.left, options);
  let more: readonly Variant[] = [];
  if (options.variant !== undefined) {
    const of = (json.right as { readonly system?: unknown } | null)?.system;
    const loaded = await loadMore(options.variant, typeof of === 'string' ? of : defaultCalculus.name);
    if (isLeft(loaded)) return fail(loaded.left, options);
    more = loaded.right;
  }
  const find = systemFinder(more);
  if (isRunsFile(json.right)) return (await import('./explore.ts')).replayRunsCommand(json.right, file, options);
  if (isCounterexample(json.right)) return replayCounterexample(file, json.right, find, more, options);
  if (isProofs(json.right)) return replayProofs(file, json.right, find, options);
  if (options.read || options.latex || options.theorem !== undefined || options.case !== undefined)
    return wrongCall('--read, --latex, --theorem and --case are for files of proofs', options);
  const decoded = decode(json.right, find);
  if (isLeft(decoded)) return fail([loadError('parse', decoded.left, undefined, file)], options);
  const { proof, system } = decoded.right;
  const verdict = replay(system, proof, options);
  if (options.second) return replayTwice(system, verdict, replayAgain(system, proof), options);
  if (options.json) sayJson('replay', verdict);
  else if (verdict.ok) {
    say(`holds: ${verdict.nodes} nodes checked; ${counted(verdict.roots)}`);
    sayCarried(system);
  } else {
    say(`does not hold: ${verdict.path}`);
    const where =
      verdict.premise === null ? '' : verdict.premise === 0 ? 'conclusion: ' : `premise ${verdict.premise}: `;
    say(`  ${verdict.rule === null ? '' : `rule ${verdict.rule}, `}${where}${verdict.message}`);
  }
  return verdict.ok ? 0 : 1;
}

/** Where a file was checked by rules that it carries itself, that is said: they are not those of the calculus. */
function sayCarried(system: System): void {
  const said = carriedSaid(calculusOf(system)?.base, system);
  if (said !== null) say(said);
}

/** Two verdicts on the same derivations: they hold when both say so, and one of the replayers is wrong when only one does. */
function replayTwice(system: System, first: Verdict, second: SecondVerdict, options: Mode): number {
  // Other rules are not for the second to notice.
  const agree = (first.ok ? second.ok : !second.ok && first.node === second.node) || (!first.ok && first.node === null);
  if (options.json) sayJson('replay', { ...first, second, agree });
  else {
    say(first.ok ? `holds: ${first.nodes} nodes checked; ${counted(first.roots)}` : `does not hold: ${first.path}`);
    if (!first.ok) say(`  ${first.rule === null ? '' : `rule ${first.rule}, `}${first.message}`);
    say(
      second.ok
        ? `the second replay: holds, ${second.nodes} nodes checked; metafunctions ${second.byEquations} times by their equations, ${second.byCode} times by their code`
        : `the second replay: does not hold, node ${second.node}: ${second.message}`,
    );
    sayCarried(system);
    if (!agree) say('they disagree: one of them is wrong');
  }
  return first.ok && second.ok ? 0 : 1;
}

/** Names, many in a row of the same as one with their number. */
function counted(names: readonly string[]): string {
  const runs: { readonly name: string; n: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.n++;
    else runs.push({ name, n: 1 });
  }
  return runs.map(({ name, n }) => (n > 3 ? `${n} × ${name}` : Array<string>(n).fill(name).join(', '))).join(', ');
}

async function loadMore(file: string, system: string): Promise<Either<readonly LoadError[], readonly Variant[]>> {
  if (isWritten(file)) {
    const loaded = await loadWritten(file, system);
    return isLeft(loaded) ? loaded : right([loaded.right]);
  }
  const loaded = await loadVariants(file);
  if (!isLeft(loaded)) return loaded;
  // Each line names the file already.
  const without = (line: string) => (line.startsWith(`${file}: `) ? line.slice(file.length + 2) : line);
  return left(loaded.left.split('\n').map((line) => loadError('parse', without(line), undefined, file)));
}

/** A counterexample: its derivations are replayed, and the conclusion has to have none. */
function replayCounterexample(
  file: string,
  json: unknown,
  find: ReturnType<typeof systemFinder>,
  more: readonly Variant[],
  options: Mode,
): number {
  const verdict = checkCounterexample(json, find, (system) => contextIn(system, more));
  if (options.json)
    sayJson(
      'replay',
      verdict.ok
        ? { ok: true, nodes: verdict.nodes, ...verdict.summary }
        : { ok: false, file, message: verdict.message },
    );
  else if (verdict.ok) {
    const { theorem, program, updates, why, conclusion } = verdict.summary;
    say(
      `a counterexample to ${theorem}: ${verdict.nodes} nodes checked, conclusion ${conclusion + 1} has no derivation`,
    );
    sayCarried(verdict.system);
    say('');
    say([program, ...updates].join('\n').trimEnd());
    say('');
    for (const line of why) say(line);
  } else say(`does not hold: ${verdict.message}`);
  return verdict.ok ? 0 : 1;
}

export interface RulesCommand extends AboutOptions {
  readonly latex?: boolean;
  readonly html?: boolean;
  readonly declarative?: boolean;
}

export async function rulesCommand(name: string | undefined, options: RulesCommand): Promise<number> {
  const about = await aboutProgram('', options);
  if (isLeft(about)) return about.left;
  // Where no calculus is named, it is the first that has a rule or judgement of the name.
  const free = options.system === undefined && options.variant === undefined && name !== undefined;
  const has = (c: Calculus) => c.base.rules.has(name as string) || c.base.judgements.some((j) => j.name === name);
  const calculus = (free ? [about.right.calculus, ...calculi].find(has) : undefined) ?? about.right.calculus;
  const { rules = calculus.base } = about.right;
  const presentation = options.declarative ? presentationOf(calculus) : undefined;
  if (options.declarative && presentation === undefined) return wrongCall(notDeclarative(calculus), options);
  const system = presentation?.system ?? rules;
  const all = [...system.rules.values()];
  const chosen: Rule[] =
    name === undefined ? all : all.filter((r) => r.name === name || r.conclusion.judgement.name === name);
  if (chosen.length === 0) {
    const systems = free ? calculi.map((c) => c.base) : [system];
    const names = systems.flatMap((s) => [...s.rules.keys(), ...s.judgements.map((j) => j.name)]);
    const inside = [...new Set(names)].filter((n) => n.toLowerCase().includes((name as string).toLowerCase()));
    const near = inside.length > 0 ? inside : [nearest(name as string, names) ?? []].flat();
    const hint = near.length > 0 ? `; did you mean ${near.slice(0, 5).join(', ')}?` : '';
    return fail([loadError('scope', `there is no rule or judgement ${name}${hint}`, undefined, 'rules')], options);
  }
  if (options.json)
    sayJson(
      'rules',
      chosen.map((r) => ({
        name: r.name,
        judgement: r.conclusion.judgement.name,
        text: ruleAsText(system, r),
        latex: ruleAsLatex(system, r),
        html: ruleAsHtml(system, r),
      })),
    );
  else {
    const print = options.latex ? ruleAsLatex : options.html ? ruleAsHtml : ruleAsText;
    let judgement = '';
    for (const r of chosen) {
      const form = r.conclusion.judgement;
      if (!options.latex && !options.html && form.name !== judgement) say(`── ${form.name}: ${form.sentence}\n`);
      judgement = form.name;
      say(print(system, r));
    }
    // All rules of a variant are a file that makes it: what it leaves out is said as well.
    if (name === undefined && print === ruleAsText && options.variant !== undefined) {
      for (const r of calculus.base.rules.keys()) if (!system.rules.has(r)) say(`remove ${r}`);
      for (const { order } of ordersIn(calculus.base, system.grammar)) say(`evaluates: ${order}`);
    }
  }
  return 0;
}
