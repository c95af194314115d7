/** What may be done next in a case that is proved: with the claims that are chosen, and with what is to be shown for all. */
import { useState } from 'preact/hooks';
import type { Offered, Unsaid } from '../../../proofs/moves/moves.ts';

export interface NextStepProps {
  readonly of: Offered;
  /** Claims by their numbers, in the order in which they were chosen. */
  readonly chosen: readonly number[];
  readonly onMove: (words: readonly (string | number)[]) => void;
  readonly onLook: (name: string) => void;
}

export function NextStep({ of, chosen, onMove, onLook }: NextStepProps) {
  const [one] = chosen;
  const forAll = (no: number | undefined) => of.claims.some((c) => c.no === no && !c.judgement);
  const using = { premises: of.premises, chosen, shows: !chosen.some(forAll), onLook };
  return (
    <fieldset class="proving-moves">
      <legend>
        Next step{' '}
        {chosen.length === 0
          ? '(choose claims by their numbers first)'
          : `on ${chosen.map((n) => `(${n})`).join(', ')}`}
      </legend>
      <button type="button" disabled={chosen.length !== 1 || forAll(one)} onClick={() => onMove(['invert', one!])}>
        Invert
      </button>
      {forAll(one) && (
        <button type="button" onClick={() => onMove(['for-all', ...chosen])}>
          Use ({one})
        </button>
      )}
      {of.show.length > 0 && (
        <button type="button" onClick={() => onMove(['show'])}>
          Show {of.show.join(', and ')}
        </button>
      )}
      <Chosen
        title="Hypothesis of induction"
        of={of.hypotheses}
        {...using}
        onUse={(name, on) => onMove(['hypothesis', name, ...on])}
      />
      <Chosen title="Lemma" of={of.lemmas} {...using} onUse={(name, on) => onMove(['lemma', name, ...on])} />
      <Chosen title="Rule" of={of.rules} {...using} onUse={(name, on) => onMove(['rule', name, ...on])} />
      <Chosen title="Cases" of={of.cases} onUse={(name) => onMove(['cases', name])} />
    </fieldset>
  );
}

interface ChosenProps {
  readonly title: string;
  readonly of: readonly string[];
  readonly premises?: Offered['premises'];
  readonly chosen?: readonly number[];
  /** Whether premises for all are shown on the spot, unless it is said otherwise. */
  readonly shows?: boolean;
  /** Is told what it is on: numbers of claims, and `show` where a premise is shown on the spot. */
  readonly onUse: (name: string, on: readonly (string | number)[]) => void;
  readonly onLook?: (name: string) => void;
}

/** One of several, what of it is shown on the spot, and the button that uses it; nothing where there are none. */
function Chosen({ title, of, premises = {}, chosen = [], shows = false, onUse, onLook }: ChosenProps) {
  const [name, setName] = useState('');
  const [said, setSaid] = useState<ReadonlyMap<number, boolean>>(new Map());
  if (of.length === 0) return null;
  const now = of.includes(name) ? name : of.length === 1 ? of[0]! : '';
  const needed = premises[now] ?? [];
  const shown = (i: number) => needed[i] != null && (said.get(i) ?? shows);
  const on = () => {
    const left: (string | number)[] = [...chosen];
    needed.forEach((_, i) => shown(i) && left.splice(i, 0, 'show'));
    return left;
  };
  return (
    <span class="proving-choice">
      <label>
        {title}{' '}
        <select
          aria-label={title}
          value={now}
          onChange={(e) => {
            setName(e.currentTarget.value);
            setSaid(new Map());
            if (e.currentTarget.value !== '') onLook?.(e.currentTarget.value);
          }}
        >
          {of.length > 1 && <option value="">…</option>}
          {of.map((x) => (
            <option key={x} value={x}>
              {x}
            </option>
          ))}
        </select>
      </label>
      {needed.map(
        (text, i) =>
          text !== null && (
            <label key={i} class="proving-show">
              <input
                type="checkbox"
                checked={shown(i)}
                onChange={(e) => {
                  const { checked } = e.currentTarget;
                  setSaid((m) => new Map(m).set(i, checked));
                }}
              />
              show {text}
            </label>
          ),
      )}
      <button type="button" disabled={now === ''} aria-label={`Use ${title}`} onClick={() => onUse(now, on())}>
        Use
      </button>
    </span>
  );
}

/** The move with what is said of metavariables behind it. */
export const withSaid = (move: string, said: Readonly<Record<string, string>>): string =>
  `${move}${move.includes(' with ') ? '; ' : ' with '}${Object.entries(said)
    .map(([meta, term]) => `${meta}: ${term}`)
    .join('; ')}`;

interface SayingProps {
  readonly of: readonly Unsaid[];
  readonly onSay: (said: Readonly<Record<string, string>>) => void;
}
/** What metavariables stand for, where nothing says it: a term that is there, or another in the notation of the rules. */
export function Saying({ of, onSay }: SayingProps) {
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const all = Object.fromEntries(of.map((u) => [u.meta, (said[u.meta] ?? '').trim()]));
  return (
    <form
      class="proving-moves"
      aria-label="What it stands for"
      onSubmit={(e) => {
        e.preventDefault();
        onSay(all);
      }}
    >
      {of.map(({ meta, terms }) => (
        <label key={meta}>
          {meta} is{' '}
          <input
            aria-label={`${meta} is`}
            list={`proving-${meta}`}
            value={said[meta] ?? ''}
            autocomplete="off"
            onInput={(e) => {
              const { value } = e.currentTarget;
              setSaid((s) => ({ ...s, [meta]: value }));
            }}
          />
          <datalist id={`proving-${meta}`}>
            {terms.map((t) => (
              <option key={t} value={t} />
            ))}
          </datalist>
        </label>
      ))}
      <button type="submit" disabled={Object.values(all).includes('')}>
        Say it
      </button>
    </form>
  );
}
