/** The heap and the type environment, with what the last step changed. */
import type { At, BindingShown } from '../engine/sent.ts';
import { Code } from '../parts/code.tsx';
import { Long } from '../parts/long.tsx';
import { RunCode, type Linked } from './run-code.tsx';

const holds: Readonly<Record<NonNullable<BindingShown['holds']>, string>> = {
  value: '',
  initialiser: 'has not run',
  transformer: 'transformer waits',
};

function Badges({ b }: { readonly b: BindingShown }) {
  const waits = b.holds ? holds[b.holds] : '';
  return (
    <>
      {b.changed ? <span class="run-badge run-changed-badge">{b.changed}</span> : null}{' '}
      {waits === '' ? null : <span class={`run-badge ${b.holds === 'transformer' ? 'run-pending' : ''}`}>{waits}</span>}{' '}
      {b.inTheWay.length > 0 ? <span class="run-badge run-con">in the way: {b.inTheWay.join(', ')}</span> : null}{' '}
      {b.replaced ? <span class="run-badge">replaced by the update</span> : null}
    </>
  );
}

export function Heap({ at, ...linked }: Linked & { readonly at: At }) {
  // Other configurations have neither, and an empty program has nothing to show of them.
  if (at.types.length + at.heap.length + at.hiddenBindings === 0) return null;
  return (
    <>
      <section class="run-panel" aria-labelledby="run-types">
        <h2 id="run-types">Types</h2>
        {at.types.length === 0 ? <p class="run-note">none</p> : null}
        <Long
          label="Types"
          class="run-bindings"
          items={at.types}
          of={(t) => (
            <div class={t.changed ? 'run-changed' : undefined}>
              {t.changed ? <span class="run-badge run-changed-badge">{t.changed}</span> : null}
              <Code label={`Type ${t.name}`} text={t.text} />
            </div>
          )}
        />
      </section>
      <section class="run-panel" aria-labelledby="run-heap">
        <h2 id="run-heap">Heap</h2>
        {at.heap.length === 0 ? <p class="run-note">empty</p> : null}
        <ul class="run-bindings">
          {at.heap.map((b) => (
            <li key={b.name} class={b.changed ? 'run-changed' : undefined}>
              <Badges b={b} />
              <RunCode label={`${b.kind} ${b.name}`} code={b.code} {...linked} />
            </li>
          ))}
        </ul>
        {at.hiddenBindings > 0 ? <p class="run-note">… and {at.hiddenBindings} more</p> : null}
      </section>
    </>
  );
}
