/** Reports for people: verdicts, and runs step by step with a lane for each actor. */
import { labelText } from '../../checker/explore/export.ts';
import type { Label, State, TransitionSystem } from '../../checker/explore/system.ts';
import { replay } from '../../checker/explore/system.ts';
import type { Trace } from '../../checker/explore/witness.ts';
import type { Report } from './report.ts';
import type { Request } from './request.ts';
import { tableLines } from '../table.ts';

const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** The actors of some steps: those with numbers by their numbers, then the others. */
function actorsOf(labels: readonly Label[]): readonly string[] {
  const names = [...new Set(labels.map((l) => l.actor))];
  const rank = (a: string): number => (/^\d+$/.test(a) ? Number(a) : Number.MAX_SAFE_INTEGER);
  return names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

const indent = (lines: readonly string[], by = '  '): string[] => lines.map((l) => (l === '' ? l : `${by}${l}`));

/** A run on lines: the number of each step, a column for each actor with a mark in that of who moves, rule and event. */
export function traceLines(trace: Trace): readonly string[] {
  const labels = [...trace.prefix, ...trace.cycle];
  const actors = actorsOf(labels);
  const moves = (label: Label): string[] => actors.map((a) => (a === label.actor ? '●' : '·'));
  const [names, ...lanes] = tableLines([actors, ...labels.map(moves)], {
    between: ' ',
    right: actors.map((_, i) => i),
  });
  const rows = labels.map((label, i) => [
    String(i + 1),
    lanes[i] as string,
    labelText(label).slice(label.actor.length + 1),
  ]);
  if (trace.cycle.length > 0) rows.splice(trace.prefix.length, 0, ['', '', 'for ever:']);
  return labels.length === 0
    ? ['(the start)']
    : indent(tableLines([['', names as string, ''], ...rows], { right: [0] }));
}

/** The state at the end of a trace's path, as its system prints it. */
function lastState(system: TransitionSystem, trace: Trace): readonly string[] {
  const replayed = replay(system, trace.prefix);
  const last = replayed.states[replayed.states.length - 1] as State;
  return system.print(last).trimEnd().split('\n');
}

/** A formula on its line: one that is long has its beginning there, and stands whole in JSON and in its file. */
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};

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
  const verdicts = report.properties.map(({ property, checked, trace }) => {
    const name = property.name === null ? '' : `${property.name}: `;
    const kind = property.kind === 'ltl' ? '' : `${property.kind} `;
    const because = checked.because === undefined ? '' : ` (${checked.because})`;
    const behind = trace === null ? [] : indent(traceLines(trace), '    ');
    if (trace?.cycle.length === 0) behind.push(...indent(lastState(updated, trace), '      '));
    return { row: [checked.verdict, `${name}${kind}${shortened(property.text)}${because}`], behind };
  });
  if (valid !== undefined) {
    const states = valid.verdict === 'holds' ? ` (from ${plural(valid.updated, 'state')} just updated)` : '';
    const behind = valid.trace === null ? [] : indent(traceLines(valid.trace), '    ');
    verdicts.push({ row: [valid.verdict, `the update is valid${states}`], behind });
  }
  tableLines(verdicts.map((v) => v.row)).forEach((line, i) => lines.push(line, ...(verdicts[i]?.behind ?? [])));
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
