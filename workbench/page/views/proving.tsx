/** What is proved, which cases are open, and how far a proof or a hunt has come. */
import type { HuntProgress, TheoremProved } from '../engine/hunt.ts';

/** How far it has come: told from the first moment on. */
export function HowFar({ progress }: { readonly progress: HuntProgress }) {
  const { tests, seconds, fallen, proving } = progress;
  if (proving !== null)
    return (
      <span>
        {proving.of === 0 ? 'The proofs are being loaded…' : `${proving.done} of ${proving.of} cases tried by proof`}
      </span>
    );
  return (
    <span>
      {tests.toLocaleString('en')} tests in {seconds.toFixed(1)} s
      {fallen === null ? '' : `: ${fallen} falls; made smaller…`}
    </span>
  );
}

const caseOf = (c: TheoremProved['open'][number]): string =>
  c.case === '' ? c.theorem : `${c.theorem}, case ${c.case}`;

/** Theorems with proofs, and of the others where the proof breaks. */
export function Proofs({ of }: { readonly of: readonly TheoremProved[] }) {
  const proved = of.filter((t) => t.status === 'proved');
  const others = of.filter((t) => t.status !== 'proved');
  if (of.length === 0) return <p>None of these theorems has a proof to begin with: hunt them.</p>;
  return (
    <section class="rules-proofs" aria-label="Proofs">
      {proved.length > 0 && (
        <p>
          <b>Proved for all instances</b>: {proved.map((t) => t.theorem).join(', ')} (
          {proved.reduce((n, t) => n + t.cases, 0)} cases).
        </p>
      )}
      {others.map((t) => (
        <div key={t.theorem}>
          <p>
            <b>{t.theorem} is not proved</b>, which does not say that it falls:
          </p>
          <ul>
            {t.open.map((c) => (
              <li key={caseOf(c)}>
                <details>
                  <summary>
                    {caseOf(c)} {c.lemma ? '(a lemma that it rests on) ' : ''}is open
                  </summary>
                  {c.branch.length > 0 && <p class="rules-sentence">In the branch {c.branch.join(' › ')}</p>}
                  {[['Given', c.given] as const, ['Not shown', c.notShown] as const].map(([title, lines]) =>
                    lines.length === 0 ? null : (
                      <>
                        <p class="rules-sentence">{title}</p>
                        <pre class="rules-code">{lines.join('\n')}</pre>
                      </>
                    ),
                  )}
                </details>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
