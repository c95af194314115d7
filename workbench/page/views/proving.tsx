/** What is proved, which cases are open, and how far a proof or a hunt has come. */
import { useState } from 'preact/hooks';
import type { HuntProgress, OpenShown, TheoremShown } from '../engine/hunt.ts';
import { partsOf, ProofSteps } from '../tree/steps.tsx';

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

const caseOf = (c: OpenShown): string => (c.case === '' ? c.theorem : `${c.theorem}, case ${c.case}`);

/** Theorems with proofs, and of the others where the proof breaks. */
export function Proofs({ of }: { readonly of: readonly TheoremShown[] }) {
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
                  {c.lines !== undefined && c.lines.length > 0 && (
                    <Branch of={c.lines} label={`The branch of ${caseOf(c)}`} />
                  )}
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

/** The branch on which the search ended, step by step: parts inside it fold. */
function Branch({ of, label }: { readonly of: NonNullable<OpenShown['lines']>; readonly label: string }) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(() => new Set(partsOf(of).slice(1)));
  const fold = (id: number) => setFolded((f) => new Set(f.has(id) ? [...f].filter((x) => x !== id) : [...f, id]));
  return <ProofSteps label={label} lines={of} folded={folded} onFold={fold} />;
}
