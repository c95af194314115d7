/** Reports for people: verdicts, and runs step by step with a lane for each actor. */
import { labelText } from '../../checker/explore/export.ts';
import type { Label, State, TransitionSystem } from '../../checker/explore/system.ts';
import { replay } from '../../checker/explore/system.ts';
import type { Trace } from '../../checker/explore/witness.ts';
import type { Report } from './report.ts';
import type { Request } from './request.ts';

const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** The actors of some steps: those with numbers by their numbers, then the others. */
function actorsOf(labels: readonly Label[]): readonly string[] {
  const names = [...new Set(labels.map((l) => l.actor))];
  const rank = (a: string): number => (/^\d+$/.test(a) ? Number(a) : Number.MAX_SAFE_INTEGER);
  return names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** A run on lines: the number of each step, a column for each actor with a mark in that of who moves, rule and event. */
export function traceLines(trace: Trace): readonly string[] {
  const labels = [...trace.prefix, ...trace.cycle];
  const actors = actorsOf(labels);
  const width = Math.max(...actors.map((a) => a.length), 1);
  const number = (n: string): string => n.padStart(String(labels.length).length + 2);
  const head = `${number('')}  ${actors.map((a) => a.padStart(width)).join(' ')}`;
  const line = (label: Label, n: number): string => {
    const marks = actors.map((a) => (a === label.actor ? '●' : '·').padStart(width)).join(' ');
    return `${number(String(n + 1))}  ${marks}  ${labelText(label).slice(label.actor.length + 1)}`;
  };
  const lines = trace.prefix.map(line);
  if (trace.cycle.length > 0)
    lines.push(`${number('')}  for ever:`, ...trace.cycle.map((l, i) => line(l, trace.prefix.length + i)));
  return labels.length === 0 ? ['(the start)'] : [head, ...lines];
}

/** The state at the end of a trace's path, as its system prints it. */
function lastState(system: TransitionSystem, trace: Trace): readonly string[] {
  const replayed = replay(system, trace.prefix);
  const last = replayed.states[replayed.states.length - 1] as State;
  return system.print(last).trimEnd().split('\n');
}

/** A formula on its line: one that is long has its beginning there, and stands whole in JSON and in its file. */
const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

const indent = (lines: readonly string[], by = '  '): string[] => lines.map((l) => (l === '' ? l : `${by}${l}`));

/** A report on lines. */
export function reportLines(request: Request, report: Report): readonly string[] {
  const { space, valid, unexpected } = report;
  const { sources, updated } = request;
  const lines: string[] = [];
  const chosen = Object.entries(sources.choices).map(([k, v]) => `${k} ${v}`);
  const end = space.complete ? 'complete' : 'not complete: verdicts are of what was explored';
  lines.push(
    `${sources.program.file}: ${plural(space.size, 'state')}, ${plural(space.edges, 'step')}, ${end}` +
      (chosen.length === 0 ? '' : ` (${chosen.join(', ')})`),
  );
  for (const o of report.outcomes) {
    const variables = Object.entries(o.variables).map(([z, v]) => `${z} = ${v}`);
    const parts = [o.end, ...(o.value === null ? [] : [o.value]), ...variables];
    lines.push(`  ${parts.join(' | ')}${updated.updates > 0 ? ` | ${plural(o.applied, 'update')}` : ''}`);
  }
  if (report.outcomes.length === 0 && space.complete) lines.push('  no run ends');
  report.refused.forEach((codes, i) => {
    const name = sources.updates[i]?.file ?? `update ${i + 1}`;
    if (codes.length > 0) lines.push(`${name}: refused somewhere (${codes.join(', ')})`);
  });
  for (const { property, checked, trace } of report.properties) {
    const name = property.name === null ? '' : `${property.name}: `;
    const kind = property.kind === 'ltl' ? '' : `${property.kind} `;
    const because = checked.because === undefined ? '' : ` (${checked.because})`;
    lines.push(`${checked.verdict.padEnd(7)} ${name}${kind}${shortened(property.text)}${because}`);
    if (trace === null) continue;
    lines.push(...indent(traceLines(trace), '    '));
    if (trace.cycle.length === 0) lines.push(...indent(lastState(updated, trace), '      '));
  }
  if (valid !== undefined) {
    const states = valid.verdict === 'holds' ? ` (from ${plural(valid.updated, 'state')} just updated)` : '';
    lines.push(`${valid.verdict.padEnd(7)} the update is valid${states}`);
    if (valid.trace !== null) lines.push(...indent(traceLines(valid.trace), '    '));
  }
  if (unexpected !== undefined) {
    const { verdict, trace, observed, labels } = unexpected;
    if (verdict === 'none') lines.push(`nothing unexpected, observing ${observed.join(', ')}`);
    else if (verdict === 'unknown')
      lines.push(`unknown whether something unexpected is written to ${observed.join(', ')}`);
    else {
      lines.push(`unexpected: ${(trace ?? []).join(', ')}`);
      if (labels !== null) lines.push(...indent(traceLines({ prefix: space.labelled(labels), cycle: [] }), '    '));
    }
  }
  return lines;
}
