/** A case is proved: claims are chosen by their numbers, then what is done with them; each move is checked as it is made. */
import { useEffect, useState } from 'preact/hooks';
import type { ProofTried } from '../engine/proof-exercise.ts';
import type { NameShown } from '../engine/proofs.ts';
import { ask } from '../rpc.ts';
import { answerKey, usePage } from '../state.ts';
import { lineAt, Named, ProofSteps } from '../tree/steps.tsx';
import { answerWith, Hints, noteSolved } from './exercise-parts.tsx';
import { NextStep, Saying, withSaid } from './proof-moves.tsx';
import './exercise-proof.css';

const nothing: ReadonlySet<number> = new Set();

export function Trying({ of }: { readonly of: string }) {
  const { answers } = usePage();
  const answer = answers[answerKey(of)] ?? '';
  const [tried, setTried] = useState<ProofTried | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(nothing);
  const [selected, setSelected] = useState<number | null>(null);
  const [card, setCard] = useState<NameShown | null>(null);

  useEffect(() => {
    let current = true;
    setChosen([]);
    ask('proofTried', { of, answer }).then(
      (t) => {
        if (!current) return;
        setTried(t);
        setFailed(null);
        if (t.graded.done) noteSolved(of);
      },
      (e: Error) => current && setFailed(e.message),
    );
    return () => void (current = false);
  }, [of, answer]);

  const moves = answer.split('\n').filter((m) => m.trim() !== '');
  const say = (all: readonly string[]) => answerWith(of, all.map((m) => `${m}\n`).join(''), 'step');
  // A wrong move gives its place to the next one.
  const wrong = tried !== null && tried.graded.verdict === 'Something is wrong.';
  const move = (words: readonly (string | number)[]) => say([...(wrong ? moves.slice(0, -1) : moves), words.join(' ')]);
  const look = (name: string) => {
    setSelected(null);
    void ask('proofNamed', { of, name }).then(setCard, () => setCard(null));
  };
  const toggle = (no: number) => setChosen((now) => (now.includes(no) ? now.filter((n) => n !== no) : [...now, no]));
  const select = (id: number) => {
    setSelected(id);
    const { name } = lineAt(tried?.lines ?? [], id) ?? {};
    setCard(name == null ? null : (tried?.names[name] ?? null));
  };

  if (failed !== null) return <p role="alert">The check ended: {failed}.</p>;
  if (tried === null) return <p role="status">The case is being read…</p>;
  const { offered, graded, lines, unsaid } = tried;
  return (
    <div class="proving">
      <div class="proving-main">
        <ProofSteps
          label="The proof so far"
          lines={lines}
          folded={folded}
          onFold={(id) => setFolded((f) => new Set(f.has(id) ? [...f].filter((x) => x !== id) : [...f, id]))}
          selected={selected}
          onSelect={select}
          {...(offered === null ? {} : { chosen, onClaim: toggle })}
        />
        <aside class="proving-side" aria-label="What it says">
          {card === null ? (
            <p class="exercises-note">Choose a rule or a lemma, or a step, to see what it says.</p>
          ) : (
            <Named of={card} />
          )}
        </aside>
      </div>
      <div role="status" class="exercises-verdict">
        <p class={graded.done ? 'exercises-solved' : wrong ? 'exercises-wrong' : 'exercises-note'}>
          <b>{graded.verdict}</b>
          {wrong && ` ${moves.at(-1)} is no step here.`}
        </p>
        {graded.findings.length > 0 && (
          <ul>
            {graded.findings.map((f) => (
              <li>{f.message}</li>
            ))}
          </ul>
        )}
      </div>
      {wrong && unsaid.length > 0 && (
        <Saying key={answer} of={unsaid} onSay={(said) => move([withSaid(moves.at(-1)!, said)])} />
      )}
      {offered !== null && <NextStep of={offered} chosen={chosen} onMove={move} onLook={look} />}
      {moves.length > 0 && (
        <p>
          <button type="button" onClick={() => say(moves.slice(0, -1))}>
            Take back
          </button>{' '}
          <span class="exercises-note">{moves.join('; ')}</span>
        </p>
      )}
      {!graded.done && <Hints of={graded.hints} fitting={wrong ? graded.fitting : 0} />}
    </div>
  );
}
