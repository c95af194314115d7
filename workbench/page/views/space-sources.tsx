/** The program, its updates and the new program; what the calculus lets choose of their space. */
import type { SpaceOpened } from '../engine/spaces.ts';
import { Editor } from '../parts/editor.tsx';
import { spaceExamples } from '../parts/space-examples.ts';
import { set, type PageState } from '../state.ts';
import { choose, freshOf, setSpace, spaceOf } from './space-state.ts';

/** A run is of one program: with another it begins anew. */
const anew = { path: null, at: null, cycle: null, branch: null };

export function Sources({ state, opened }: { readonly state: PageState; readonly opened: SpaceOpened | null }) {
  const { program, updates } = state;
  const fresh = freshOf(state);
  const { choices } = spaceOf(state);
  const example = spaceExamples.find((e) => e.program === program && e.updates.join('\0') === updates.join('\0'));
  const texts = (patch: Partial<PageState>) => {
    setSpace(anew, 'still');
    set({ ...patch, step: 0, decisions: {} }, 'quiet');
  };
  return (
    <div class="space-sources">
      <div class="space-bar">
        <label>
          Look at{' '}
          <select
            value={example?.name ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const e = spaceExamples.find((x) => x.name === value);
              if (e === undefined) return;
              const { program: text, updates: queue, variant, properties } = e;
              const space = { properties, ...(e.fresh === null ? {} : { fresh: e.fresh }) };
              set({ program: text, updates: queue, variant, step: 0, decisions: {}, space });
            }}
          >
            {example ? null : <option value="">the program of Run</option>}
            {spaceExamples.map((e) => (
              <option key={e.name} value={e.name}>
                {e.title}
              </option>
            ))}
          </select>
        </label>
        {(opened?.choices ?? []).map((c) => (
          <label key={c.name} title={c.sentence}>
            {c.name[0]?.toUpperCase()}
            {c.name.slice(1)}{' '}
            <select
              value={choices[c.name] ?? c.default}
              onChange={({ currentTarget: { value } }) => choose(c.name, value)}
            >
              {c.values.map((v) => (
                <option key={v}>{v}</option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <details>
        <summary>Program and updates</summary>
        <div class="space-texts">
          <Editor
            label="Program"
            value={program}
            onChange={(text) => texts({ program: text })}
            errors={opened?.program ?? []}
          />
          {updates.map((text, i) => (
            <Editor
              key={i}
              label={`Update ${i + 1}`}
              value={text}
              onChange={(typed) => texts({ updates: updates.map((u, k) => (k === i ? typed : u)) })}
              errors={opened?.updates[i] ?? []}
            />
          ))}
          {fresh === null ? (
            <button type="button" onClick={() => setSpace({ fresh: program })}>
              Give the new program, and ask whether the update is valid
            </button>
          ) : (
            <div>
              <Editor
                label="New program"
                value={fresh}
                onChange={(text) => setSpace({ fresh: text }, 'quiet')}
                errors={opened?.fresh ?? []}
              />
              <button type="button" onClick={() => setSpace({ fresh: null })}>
                Without a new program
              </button>
            </div>
          )}
        </div>
      </details>
    </div>
  );
}
