/** The program and the updates in their queue: chosen from the examples, edited, with their errors. */
import { memo } from 'preact/compat';
import type { Checked } from '../engine/check.ts';
import type { At } from '../engine/sent.ts';
import type { Range } from '../engine/sent.ts';
import { Editor, type Problem } from '../parts/editor.tsx';
import { examples } from '../parts/examples.ts';
import { set, type PageState } from '../state.ts';
import { readVariant } from '../variant-name.ts';

const status = (updates: At['updates'] | undefined, i: number): string => {
  const u = updates?.[i];
  if (!u) return '';
  if (u.status === 'applied') return `applied at step ${u.step}`;
  if (u.status === 'withdrawn') return 'refused by hand';
  if (u.status === 'next') return u.reasons.length > 0 ? 'first in line, not well formed' : 'first in line';
  return u.status === 'waiting' ? 'waits in line' : 'cannot be read';
};

interface SourcesProps {
  readonly program: string;
  readonly updates: readonly string[];
  readonly check: PageState['check'];
  readonly variant: string | null;
  readonly checked: Checked | undefined;
  /** How the updates stand at the step in view. */
  readonly standing: At['updates'] | undefined;
  readonly link: Range | undefined;
  readonly onPoint: (file: number, offset: number | null) => void;
}

function DrawnSources({ program, updates, check, variant, checked, standing, link, onPoint }: SourcesProps) {
  const marks = (file: number) =>
    link?.file === file ? [{ from: link.from, to: link.to, className: 'code-lit' }] : [];
  const anew = { step: 0, decisions: {} };
  const rules = readVariant(variant);
  const chosen = examples.find((e) => e.program === program && e.updates.join('\0') === updates.join('\0'));
  /** What an update's text gets wrong, then what it gets wrong at this step's types. */
  const problems = (i: number): readonly Problem[] => {
    const errors = checked?.updates[i] ?? [];
    if (errors.length > 0) return errors;
    return (standing?.[i]?.reasons ?? []).map((r) => ({
      ...(r.line !== undefined && r.file === `update ${i + 1}` ? { line: r.line, column: r.column ?? 1 } : {}),
      message: `${r.code}: ${r.message}`,
    }));
  };
  return (
    <>
      <div class="run-choice">
        <label>
          Example{' '}
          <select
            value={chosen?.name ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const e = examples.find((x) => x.name === value);
              if (!e) return;
              // Rules of another calculus are not for this program.
              const rulesStay = readVariant(e.variant).calculus === rules.calculus;
              set({ program: e.program, updates: e.updates, ...anew, ...(rulesStay ? {} : { variant: e.variant }) });
            }}
          >
            {chosen ? null : <option value="">your own</option>}
            {examples.map((e) => (
              <option key={e.name} value={e.name}>
                {e.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Check{' '}
          <select
            value={check}
            onChange={({ currentTarget: { value } }) => set({ check: value === 'static' ? 'static' : 'dynamic' })}
          >
            <option value="dynamic">dynamic</option>
            <option value="static">static</option>
          </select>
        </label>
        {variant === null || (rules.name === '' && rules.rules === null) ? null : (
          <span>
            Rules <strong>{rules.rules === null ? variant : 'of your own'}</strong>
            {checked?.variantKnown === false ? ': they cannot be read, the calculus runs as it is.' : ''}{' '}
            <button type="button" onClick={() => set({ variant: null, step: 0 })}>
              Back to the calculus as it is
            </button>
          </span>
        )}
      </div>
      <div class="run-sources">
        <section aria-labelledby="run-program">
          <h2 id="run-program">Program</h2>
          <Editor
            label="Program"
            value={program}
            onChange={(text) => set({ program: text, decisions: {} }, 'quiet')}
            errors={checked?.program ?? []}
            marks={marks(0)}
            onPoint={(offset) => onPoint(0, offset)}
          />
        </section>
        <div>
          {updates.map((text, i) => (
            <section key={i} aria-labelledby={`run-update-${i}`}>
              <h2 id={`run-update-${i}`}>
                Update {i + 1} <small>{status(standing, i)}</small>
                <button
                  type="button"
                  aria-label={`Remove update ${i + 1}`}
                  onClick={() => set({ updates: updates.filter((_, k) => k !== i), decisions: {} })}
                >
                  Remove
                </button>
              </h2>
              <Editor
                label={`Update ${i + 1}`}
                value={text}
                onChange={(typed) =>
                  set({ updates: updates.map((u, k) => (k === i ? typed : u)), decisions: {} }, 'quiet')
                }
                errors={problems(i)}
                marks={marks(i + 1)}
                onPoint={(offset) => onPoint(i + 1, offset)}
              />
            </section>
          ))}
          <button type="button" onClick={() => set({ updates: [...updates, 'update\n'], decisions: {} })}>
            Add an update
          </button>
        </div>
      </div>
    </>
  );
}

/** Drawn again only when they change, not at each step. */
export const Sources = memo(DrawnSources);
