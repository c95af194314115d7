/** The state that the next step leads to, whole, with the contractum marked. */
import { useMemo } from 'preact/hooks';
import type { After as Shown } from '../engine/sent.ts';
import { Code, type CodeSpan } from '../parts/code.tsx';

export function After({ after, rule }: { readonly after: Shown; readonly rule: string }) {
  const { code, from, to } = after;
  const spans = useMemo((): CodeSpan[] => (from < to ? [{ from, to, className: 'run-contractum' }] : []), [after]);
  return (
    <section class="run-panel" aria-labelledby="run-after">
      <h2 id="run-after">
        Then <small>by {rule}</small>
      </h2>
      {code.before > 0 ? <p class="run-note">… {code.before} characters before</p> : null}
      <Code label="The expression after the next step" text={code.text} spans={spans} />
      {code.after > 0 ? <p class="run-note">… {code.after} characters behind</p> : null}
    </section>
  );
}
