/**
 * A proof as a list of steps: what is done, the claims that it gives under their numbers, what holds besides; proofs
 * inside it (of cases, of premises for all) fold.
 *
 *     <ProofSteps lines={lines} folded={folded} onFold={(id) => …} selected={id} onSelect={(id) => …} />
 *
 * `lines` are plain data from the engine (engine/proofs.ts). What is folded and selected is the parent's to keep.
 */
import type { LineShown, NameShown, WordsShown } from '../engine/proofs.ts';
import { RuleCard } from './card.tsx';
import { Formula } from './math.tsx';
import './tree.css';
import './steps.css';

export function Said({ of }: { readonly of: WordsShown }) {
  return <>{of.map((w, i) => (typeof w === 'string' ? w : <Formula key={i} of={w.math} label={w.text} />))}</>;
}

export interface StepsProps {
  readonly lines: readonly LineShown[];
  readonly folded: ReadonlySet<number>;
  readonly onFold: (id: number) => void;
  /** The line whose rule or lemma is shown. */
  readonly selected?: number | null;
  readonly onSelect?: (id: number) => void;
  /** The claims that are chosen, by their numbers; where they can be chosen. */
  readonly chosen?: readonly number[];
  readonly onClaim?: (no: number) => void;
  readonly label?: string;
}

/** Whether a branch is open: what stands in the others can no longer be chosen, and its numbers may be other claims' now. */
const isOpen = (lines: readonly LineShown[]): boolean =>
  lines.some((l) => l.kind === 'open' || l.parts.some((p) => isOpen(p.lines)));

export function ProofSteps(props: StepsProps) {
  const { lines, folded, onFold, selected, onSelect, chosen, onClaim, label } = props;
  return (
    <ol class="steps" aria-label={label}>
      {lines.map((l) => (
        <li key={l.id} class={`steps-line steps-${l.kind}${l.id === selected ? ' steps-selected' : ''}`}>
          <div class="steps-by">
            {l.name !== null && onSelect ? (
              <button type="button" aria-pressed={l.id === selected} onClick={() => onSelect(l.id)}>
                <Said of={l.by} />
              </button>
            ) : (
              <Said of={l.by} />
            )}
          </div>
          {l.parts.map((p) => {
            const open = !folded.has(p.id);
            return (
              <div key={p.id} class="steps-part">
                <button type="button" class="steps-fold" aria-expanded={open} onClick={() => onFold(p.id)}>
                  <span aria-hidden="true">{open ? '▾ ' : '▸ '}</span>
                  <Said of={p.title} />
                </button>
                {open && <Inside {...props} lines={p.lines} label="" />}
              </div>
            );
          })}
          {l.claims.map((c) => (
            <div key={c.no} class="steps-claim">
              {onClaim ? (
                <button type="button" aria-pressed={chosen?.includes(c.no) ?? false} onClick={() => onClaim(c.no)}>
                  ({c.no})
                </button>
              ) : (
                <span class="steps-number">({c.no})</span>
              )}{' '}
              <Formula of={c.math} label={c.text} />
            </div>
          ))}
          {l.facts.length > 0 && (
            <ul class="steps-facts">
              {l.facts.map((f, i) => (
                <li key={i}>
                  <Formula of={f.math} label={f.text} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function Inside({ onClaim, ...props }: StepsProps) {
  return <ProofSteps {...props} {...(onClaim && isOpen(props.lines) ? { onClaim } : {})} />;
}

/** The numbers of all parts. */
export const partsOf = (lines: readonly LineShown[]): readonly number[] =>
  lines.flatMap((l) => l.parts.flatMap((p) => [p.id, ...partsOf(p.lines)]));
/** The line of a number. */
export const lineAt = (lines: readonly LineShown[], id: number | null): LineShown | undefined => {
  for (const l of lines) {
    if (l.id === id) return l;
    for (const p of l.parts) {
      const found = lineAt(p.lines, id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

/** A rule, or what a theorem or lemma says. */
export function Named({ of }: { readonly of: NameShown }) {
  if (of.kind === 'rule') return <RuleCard rule={of.rule} />;
  return (
    <article class="tree-card" aria-label={`Statement ${of.name}`}>
      <p class="tree-sentence">
        <b>{of.name}</b>: {of.title}.
      </p>
      {[['If', of.given] as const, ['then', of.infer] as const].map(([word, all]) =>
        all.length === 0 ? null : (
          <>
            <p class="tree-sentence">{word}</p>
            <ul>
              {all.map((f, i) => (
                <li key={i}>
                  <Formula of={f.math} label={f.text} />
                </li>
              ))}
            </ul>
          </>
        ),
      )}
    </article>
  );
}
