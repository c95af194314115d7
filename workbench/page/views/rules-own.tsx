/** A variant of one's own: rules changed as they are written, in the page. */
import { useEffect, useState } from 'preact/hooks';
import type { NotationProblem } from '../../../checker/notation/notation.ts';
import type { Spelling } from '../../../checker/notation/spelling.ts';
import type { RuleShown, RulesShown } from '../engine/rules.ts';
import { Editor } from '../parts/editor.tsx';
import { ask } from '../rpc.ts';
import { set } from '../state.ts';
import { saveFile } from '../tree/files.ts';
import { defaultName } from '../../../proofs/registry.ts';
import { readVariant, variantWritten } from '../variant-name.ts';

/** Begins to change a rule, beside those that are changed already. */
export function change(shown: RulesShown, variant: string | null, rule: RuleShown): void {
  const { rules: own } = readVariant(variant);
  const changed = shown.judgements.flatMap((j) => j.rules).filter((r) => r.change !== null && r.name !== rule.name);
  const before = own === null ? changed.map((r) => r.written).join('\n') : own.trimEnd();
  const written = before.split('\n').some((line) => /^[-─]{3}/.test(line) && line.trim().endsWith(` ${rule.name}`));
  const text = written ? before : `${before}${before === '' ? '' : '\n\n'}${rule.written}`;
  set({ variant: variantWritten(shown.calculus, text) });
  document.getElementById('rules-own')?.scrollIntoView();
}

/** As the command line reads it: with the calculus, where it is another one. */
const fileOf = (calculus: string, text: string): string =>
  `${calculus === defaultName ? '' : `system: ${calculus}\n\n`}${text}`;

interface OwnRulesProps {
  /** As in the state of the page: rules that are written. */
  readonly variant: string | null;
  readonly problems: readonly NotationProblem[];
}

export function OwnRules({ variant, problems }: OwnRulesProps) {
  const { calculus, rules } = readVariant(variant);
  const text = rules ?? '';
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
        value={text}
        onChange={(typed) => set({ variant: variantWritten(calculus, typed), step: 0 }, 'quiet')}
        errors={problems}
        symbols={symbols}
      />
      <button type="button" onClick={() => saveFile('own.rules', fileOf(calculus, text), 'text/plain')}>
        Save file
      </button>
    </section>
  );
}
