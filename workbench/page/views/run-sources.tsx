/** The program and the updates in their queue, as tabs of one editor, with their errors. */
import { memo } from 'preact/compat';
import { useEffect, useState } from 'preact/hooks';
import type { Checked } from '../engine/check.ts';
import type { At, Range } from '../engine/sent.ts';
import { Editor, type Mark, type Problem } from '../parts/editor.tsx';
import { tabId, Tabs } from '../parts/tabs.tsx';
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

/** What has become of an update; nothing while it waits. */
const fate = (updates: At['updates'] | undefined, i: number): string =>
  ['applied', 'withdrawn'].includes(updates?.[i]?.status ?? '') ? status(updates, i) : '';

interface SourcesProps {
  readonly program: string;
  readonly updates: readonly string[];
  /** Whether the calculus has updates. */
  readonly updatable: boolean;
  readonly check: PageState['check'];
  readonly variant: string | null;
  readonly checked: Checked | undefined;
  /** How the updates stand at the step in view. */
  readonly standing: At['updates'] | undefined;
  /** Where the run stands in them. */
  readonly here: Range | undefined;
  readonly link: Range | undefined;
  readonly onPoint: (file: number, offset: number | null) => void;
}

function DrawnSources(props: SourcesProps) {
  const { program, updates, updatable, check, variant, checked, standing, here, link, onPoint } = props;
  // What is chosen by hand, until the run goes to another source.
  const [chosen, choose] = useState(0);
  useEffect(() => {
    if (here !== undefined && !document.activeElement?.closest('.run-source .cm-editor')) choose(here.file);
  }, [here]);
  const file = Math.min(chosen, updates.length);
  const mark = (r: Range | undefined, className: string): Mark[] =>
    r?.file === file ? [{ from: r.from, to: r.to, className }] : [];
  const marks = [...mark(here, 'code-here'), ...mark(link, 'code-lit')];
  const rules = readVariant(variant);
  /** What an update's text gets wrong, then what it gets wrong at this step's types. */
  const problems = (i: number): readonly Problem[] => {
    const errors = checked?.updates[i] ?? [];
    if (errors.length > 0) return errors;
    return (standing?.[i]?.reasons ?? []).map((r) => ({
      ...(r.line !== undefined && r.file === `update ${i + 1}` ? { line: r.line, column: r.column ?? 1 } : {}),
      message: `${r.code}: ${r.message}`,
    }));
  };
  const name = (i: number) => (i === 0 ? 'Program' : `Update ${i}`);
  const flaw = (n: number) => (n === 0 ? '' : `✗ ${n}`);
  const tabs = [program, ...updates].map((_, i) => ({
    name: String(i),
    title: name(i),
    note:
      i === 0
        ? flaw(checked?.program.length ?? 0)
        : flaw(checked?.updates[i - 1]?.length ?? 0) || fate(standing, i - 1),
  }));
  const add = () => {
    set({ updates: [...updates, 'update\n'], decisions: {} });
    choose(updates.length + 1);
  };
  return (
    <div class="run-source">
      <div class="run-choice">
        <Tabs
          label="Sources"
          panel="source-panel"
          tabs={tabs}
          chosen={String(file)}
          onChoose={(n) => choose(Number(n))}
        />
        {updatable ? (
          <button type="button" aria-label="Add an update" title="Add an update" onClick={add}>
            +
          </button>
        ) : null}
        {updatable ? (
          <label class="run-check">
            Check{' '}
            <select
              value={check}
              onChange={({ currentTarget: { value } }) => set({ check: value === 'static' ? 'static' : 'dynamic' })}
            >
              <option value="dynamic">dynamic</option>
              <option value="static">static</option>
            </select>
          </label>
        ) : null}
      </div>
      {variant === null || (rules.name === '' && rules.rules === null) ? null : (
        <p class="run-note">
          Rules <strong>{rules.rules === null ? variant : 'of your own'}</strong>
          {checked?.variantKnown === false ? ': they cannot be read, the calculus runs as it is.' : ''}{' '}
          <button type="button" onClick={() => set({ variant: null, step: 0 })}>
            Back to the calculus as it is
          </button>
        </p>
      )}
      <div id="source-panel" role="tabpanel" aria-labelledby={tabId('source-panel', String(file))}>
        {file === 0 ? null : (
          <p class="run-note run-standing">
            <span>{status(standing, file - 1)}</span>
            <button
              type="button"
              aria-label={`Remove update ${file}`}
              onClick={() => set({ updates: updates.filter((_, k) => k !== file - 1), decisions: {} })}
            >
              Remove
            </button>
          </p>
        )}
        <Editor
          key={file}
          label={name(file)}
          value={file === 0 ? program : (updates[file - 1] ?? '')}
          onChange={(typed) =>
            set(
              file === 0
                ? { program: typed, decisions: {}, broken: null }
                : { updates: updates.map((u, k) => (k === file - 1 ? typed : u)), decisions: {}, broken: null },
              'quiet',
            )
          }
          errors={file === 0 ? (checked?.program ?? []) : problems(file - 1)}
          marks={marks}
          reveal={here?.file === file ? here.from : undefined}
          onPoint={(offset) => onPoint(file, offset)}
        />
      </div>
    </div>
  );
}

/** Drawn again only when they change, not at each step. */
export const Sources = memo(DrawnSources);
