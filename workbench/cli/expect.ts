/**
 * The command on expectations: what programs are to end with under their updates, many in a file, so that updates are
 * tested as programs are. Reports in the forms that servers read: JUnit and SARIF.
 */
import { dirname, isAbsolute, join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { LineCounter, isSeq, parseDocument, type Document } from 'yaml';
import { list, names } from '../../semantics/codecs.ts';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';
import { reasonText } from '../../checker/runs.ts';
import { unwritable, writeWhole } from '../files.ts';
import { readText } from './bytes.ts';
import { fail, failOut, say, sayJson, type Mode } from './output.ts';
import { ready, runOptions } from './programs.ts';

const Expectation = t.intersection([
  t.type({ program: t.string, value: t.union([t.string, t.number]) }),
  t.partial({ name: t.string, updates: names, check: t.string, variant: t.string, applied: list(t.boolean), maxSteps: t.number }), // prettier-ignore
]);
type Expectation = t.TypeOf<typeof Expectation>;
const fields = ['program', 'value', 'name', 'updates', 'check', 'variant', 'applied', 'maxSteps'];

export interface ExpectCommand extends Mode {
  readonly junit?: string;
  readonly sarif?: string;
}

/** What came of an expectation. */
export interface Verdict {
  readonly name: string;
  /** Where it stands in its file. */
  readonly file: string;
  readonly line: number;
  readonly holds: boolean;
  readonly expected: string;
  readonly value: string | null;
  readonly outcome: string | null;
  readonly problems: readonly string[];
}

interface Placed {
  readonly expectation: Expectation;
  readonly line: number;
}

/** The expectations of a file, each with its line; or what is wrong with them. */
function read(file: string): Either<readonly LoadError[], readonly Placed[]> {
  const text = readText(file);
  if (isLeft(text)) return text;
  const lines = new LineCounter();
  let doc: Document.Parsed;
  try {
    doc = parseDocument(text.right, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    return left([loadError('parse', 'is nested too deeply', undefined, file)]);
  }
  const at = (offset: number, message: string): LoadError => {
    const { line, col } = lines.linePos(offset);
    return loadError('parse', message, { file, line: Math.max(1, line), column: Math.max(1, col), offset, end: offset }, file); // prettier-ignore
  };
  const [wrong] = doc.errors;
  if (wrong !== undefined) return left([at(wrong.pos[0], wrong.message)]);
  if (!isSeq(doc.contents)) return left([at(0, 'a list of expectations is expected: - program: FILE, value: VALUE')]);
  const errors: LoadError[] = [];
  const found = doc.contents.items.flatMap((node): Placed[] => {
    const offset = (node as { range?: readonly number[] }).range?.[0] ?? 0;
    const value: unknown = (node as { toJSON(): unknown }).toJSON();
    const strange = Object.keys(Object(value) as object).find((k) => !fields.includes(k));
    const decoded = Expectation.decode(value);
    if (strange !== undefined) errors.push(at(offset, `there is no field ${strange}; there are ${fields.join(', ')}`));
    else if (isLeft(decoded)) {
      const keys = decoded.left.map((e) => e.context.find((c) => fields.includes(c.key))?.key);
      errors.push(
        at(offset, `field ${keys.find((k) => k !== undefined) ?? 'program'} is missing, or is no such value`),
      );
    } else return [{ expectation: decoded.right, line: lines.linePos(offset).line }];
    return [];
  });
  return errors.length > 0 ? left(errors) : right(found);
}

/** Runs a program with its updates, and compares. */
async function verdict(file: string, { expectation: x, line }: Placed): Promise<Verdict> {
  const here = (f: string) => (isAbsolute(f) ? f : join(dirname(file), f));
  const updates = x.updates ?? [];
  const name = x.name ?? [x.program, ...updates].join(' + ');
  const expected = String(x.value);
  const given = await ready(here(x.program), {
    update: updates.map(here),
    ...(x.check === undefined ? {} : { check: x.check }),
    ...(x.variant === undefined ? {} : { variant: x.variant }),
  });
  const base = { name, file, line, expected };
  if (isLeft(given)) {
    const problems = typeof given.left === 'number' ? ['the call makes no sense'] : given.left.map(showError);
    return { ...base, holds: false, value: null, outcome: null, problems };
  }
  const { language, program } = given.right;
  const o = language.run(program, runOptions(given.right, x.maxSteps === undefined ? { update: [] } : { update: [], maxSteps: x.maxSteps })); // prettier-ignore
  const problems: string[] = [];
  if (o.value !== expected)
    problems.push(`it ends with ${o.value ?? `nothing (${o.outcome})`}, not with ${expected}${o.note === undefined ? '' : `: ${o.note}`}`); // prettier-ignore
  // Every update is to be applied unless it is said otherwise.
  o.updates.forEach((u, i) => {
    const wanted = x.applied?.[i] ?? true;
    if (wanted === (u.applied !== null)) return;
    const why = u.refusals[0]?.reasons.map(reasonText).join('; ');
    problems.push(
      wanted ? `${u.update} is not applied${why === undefined ? '' : `: ${why}`}` : `${u.update} is applied`,
    );
  });
  return { ...base, holds: problems.length === 0, value: o.value, outcome: o.outcome, problems };
}

const xml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\uFFFD]/g, '?');

