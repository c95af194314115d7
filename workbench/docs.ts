/** docs/calculus.md: the calculus as implemented, written from the rules themselves (`npm run docs`). */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Grammar } from '../semantics/grammar.ts';
import type { MetaTable } from '../semantics/symbols.ts';
import type { Form } from '../rules/judgement.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { equationsAsText } from '../checker/notation/typeset.ts';
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { defaultCalculus } from '../proofs/calculi.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';

const code = (text: string) => ['```text', text.trimEnd(), '```', ''];

function judgementSection(system: System, form: Form, rules: readonly Rule[]): string[] {
  const names = (sorts: readonly string[], from: number) => sorts.map((s, i) => `{${from + i}} ${s}`).join(', ');
  return [
    `### ${form.name}`,
    '',
    `${form.sentence[0]?.toUpperCase()}${form.sentence.slice(1)}.`,
    '',
    `Form: \`${form.text}\`. Inputs: ${names(form.inputs, 0)}. Outputs: ${form.outputs.length === 0 ? 'none' : names(form.outputs, form.inputs.length)}.`,
    '',
    ...code(rules.map((r) => ruleAsText(system, r)).join('\n')),
  ];
}

function grammarSection(g: Grammar): string[] {
  const bySort = new Map<string, string[]>();
  for (const c of g.constructors.values()) {
    if (c.sort in g.maps) continue;
    const fields = c.fields.map(([f, s]) => `${f} : ${s}`).join(', ');
    const line = `${c.tag.padEnd(14)} ${c.text}${fields === '' ? '' : `    (${fields})`}`;
    bySort.set(c.sort, [...(bySort.get(c.sort) ?? []), line]);
  }
  const lines = [...bySort].flatMap(([sort, cs]) => [`${sort} ::=`, ...cs.map((c) => `    ${c}`), '']);
  const maps = Object.entries(g.maps).map(([sort, of]) => `${sort} = names ↦ ${of}`);
  return code([...lines, ...maps].join('\n'));
}

function metaSection(table: MetaTable): string[] {
  const lines = Object.entries(table).map(([letter, entry]) =>
    typeof entry === 'string' ? `${letter}  ${entry}` : `${letter}  ${entry.sort}, a ${entry.restriction.name}`,
  );
  return code(lines.join('\n'));
}

function metafunctionSection(system: System): string[] {
  return metafunctionsOf(system.rules.values()).flatMap((f) => {
    const { info } = f;
    const equations = equationsAsText(system.grammar, f);
    return [
      `**${info.name}** \`${info.text}\` (${info.args.join(', ')}) → ${info.result}: ${info.sentence}.`,
      '',
      ...(equations.length > 0 ? code([...equations, `elsewhere: ${info.otherwise ?? ''}`].join('\n')) : []),
    ];
  });
}

/** The whole document. */
export function calculusDocument(): string {
  const { base, presentations } = defaultCalculus;
  const rulesOf = (form: Form) => [...base.rules.values()].filter((r) => r.conclusion.judgement === form);
  return [
    '# The calculus as implemented',
    '',
    'Written by `npm run docs` from the grammar, the judgements, the rules and the metafunctions themselves; a test compares',
    'it with them. Where it departs from the calculus as specified, [deviations.md](deviations.md) says so.',
    '',
    '## Terms',
    '',
    ...grammarSection(base.grammar),
    '## Metavariables',
    '',
    'The first letter of a metavariable says its sort.',
    '',
    ...metaSection(base.metas),
    '## Judgements and rules',
    '',
    ...base.judgements.flatMap((form) => judgementSection(base, form, rulesOf(form))),
    ...presentations.flatMap(({ name, system, about }) => [
      `## The ${name} presentation`,
      '',
      `The rules that differ from those above. ${about}`,
      '',
      ...code(
        [...system.rules.values()]
          .filter((r) => base.rules.get(r.name) !== r)
          .map((r) => ruleAsText(system, r))
          .join('\n'),
      ),
    ]),
    '## Metafunctions',
    '',
    ...metafunctionSection(base),
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(new URL('../../docs/calculus.md', import.meta.url), calculusDocument());
