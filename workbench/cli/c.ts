/** The commands on histories of C programs (c-programs): points, diff, history, slice, why. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { changes } from '../c-programs/changes.ts';
import { extract } from '../c-programs/extract.ts';
import type { Facts } from '../c-programs/facts.ts';
import { history, step, table, type JudgedPoint, type Step } from '../c-programs/history.ts';
import { checkChoice, hasRoot, pointsOf, type Choice } from '../c-programs/points.ts';
import { slicing } from '../c-programs/sliced.ts';
import type { Slice } from '../c-programs/slicing.ts';
import { mayNotChange, versionOf, waysTo } from '../c-programs/stacks.ts';
import { historyLines, keyInWords, pointLines, printable, tally } from '../c-programs/text.ts';
import { tellWay } from '../c-programs/verdict.ts';
import { readHistory, readVersion } from './facts.ts';
import { unwritableFolder, unwrittenCode, writeWhole } from '../files.ts';
import { fail as failWith, failOut, say, sayJson, write, type Mode } from './output.ts';

export interface PointOptions extends Mode {
  readonly all?: boolean;
  readonly at?: readonly string[];
  readonly extract?: readonly string[];
}

/** A line; what strangers called things does not reach the terminal as it is. */
const sayLine = (text: string): void => say(printable(text));
const fail = (errors: readonly LoadError[], mode: Mode): number =>
  failWith(
    errors.map((e) => ({ ...e, message: printable(e.message) })),
    mode,
  );
const problem = (file: string, message: string): LoadError => loadError('scope', message, undefined, file);

const choiceOf = (o: PointOptions): Choice => ({ all: o.all ?? false, at: o.at ?? [] });

/** What is asked of versions can be asked: they have a root, and the points that are named. */
function ready(
  versions: Either<readonly LoadError[], readonly Facts[]>,
  file: string,
  options: PointOptions,
): Either<readonly LoadError[], readonly Facts[]> {
  if (isLeft(versions)) return versions;
  const rootless = versions.right.filter((f) => !hasRoot(f));
  if (rootless.length > 0)
    return left(rootless.map((f) => problem(file, `${f.release} has no main and no other root: stacks begin nowhere`)));
  const checked = checkChoice(versions.right, choiceOf(options));
  if (isLeft(checked)) return left([problem(file, checked.left)]);
  const wanted = options.extract ?? [];
  const errors: LoadError[] = [];
  const met = new Set<string>();
  const made = versions.right.map((f) =>
    wanted.reduce((facts, what) => {
      const done = extract(facts, what);
      if (isLeft(done)) errors.push(problem(file, done.left));
      else if (done.right !== facts) met.add(what);
      return isLeft(done) ? facts : done.right;
    }, f),
  );
  for (const what of wanted)
    if (errors.length === 0 && !met.has(what)) errors.push(problem(file, `there is nothing to extract at ${what}`));
  return errors.length > 0 ? left(errors) : right(made);
}

function readPair(
  before: string,
  after: string,
  options: PointOptions,
): Either<readonly LoadError[], readonly [Facts, Facts]> {
  const [a, b] = [readVersion(before), readVersion(after)];
  if (isLeft(a) || isLeft(b)) return left([...(isLeft(a) ? a.left : []), ...(isLeft(b) ? b.left : [])]);
  if (a.right.program !== b.right.program)
    return left([problem(after, `has facts of ${b.right.program}, ${before} of ${a.right.program}`)]);
  const old = ready(right([a.right]), before, options);
  return isLeft(old) ? old : right([old.right[0] as Facts, b.right]);
}

export function pointsCommand(file: string, options: PointOptions): number {
  const read = readVersion(file);
  const facts = ready(isLeft(read) ? read : right([read.right]), file, options);
  if (isLeft(facts)) return fail(facts.left, options);
  const v = versionOf(facts.right[0] as Facts);
  const points = pointsOf(v.facts, choiceOf(options)).map((p) => {
    const stay = mayNotChange(v, p);
    const ways = waysTo(v, p, stay);
    return { p, stay: v.facts.keys.filter((k) => stay.has(k)), ways, may: v.facts.keys.filter((k) => !stay.has(k)) };
  });
  if (options.json)
    sayJson('c-points', {
      program: v.facts.program,
      release: v.facts.release,
      points: points.map(({ p, stay, may, ways }) => ({
        function: p.function,
        file: p.file,
        line: p.line,
        outer: p.inside === 0,
        unbounded: p.unbounded,
        mayChange: may,
        mayNotChange: stay,
        ways: stay.map((key) => ({ key, ways: (ways.get(key) ?? []).map((w) => tellWay(v, key, w)) })),
      })),
    });
  else
    for (const { p, stay, may, ways } of points) {
      const types = v.facts.types.filter((t) => !stay.includes(`t:${t.name}`)).map((t) => t.name);
      sayLine(
        `${p.file}:${p.line} in ${p.function}: ${types.length} of ${v.facts.types.length} types may change, ${may.length} of ${v.facts.keys.length} keys`,
      );
      for (const key of stay) {
        const way = ways.get(key)?.[0];
        if (way === undefined) continue;
        const told = tellWay(v, key, way);
        const calls = told.steps.map((s) => `${s.file}:${s.line}`);
        sayLine(
          `  ${key} ${told.why} in ${told.in} (${told.file}:${told.line})${calls.length === 0 ? '' : `, after ${calls.join(', ')}`}`,
        );
      }
    }
  return 0;
}

