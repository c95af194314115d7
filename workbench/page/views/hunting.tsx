/** The hunt of the chosen variant: its progress, and what it finds. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundShown, HuntProgress, HuntResult, TheoremShown } from '../engine/hunt.ts';
import type { ProvingProgress } from '../../hunt/proving.ts';
import type { VariantShown } from '../engine/rules.ts';
import { ask, stop } from '../rpc.ts';
import { keepFile, keptFile, saveFile } from '../tree/files.ts';
import { readVariant } from '../variant-name.ts';
import { openDerivation } from './derivations.tsx';
import { openInRun } from './open-run.ts';
import { HowFar, Proofs } from './proving.tsx';
import './rules.css';

const limit = 120;
const nothing: HuntProgress = { tests: 0, seconds: 0, fallen: null, proving: { done: 0, of: 0 } };

type Hunting =
  | { readonly is: 'idle' }
  | { readonly is: 'hunting' | 'proving'; readonly progress: HuntProgress }
  | { readonly is: 'proved'; readonly proved: readonly TheoremShown[] }
  | { readonly is: 'over'; readonly result: HuntResult }
  | { readonly is: 'stopped'; readonly message: string };

const keyOf = (variant: string | null) => `hunt ${variant ?? ''}`;

/** What an earlier hunt of a variant came to; null when there was none. */
async function kept(variant: string | null): Promise<HuntResult | null> {
  const text = await keptFile(keyOf(variant));
  if (text === null) return null;
  try {
    // Before hunts began with proofs, none were kept with them.
    return { proved: [], ...(JSON.parse(text) as Omit<HuntResult, 'proved'>) };
  } catch {
    return null;
  }
}

/** @param variant as in the state of the page. */
export function Hunting({ variant, shown }: { readonly variant: string | null; readonly shown: VariantShown | null }) {
  const [at, setAt] = useState<Hunting>({ is: 'idle' });
  const [seed, setSeed] = useState(5);
  // Answers of a hunt that was left are not for the one in view.
  const turn = useRef(0);
  useEffect(() => {
    const mine = ++turn.current;
    setAt({ is: 'idle' });
    void kept(variant).then((result) => {
      if (result && turn.current === mine) setAt((now) => (now.is === 'idle' ? { is: 'over', result } : now));
    });
    return () => {
      turn.current++;
      stop();
    };
  }, [variant]);

  const begin = async () => {
    const mine = ++turn.current;
    setAt({ is: 'hunting', progress: nothing });
    try {
      const result = await ask(
        'hunt',
        { variant, seed, time: limit, theorems: null },
        {
          slow: true,
          progress: (progress: HuntProgress) => turn.current === mine && setAt({ is: 'hunting', progress }),
        },
      );
      if (turn.current !== mine) return;
      setAt({ is: 'over', result });
      void keepFile(JSON.stringify(result), keyOf(variant));
    } catch (e) {
      if (turn.current === mine) setAt({ is: 'stopped', message: (e as Error).message });
    }
  };

  const prove = async () => {
    const mine = ++turn.current;
    setAt({ is: 'proving', progress: nothing });
    const progress = (proving: ProvingProgress) =>
      turn.current === mine && setAt({ is: 'proving', progress: { ...nothing, proving } });
    try {
      const proved = await ask('proving', { variant, theorems: null }, { slow: true, progress });
      if (turn.current === mine) setAt({ is: 'proved', proved });
    } catch (e) {
      if (turn.current === mine) setAt({ is: 'stopped', message: (e as Error).message });
    }
  };

  const busy = at.is === 'hunting' || at.is === 'proving';
  const what = shown === null ? 'the calculus as it is' : readVariant(variant).rules === null ? shown.name : 'your own';
  return (
    <section class="rules-hunt" aria-label="Hunt">
      <h2>Hunt</h2>
      <p class="rules-sentence">
        Random well-typed programs and updates are tried on the theorems
        {shown && shown.falls.length > 0 ? ` (${shown.falls.join(', ')})` : ''} under the rules of {what}, until one
        falls; what can be proved for all is proved first, and not hunted.
      </p>
      <div class="rules-bar">
        {busy ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <>
            <button type="button" class="primary" onClick={() => void begin()}>
              Hunt
            </button>
            <button type="button" onClick={() => void prove()}>
              Prove only
            </button>
          </>
        )}
        <label>
          Seed{' '}
          <input
            type="number"
            min="0"
            value={seed}
            onInput={(e) => {
              const n = e.currentTarget.valueAsNumber;
              if (Number.isSafeInteger(n) && n >= 0) setSeed(n);
            }}
          />
        </label>
        {busy && (
          <>
            {at.progress.proving === null ? (
              <progress max={limit} value={at.progress.seconds} aria-label="Time of the hunt" />
            ) : null}
            <HowFar progress={at.progress} />
          </>
        )}
      </div>
      <div role="status">
        {busy && <p class="rules-sentence">{at.progress.proving === null ? 'Hunting…' : 'Proving…'}</p>}
        {at.is === 'stopped' && <p>The hunt ended: {at.message}.</p>}
        {at.is === 'proved' && <Proofs of={at.proved} />}
        {at.is === 'over' && <Outcome result={at.result} />}
      </div>
    </section>
  );
}

function Outcome({ result }: { readonly result: HuntResult }) {
  const { found, tests, seconds, command, theorems, proved } = result;
  return (
    <>
      {proved.length > 0 && <Proofs of={proved} />}
      {found ? (
        <Found found={found} />
      ) : theorems.length === 0 ? (
        <p>
          <b>There is nothing to hunt</b>: all is proved.
        </p>
      ) : (
        <p>
          <b>Nothing fell</b>: {theorems.map(([name, n]) => `${name} ${n.toLocaleString('en')}`).join(', ')}.
        </p>
      )}
      <p class="rules-sentence">
        {tests.toLocaleString('en')} tests in {seconds.toFixed(1)} s. On the command line: <code>{command}</code>
      </p>
    </>
  );
}

/** A counterexample. @param variant the rules it is of, where they are not those of the state. */
export function Found({ found, variant }: { readonly found: FoundShown; readonly variant?: string | null }) {
  const { theorem, title, program, updates, why, file, source } = found;
  return (
    <div class="rules-fell">
      <p>
        <b>{theorem} falls</b> ({title}), case {found.case}.
      </p>
      <pre class="rules-code" aria-label="The program">
        {program.trimEnd()}
      </pre>
      {updates.map((u, i) => (
        <pre key={i} class="rules-code" aria-label={`Update ${i + 1}`}>
          {u.trimEnd()}
        </pre>
      ))}
      {why.length > 0 && (
        <>
          <p>Because</p>
          <pre class="rules-code">{why.join('\n')}</pre>
        </>
      )}
      <div class="rules-bar">
        {source && (
          <button type="button" onClick={() => void openInRun({ ...found, source }, variant)}>
            Open in Run
          </button>
        )}
        {file && (
          <>
            <button type="button" onClick={() => void openDerivation(file.title, file.text)}>
              Open derivation
            </button>
            <button type="button" onClick={() => saveFile(file.title, file.text, 'application/json')}>
              Save file
            </button>
          </>
        )}
      </div>
      {source === null && (
        <p class="rules-sentence">
          It begins in the middle of a run, with cells in its heap, or is no program: there is none to open in Run.
        </p>
      )}
      {source?.problem && (
        <p class="rules-sentence">
          Run reads it without its casts and annotations, and then it does not load: {source.problem}.
        </p>
      )}
    </div>
  );
}
