/** A variant of one's own: rules changed as they are written, in the page. */
import { useEffect, useState } from 'preact/hooks';
import type { NotationProblem } from '../../../rules/notation.ts';
import type { Spelling } from '../../../rules/spelling.ts';
import type { RuleShown, RulesShown } from '../engine/rules.ts';
import { Editor } from '../parts/editor.tsx';
import { ask } from '../rpc.ts';
import { set } from '../state.ts';
import { saveFile } from '../tree/files.ts';

/** Rules that are written, and what stands before them in the state (see the engine's `chosen`). */
export interface Own {
  readonly prefix: string;
  readonly text: string;
}

/** The rules that the state's variant is written as; null for one with a name. */
export function ownRules(variant: string | null): Own | null {
  const [, prefix, text] = /^((?:[a-z]+:)?=)([^]*)$/.exec(variant ?? '') ?? [];
  return prefix === undefined || text === undefined ? null : { prefix, text };
}

/** Begins to change a rule, beside those that are changed already. */
export function change(shown: RulesShown, variant: string | null, rule: RuleShown): void {
  const own = ownRules(variant);
  const changed = shown.judgements.flatMap((j) => j.rules).filter((r) => r.change !== null && r.name !== rule.name);
  const before = own === null ? changed.map((r) => r.written).join('\n') : own.text.trimEnd();
  const written = before.split('\n').some((line) => /^[-─]{3}/.test(line) && line.trim().endsWith(` ${rule.name}`));
  const text = written ? before : `${before}${before === '' ? '' : '\n\n'}${rule.written}`;
  const prefix = shown.calculus === 'proteus' ? '=' : `${shown.calculus}:=`;
  set({ variant: prefix + text });
  document.getElementById('rules-own')?.scrollIntoView();
}

/** As the command line reads it: with the calculus, where it is another one. */
const fileOf = ({ prefix, text }: Own): string =>
  `${prefix === '=' ? '' : `system: ${prefix.slice(0, -2)}\n\n`}${text}`;

export function OwnRules({ of, problems }: { readonly of: Own; readonly problems: readonly NotationProblem[] }) {
  const [symbols, setSymbols] = useState<readonly Spelling[]>([]);
  useEffect(() => {
    void ask('spellings', null).then(setSymbols);
    document.getElementById('rules-own')?.scrollIntoView();
  }, []);
  return (
    <section class="rules-variant" aria-labelledby="rules-own">
      <h2 id="rules-own">Your own rules</h2>
      <p class="rules-sentence">
        They take the place of the rules of their names; one of another name is added, and a line{' '}
        <code>remove NAME</code> removes one.
      </p>
      <Editor
        label="Your own rules"
        value={of.text}
        onChange={(text) => set({ variant: of.prefix + text, step: 0 }, 'quiet')}
        errors={problems}
        symbols={symbols}
      />
      <button type="button" onClick={() => saveFile('own.rules', fileOf(of), 'text/plain')}>
        Save file
      </button>
    </section>
  );
}
