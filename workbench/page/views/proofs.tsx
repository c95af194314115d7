/** Proofs in Derivations: a case of a theorem read step by step, folded, looked into, copied as LaTeX. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ProofsAsked, ProofShown, ProofsFound } from '../engine/proofs.ts';
import { ask } from '../rpc.ts';
import type { Place } from '../tree/place.ts';
import { lineAt, Named, partsOf, ProofSteps } from '../tree/steps.tsx';

interface ProofsProps {
  readonly of: ProofsAsked;
  /** The name of the file; undefined for those that are kept. */
  readonly file: string | undefined;
  readonly place: Place;
  readonly put: (patch: Partial<Place> | ((now: Place) => Partial<Place>)) => void;
  readonly onLatex: (text: string | null) => void;
}

export function Proofs({ of, file, place, put, onLatex }: ProofsProps) {
  const [found, setFound] = useState<ProofsFound | null>(null);
  const [read, setRead] = useState<ProofShown | { readonly message: string } | null>(null);
  const at = place.root !== 0 || found?.wrong == null ? place.root : found.wrong;

  useEffect(() => {
    let current = true;
    setFound(null);
    ask('proofs', { of }).then(
      (f) => current && setFound(f),
      (e: Error) => current && setFound({ ok: false, message: e.message, system: '', variant: null, cases: [], wrong: null }), // prettier-ignore
    );
    return () => void (current = false);
  }, [of]);
  const there = (found?.cases.length ?? 0) > 0;
  useEffect(() => {
    let current = true;
    setRead(null);
    if (there)
      ask('proofRead', { of, at }).then(
        (r) => current && setRead(r),
        (e: Error) => current && setRead({ message: e.message }),
      );
    return () => void (current = false);
  }, [of, at, there]);

  const shown = read !== null && 'lines' in read ? read : null;
  const parts = useMemo(() => partsOf(shown?.lines ?? []), [shown]);
  const folded = useMemo(() => {
    const out = new Set(place.folds === 'all' ? parts : []);
    if (place.of === 0 || place.of === parts.length) for (const id of place.changed) if (!out.delete(id)) out.add(id);
    return out;
  }, [place, parts]);
  const fold = (id: number) =>
    put((now) => {
      const before = now.of === parts.length ? now.changed : [];
      const changed = before.includes(id) ? before.filter((x) => x !== id) : [...before, id];
      return { of: parts.length, changed };
    });
  const line = lineAt(shown?.lines ?? [], place.selected);
  const name = line?.name == null ? undefined : shown?.names[line.name];
  const latex = async () => onLatex(await ask('proofLatex', { of, at }));

  if (found === null) return <p class="derivations-note">The proofs are being checked…</p>;
  return (
    <>
      <div role={found.ok ? 'status' : 'alert'} class={`derivations-verdict${found.ok ? '' : ' derivations-bad'}`}>
        <p>
          {found.ok ? '✓' : '✗'} {file === undefined ? '' : `${file}: `}
          {found.message}.
        </p>
      </div>
      {there && (
        <div class="derivations-bar">
          <label>
            Case{' '}
            <select
              aria-label="Case"
              value={String(at)}
              onChange={(e) => put({ root: Number(e.currentTarget.value), selected: null, changed: [], folds: 'first', of: 0 })} // prettier-ignore
            >
              {found.cases.map((c, i) => (
                <option key={c} value={String(i)}>
                  {c}
                </option>
              ))}
            </select>
          </label>
          {shown && (
            <>
              <button type="button" onClick={() => void latex()}>
                Copy LaTeX
              </button>
              {parts.length > 0 && (
                <>
                  <button type="button" onClick={() => put({ folds: 'first', changed: [], of: 0 })}>
                    Unfold all
                  </button>
                  <button type="button" onClick={() => put({ folds: 'all', changed: [], of: 0 })}>
                    Fold all
                  </button>
                </>
              )}
              <span class="derivations-note">{shown.steps} steps, checked</span>
            </>
          )}
        </div>
      )}
      {read !== null && shown === null && (
        <p role="alert" class="derivations-verdict derivations-bad">
          {(read as { readonly message: string }).message}.
        </p>
      )}
      {shown && (
        <div class="derivations-main derivations-fill">
          <section class="derivations-proof" aria-label={`Proof: ${shown.heading}`} tabIndex={0}>
            <h2>{shown.heading}</h2>
            <p class="derivations-note">{shown.title}.</p>
            <ProofSteps
              label={shown.heading}
              lines={shown.lines}
              folded={folded}
              onFold={fold}
              selected={place.selected}
              onSelect={(id) => put({ selected: id })}
            />
          </section>
          <div class="derivations-side">
            {name === undefined ? (
              <p class="derivations-note">Choose a step to see its rule, or what its lemma says.</p>
            ) : (
              <Named of={name} />
            )}
          </div>
        </div>
      )}
    </>
  );
}
