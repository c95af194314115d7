/** The seminar, part by part, above whatever view it leads to; it goes on where it was left. */
import { useEffect, useState } from 'preact/hooks';
import type { Part, Piece, Seminar } from '../seminar.ts';
import { page, set, usePage } from '../state.ts';
import { ofExample } from './choosing.ts';
import { examplesOf } from './examples.ts';
import { putAway, seminarPart, setPutAway, setSeminarPart } from './look.ts';
import './seminar.css';

/** The text, read when the page is built (seminar.ts), and loaded when the seminar begins. */
const [load] = Object.values(import.meta.glob<Seminar>('../../../docs/seminar.md', { import: 'default' }));

const listeners = new Set<() => void>();
const to = (part: number | null): void => {
  setSeminarPart(part);
  listeners.forEach((f) => f());
};

/** Begins the seminar, or goes on with it. */
export const openSeminar = (): void => to(seminarPart() ?? 0);

/** The views that look at a program: an example is looked at in them. */
const ofPrograms = ['run', 'derivations', 'analysis', 'space'];

/** Chooses an example, in a view or where the reader is. */
function choose(calculus: string, name: string, view = page().view): void {
  const found = examplesOf(calculus).find((e) => e.name === name);
  if (found) set({ ...ofExample(found), view: ofPrograms.includes(view) ? view : 'run' });
}

function Solved({ name }: { readonly name: string }) {
  const { solved } = usePage();
  return solved.includes(name) ? <span class="seminar-solved"> ✓ solved</span> : null;
}

function Said({ piece, calculus }: { readonly piece: Piece; readonly calculus: string }) {
  const { text, is, to: target = '' } = piece;
  switch (is) {
    case 'code':
      return <code>{text}</code>;
    case 'strong':
      return <em>{text}</em>;
    case 'place':
      return (
        <>
          <a href={text}>{text}</a>
          <Solved name={/\/exercises\/(.+)$/.exec(text)?.[1] ?? ''} />
        </>
      );
    case 'exercise':
      return (
        <>
          <a href={`#/${calculus}/exercises/${encodeURIComponent(target)}`}>{text}</a>
          <Solved name={target} />
        </>
      );
    case 'example':
      return (
        <button type="button" class="seminar-example" onClick={() => choose(calculus, target)}>
          {text}
        </button>
      );
    case 'text':
      return <>{text}</>;
  }
}

/** The calculus that a seminar is about: that of its first address. */
const calculusIn = ({ parts }: Seminar): string =>
  parts
    .flatMap((p) => p.paragraphs.flatMap((q) => q.pieces))
    .find((p) => p.is === 'place')
    ?.text.split('/')[1] ?? '';

/** Goes to where a part begins: the place and the example that it names first. */
function begin({ paragraphs: [first] }: Part, calculus: string): void {
  const leads = (first?.pieces ?? []).filter(({ is }) => is === 'place' || is === 'example');
  const example = leads.find(({ is }) => is === 'example');
  if (example?.to !== undefined) choose(calculus, example.to, leads[0]?.is === 'example' ? 'run' : undefined);
  if (leads[0]?.is === 'place') location.hash = leads[0].text;
}

export function SeminarPath() {
  const [at, setAt] = useState(seminarPart);
  const [seminar, setSeminar] = useState<Seminar | undefined>();
  const [folded, fold] = useState(() => putAway('seminar'));
  useEffect(() => {
    const changed = () => setAt(seminarPart());
    listeners.add(changed);
    return () => void listeners.delete(changed);
  }, []);
  useEffect(() => {
    if (at !== null && seminar === undefined) void load?.().then(setSeminar);
  }, [at]);
  const part = at === null ? undefined : seminar?.parts[at];
  if (at === null || seminar === undefined || part === undefined) return null;
  const calculus = calculusIn(seminar);
  const go = (n: number) => {
    to(n);
    const next = seminar.parts[n];
    if (next) begin(next, calculus);
  };
  return (
    <section class="seminar" aria-label={seminar.title}>
      <div class="seminar-bar">
        <strong>
          <span class="seminar-time">
            {part.from} to {part.to} min
          </span>{' '}
          {part.title}
        </strong>
        <span class="seminar-count">
          {at + 1} of {seminar.parts.length}
        </span>
        <button
          type="button"
          aria-expanded={!folded}
          onClick={() => {
            setPutAway('seminar', !folded);
            fold(!folded);
          }}
        >
          {folded ? 'What to do' : 'Less'}
        </button>
        <button type="button" aria-disabled={at === 0} onClick={() => at > 0 && go(at - 1)}>
          Back
        </button>
        {at + 1 < seminar.parts.length ? (
          <button type="button" onClick={() => go(at + 1)}>
            Next part
          </button>
        ) : null}
        <button type="button" onClick={() => to(null)}>
          Leave
        </button>
      </div>
      {folded ? null : (
        <div class="seminar-text" tabIndex={0} role="group" aria-label="What to do">
          {part.paragraphs.map(({ code, pieces }, i) => {
            const said = pieces.map((p, k) => <Said key={k} piece={p} calculus={calculus} />);
            return code ? <pre key={i}>{said}</pre> : <p key={i}>{said}</p>;
          })}
        </div>
      )}
    </section>
  );
}