const changesJson = (c: Step['changes']) => ({ types: c.types, functions: c.functions, globals: c.globals });

export function diffFacts(before: string, after: string, options: Mode): number {
  const [a, b] = [readVersion(before), readVersion(after)];
  if (isLeft(a) || isLeft(b)) return fail([...(isLeft(a) ? a.left : []), ...(isLeft(b) ? b.left : [])], options);
  const c = changes(a.right, b.right);
  if (options.json)
    sayJson('c-diff', { from: a.right.release, to: b.right.release, ...changesJson(c), keys: [...c.keys] });
  else {
    const names = (what: string, list: readonly string[]): void => {
      if (list.length > 0) sayLine(`${what} (${list.length}): ${list.join(', ')}`);
    };
    names('types added', c.types.added);
    names('types deleted', c.types.deleted);
    names('types changed', c.types.changed);
    names('types changed by what they hold', c.types.byHolding);
    names('functions added', c.functions.added);
    names('functions deleted', c.functions.deleted);
    names(
      'functions moved',
      c.functions.moved.map(([f, g]) => `${f} → ${g}`),
    );
    names('signatures changed', c.functions.signature);
    names('bodies changed', c.functions.body);
    if (c.functions.literals) names('of these, string constants only', c.functions.literals);
    names('globals added', c.globals.added);
    names('globals deleted', c.globals.deleted);
    names('types of globals changed', c.globals.type);
    names('initialisers changed', c.globals.initial);
    if (c.keys.size === 0) sayLine('nothing changed that could be in the way of an update');
  }
  return 0;
}

export interface HistoryOptions extends PointOptions {
  readonly tsv?: boolean;
}

const pointJson = ({
  function: fn,
  file,
  line,
  frames,
  mayChange,
  mayNotChange: stay,
  verdict,
  ...rest
}: JudgedPoint) => {
  const { obstacles, storage, pinned, skipped, proposal } = rest;
  return {
    function: fn,
    file,
    line,
    frames,
    mayChange,
    mayNotChange: stay,
    verdict,
    obstacles,
    storage,
    pinned,
    skipped,
    proposal,
  };
};

export function historyCommand(files: readonly string[], options: HistoryOptions): number {
  const versions = ready(readHistory(files), files[0] as string, options);
  if (isLeft(versions)) return fail(versions.left, options);
  if (versions.right.length < 2)
    return fail([problem(files[0] as string, 'has one version; a history has at least two')], options);
  const h = history(versions.right, choiceOf(options), () => performance.now());
  if (options.json)
    sayJson('c-history', {
      program: h.program,
      versions: h.versions.map(({ errors, ...v }) => ({ ...v, parse: { errors } })),
      steps: h.steps.map((s) => ({
        from: s.from,
        to: s.to,
        ...changesJson(s.changes),
        points: s.points.map(pointJson),
      })),
      tally: tally(h),
    });
  else if (options.tsv) for (const row of table(h)) say(row.map(printable).join('\t'));
  else for (const line of historyLines(h)) sayLine(line);
  return h.steps.every((s) => s.points.every((p) => p.verdict === 'admitted')) ? 0 : 1;
}

export interface SliceOptions extends PointOptions {
  readonly point?: string;
  readonly out: string;
}

const pointOptions = (o: { readonly point?: string } & PointOptions): PointOptions =>
  o.point === undefined ? o : { ...o, at: [o.point] };

/** Slices of more lines are told of before they are planned. */
const manyLines = 1000;

/** The map of a slice: what stands at which place of its text, in terms of C. */
const mapOf = (s: Slice) =>
  s.marks.map(({ line, column, what }) => {
    if (what.tag === 'point') {
      const { function: fn, file, line: at } = what.point;
      return { line, column, what: 'point', c: { function: fn, file, line: at } };
    }
    const c = { function: what.function, file: what.file, line: what.line };
    return { line, column, what: what.tag, ...(what.tag === 'use' ? { key: what.key } : {}), c };
  });

