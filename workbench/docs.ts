/** docs/calculus.md: the calculus as implemented, written from the rules themselves; schemas/, from the codecs (`npm run docs`). */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Grammar } from '../semantics/grammar.ts';
import type { MetaTable } from '../semantics/symbols.ts';
import type { Form } from '../rules/judgement.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { equationsAsText } from '../checker/notation/typeset.ts';
import type { Premise, Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { calculi, defaultCalculus } from '../proofs/calculi.ts';
import type { Calculus } from '../proofs/calculus.ts';
import { packageRoot } from '../proofs/records.ts';
import { schemas, schemaText } from './schemas/schemas.ts';
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

function metafunctionSection(system: System, but: ReadonlySet<string> = new Set()): string[] {
  const own = metafunctionsOf(system.rules.values()).filter((f) => !but.has(f.info.name));
  return own.flatMap((f) => {
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

/** Whether a rule is another one with positions added to its judgements, and nothing else. */
function onlyLifted(rule: Rule, of: Rule | undefined): boolean {
  const lifted = (p: Premise, q: Premise | undefined): boolean =>
    p === q || (p.kind === 'judgement' && q?.kind === 'judgement' && q.args.every((arg) => p.args.includes(arg)));
  return (
    of !== undefined &&
    of.premises.length === rule.premises.length &&
    rule.premises.every((p, i) => lifted(p, of.premises[i])) &&
    lifted(rule.conclusion, of.conclusion)
  );
}

const generatedFrom = '## What is added to ';

/** What a calculus adds to the first one, which it extends: constructors, metavariables, judgements, rules, metafunctions, variants. */
export function extensionSection({ base: system, variants }: Calculus): string {
  const { base, title } = defaultCalculus;
  const own = [...system.rules.values()].filter((r) => !onlyLifted(r, base.rules.get(r.name)));
  const forms = system.judgements.filter((f) => !base.judgements.includes(f));
  const rulesOf = (form: Form) => own.filter((r) => r.conclusion.judgement.name === form.name);
  const others = own.filter((r) => !forms.some((f) => f.name === r.conclusion.judgement.name));
  const before = new Set(metafunctionsOf(base.rules.values()).map((f) => f.info.name));
  const g = system.grammar;
  const constructors = new Map([...g.constructors].filter(([tag]) => !base.grammar.constructors.has(tag)));
  const maps = Object.fromEntries(Object.entries(g.maps).filter(([sort]) => !(sort in base.grammar.maps)));
  const metas = Object.fromEntries(Object.entries(system.metas).filter(([letter]) => !(letter in base.metas)));
  return [
    `${generatedFrom}${title}`,
    '',
    'Written by `npm run docs` from the extension itself; a test compares it. All else is as in [calculus.md](calculus.md): the rules there',
    'are the very same ones, with the positions that judgements have gained.',
    '',
    '### Terms',
    '',
    ...grammarSection({ ...g, constructors, maps }),
    '### Metavariables',
    '',
    ...metaSection(metas),
    '### Rules for what was there',
    '',
    ...code(others.map((r) => ruleAsText(system, r)).join('\n')),
    ...forms.flatMap((form) => judgementSection(system, form, rulesOf(form))),
    '### Metafunctions',
    '',
    ...metafunctionSection(system, before),
    '### Variants',
    '',
    ...variantTable(variants),
    '',
  ].join('\n');
}

/** The document of a calculus that extends the first one: its tour as it stands, and what is generated. */
export const extensionDocument = (c: Calculus, before: string): string =>
  `${before.slice(0, before.indexOf(generatedFrom))}${extensionSection(c)}`;

const generatedWhole = '## The calculus as implemented';

/** A calculus that stands on its own: terms, metavariables, judgements, rules, metafunctions, theorems, variants. */
export function ownSection({ base, variants, theorems }: Calculus): string {
  // In the order of their rules, which is that of the document.
  const forms = [...new Set([...base.rules.values()].map((r) => r.conclusion.judgement))];
  const rulesOf = (form: Form) => [...base.rules.values()].filter((r) => r.conclusion.judgement === form);
  return [
    generatedWhole,
    '',
    'Written by `npm run docs` from the grammar, the judgements, the rules and the metafunctions themselves; a test compares it.',
    '',
    '### Terms',
    '',
    ...grammarSection(base.grammar),
    '### Metavariables',
    '',
    ...metaSection(base.metas),
    '### Judgements and rules',
    '',
    ...forms.flatMap((form) => judgementSection(base, form, rulesOf(form)).map(deeper)),
    '### Metafunctions',
    '',
    ...metafunctionSection(base),
    '### Theorems',
    '',
    ...theorems(base).map((t) => `- ${t.name}: ${t.title}`),
    '',
    '### Variants',
    '',
    ...variantTable(variants),
    '',
  ].join('\n');
}
const deeper = (line: string): string => (line.startsWith('### ') ? `#${line}` : line);
const variantTable = (variants: Calculus['variants']): string[] => [
  '| variant | falls | what is different |',
  '|---|---|---|',
  ...variants.map((v) => `| ${v.name} | ${v.expected === 'sound' ? 'sound' : v.expected.join(', ')} | ${v.sentence} |`),
];

/** The document of such a calculus: its tour as it stands, and what is generated. */
export const ownDocument = (c: Calculus, before: string): string =>
  `${before.slice(0, before.indexOf(generatedWhole))}${ownSection(c)}`;

/** The calculi whose documents are partly generated: `docs/NAME.md`. */
const extensions = calculi.filter((c) => c !== defaultCalculus && extendsFirst(c));
function extendsFirst({ base }: Calculus): boolean {
  return [...defaultCalculus.base.grammar.constructors.keys()].every((tag) => base.grammar.constructors.has(tag));
}
/** Those that stand on their own and have such a document. */
const own = calculi.filter((c) => c !== defaultCalculus && !extendsFirst(c) && hasSection(c.name));
function hasSection(name: string): boolean {
  const file = join(packageRoot, 'docs', `${name}.md`);
  return existsSync(file) && readFileSync(file, 'utf8').includes(generatedWhole);
}
export { extensions as documentedExtensions, own as documentedAlone };

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(new URL('../../docs/calculus.md', import.meta.url), calculusDocument());
  const folder = new URL('../../schemas/', import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, schema] of Object.entries(schemas)) writeFileSync(new URL(name, folder), schemaText(schema));
  for (const c of extensions) {
    const file = new URL(`../../docs/${c.name}.md`, import.meta.url);
    writeFileSync(file, extensionDocument(c, readFileSync(file, 'utf8')));
  }
  for (const c of own) {
    const file = new URL(`../../docs/${c.name}.md`, import.meta.url);
    writeFileSync(file, ownDocument(c, readFileSync(file, 'utf8')));
  }
}