/** The report that servers of builds read. */
function junit(verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter((v) => !v.holds).length;
  const cases = verdicts.map(({ name, file, line, holds, problems }) => {
    const head = `  <testcase name="${xml(name)}" classname="${xml(file)}" file="${xml(file)}" line="${line}"`;
    if (holds) return `${head}/>\n`;
    return `${head}>\n    <failure message="${xml(problems[0] ?? '')}">${xml(problems.join('\n'))}</failure>\n  </testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="mutandis" tests="${verdicts.length}" failures="${failures}">\n${cases.join('')}</testsuite>\n`;
}

/** The report that editors and reviews read: a result for each expectation that does not hold. */
function sarif(verdicts: readonly Verdict[]): string {
  const results = verdicts.flatMap(({ name, file, line, holds, problems }) =>
    holds
      ? []
      : [
          {
            ruleId: 'expectation',
            level: 'error',
            message: { text: `${name}: ${problems.join('; ')}` },
            locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
          },
        ],
  );
  const rules = [{ id: 'expectation', shortDescription: { text: 'a run under updates ends as it is expected to' } }];
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'mutandis', rules } }, results }],
    },
    null,
    2,
  )}\n`;
}

export async function expectCommand(files: readonly string[], options: ExpectCommand): Promise<number> {
  const outs = [options.junit, options.sarif].flatMap((f) => f ?? []);
  for (const out of outs) {
    const unable = unwritable(out);
    if (unable !== undefined) return failOut(unable, options);
  }
  const verdicts: Verdict[] = [];
  for (const file of files) {
    const expectations = read(file);
    if (isLeft(expectations)) return fail(expectations.left, options);
    for (const x of expectations.right) verdicts.push(await verdict(file, x));
  }
  const failed = verdicts.filter((v) => !v.holds);
  if (options.json) sayJson('expect', { holds: failed.length === 0 && verdicts.length > 0, expectations: verdicts });
  else {
    for (const { file, line, name, problems } of failed)
      for (const p of problems) say(`${file}:${line}: ${name}: ${p}`);
    say(
      verdicts.length === 0
        ? 'nothing is expected'
        : `${verdicts.length - failed.length} of ${verdicts.length} expectations hold`,
    );
  }
  for (const [out, text] of [
    [options.junit, junit],
    [options.sarif, sarif],
  ] as const) {
    const problem = out === undefined ? undefined : writeWhole(out, text(verdicts));
    if (problem !== undefined) return failOut(problem, options);
  }
  return failed.length === 0 && verdicts.length > 0 ? 0 : 1;
}