export function sliceCommand(before: string, after: string, options: SliceOptions): number {
  const unable = unwritableFolder(options.out);
  if (unable !== undefined) return failOut(unable, options);
  const chosen = pointOptions(options);
  const pair = readPair(before, after, chosen);
  if (isLeft(pair)) return fail(pair.left, options);
  const points = pointsOf(pair.right[0], choiceOf(chosen));
  const planned = slicing.judge(pair.right[0], pair.right[1], points, (lines) => {
    if (lines > manyLines)
      write(`mutandis: the slices have ${lines} lines together; --point cuts them to one point\n`, 2);
  });
  if (isLeft(planned)) return fail(planned.left, options);
  const { old, next, update, changed } = planned.right;
  const put = (name: string, text: string): LoadError[] => {
    const wrong = writeWhole(join(options.out, name), text);
    return wrong === undefined ? [] : [wrong];
  };
  const files = { old: `old${slicing.ending}`, next: `new${slicing.ending}` };
  const errors = [
    ...put(files.old, old.text),
    ...put(files.next, next.text),
    ...put('slice.update', update()),
    ...put(
      'map.json',
      `${JSON.stringify({ old: mapOf(old), new: mapOf(next), types: Object.fromEntries(old.types) }, null, 1)}\n`,
    ),
  ];
  if (errors.length > 0) return fail(errors, options) && unwrittenCode;
  const told = planned.right.points.map(({ point, verdict, obstacles }) => ({
    function: point.function,
    file: point.file,
    line: point.line,
    verdict,
    obstacles,
  }));
  if (options.json)
    sayJson('c-slice', {
      out: options.out,
      from: pair.right[0].release,
      to: pair.right[1].release,
      lines: old.lines,
      points: told,
    });
  else {
    const gone = new Set(changed.functions.deleted);
    sayLine(
      `${options.out}: ${files.old} (${old.lines} lines, ${old.functions.size} functions, ${old.types.size} keys), ${files.next}, slice.update, map.json`,
    );
    for (const p of told)
      for (const line of pointLines(
        { ...p, frames: 0, mayChange: [], mayNotChange: [], storage: null, pinned: [], skipped: [] },
        gone,
      ))
        sayLine(line.replace('; 0 of 0 types may change', ''));
  }
  return told.every((p) => p.verdict === 'admitted') ? 0 : 1;
}

export interface WhyOptions extends PointOptions {
  readonly point: string;
  readonly source: string;
}

/** A line of a C source, if it is there. */
function sourceLine(dir: string, file: string, line: number): string | undefined {
  // Facts come from strangers: a name that leads out of the directory is not followed.
  if (file.startsWith('/') || file.split(/[\\/]/).includes('..')) return undefined;
  const path = join(dir, file);
  if (!existsSync(path)) return undefined;
  try {
    const text = readFileSync(path, 'latin1').split('\n')[line - 1]?.trim();
    return text === undefined || text === '' ? undefined : text.slice(0, 160);
  } catch {
    return undefined;
  }
}

export function whyCommand(before: string, after: string, key: string | undefined, options: WhyOptions): number {
  const chosen = pointOptions(options);
  const pair = readPair(before, after, chosen);
  if (isLeft(pair)) return fail(pair.left, options);
  const s = step(pair.right[0], pair.right[1], choiceOf(chosen));
  const gone = new Set(s.changes.functions.deleted);
  const wanted = (k: string): boolean => key === undefined || k === key || k.slice(2) === key;
  const points = s.points.map((p) => ({ ...p, obstacles: p.obstacles.filter((o) => wanted(o.key)) }));
  if (key !== undefined && points.every((p) => p.obstacles.length === 0)) {
    const changed = [...s.changes.keys].some(wanted);
    const why = changed ? 'may change there' : 'did not change';
    return fail(
      [
        problem(
          before,
          `${key} ${why}; in the way: ${[...new Set(s.points.flatMap((p) => p.obstacles.map((o) => o.key)))].join(', ') || 'nothing'}`,
        ),
      ],
      options,
    );
  }
  const cite = (file: string, line: number) => sourceLine(options.source, file, line) ?? null;
  if (options.json)
    sayJson('c-why', {
      from: s.from,
      to: s.to,
      points: points.map((p) => ({
        ...pointJson(p),
        source: cite(p.file, p.line),
        obstacles: p.obstacles.map((o) => ({
          ...o,
          ways: o.ways.map((w) => ({
            ...w,
            source: cite(w.file, w.line),
            steps: w.steps.map((r) => ({ ...r, source: cite(r.file, r.line) })),
          })),
        })),
      })),
    });
  else
    for (const p of points) {
      sayLine(`${p.file}:${p.line} in ${p.function}: ${p.verdict}`);
      const at = (file: string, line: number, what: string): void => {
        const text = cite(file, line);
        sayLine(`    ${file}:${line}: ${what}${text === null ? '' : `    ${text}`}`);
      };
      for (const o of p.obstacles)
        for (const w of o.ways) {
          sayLine(`  ${keyInWords(o.key, gone)}`);
          at(p.file, p.line, `the update point, in ${p.function}`);
          for (const r of w.steps) at(r.file, r.line, `a call in ${r.in} returns`);
          at(w.file, w.line, `${o.key.slice(2)} ${w.why} in ${w.in}`);
        }
      if (p.proposal)
        for (const line of pointLines({ ...p, obstacles: [], storage: null, pinned: [] }).slice(1)) sayLine(line);
    }
  return s.points.every((p) => p.verdict === 'admitted') ? 0 : 1;
}
