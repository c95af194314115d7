/**
 * Answers and what was solved, in all tabs: what is answered in one is there in the others, now and later. Of two answers
 * to one exercise the later one counts.
 */
import { produce } from 'immer';
import * as t from 'io-ts';
import { nullable } from '../../semantics/codecs.ts';
import { merge, page, subscribe, type PageState } from './state.ts';

const key = 'mutandis.exercises';
/** As many answers are shared, the latest. */
const most = 500;

/** When an exercise was answered, and what; null where the answer was taken back. */
const Answer = t.tuple([t.number, nullable(t.string)]);
/** What is kept: what does not fit of it is left out. */
const Kept = t.type({ answers: t.UnknownRecord, solved: t.UnknownArray });

interface Progress {
  /** By exercise. */
  readonly answers: Readonly<Record<string, Readonly<t.TypeOf<typeof Answer>>>>;
  readonly solved: readonly string[];
}
const none: Progress = { answers: {}, solved: [] };

function progressOf(text: string | null): Progress {
  try {
    const x: unknown = JSON.parse(text ?? 'null');
    if (!Kept.is(x)) return none;
    const answers = Object.entries(x.answers).flatMap(([k, a]) => (Answer.is(a) ? [[k, a] as const] : []));
    return { answers: Object.fromEntries(answers), solved: x.solved.filter(t.string.is) };
  } catch {
    return none;
  }
}

function kept(): Progress {
  try {
    return progressOf(localStorage.getItem(key));
  } catch {
    return none;
  }
}

/** What this tab has told or taken over. */
let known: Pick<PageState, 'answers' | 'solved'> = { answers: {}, solved: [] };

/** Takes over what is kept; what can be undone is undone without it. */
function take({ answers, solved }: Progress): void {
  const now = page();
  const changed = Object.entries(answers).filter(([k, [, text]]) => (now.answers[k] ?? null) !== text);
  const more = solved.filter((k) => !now.solved.includes(k));
  if (changed.length > 0 || more.length > 0)
    merge(
      produce(({ answers, solved }) => {
        for (const [k, [, text]] of changed) {
          if (text === null) delete answers[k];
          else answers[k] = text;
        }
        solved.push(...more.filter((k) => !solved.includes(k)));
      }),
    );
  known = page();
}

/** Tells the other tabs, and those that are opened later. */
function tell(): void {
  const now = page();
  if (now.answers === known.answers && now.solved === known.solved) return;
  const names = [...new Set([...Object.keys(now.answers), ...Object.keys(known.answers)])];
  const changed = names.filter((k) => now.answers[k] !== known.answers[k]);
  known = now;
  const old = kept();
  const time = Date.now();
  const all = {
    ...old.answers,
    ...Object.fromEntries(changed.map((k) => [k, [time, now.answers[k] ?? null] as const])),
  };
  const latest = Object.entries(all)
    .sort(([, a], [, b]) => b[0] - a[0])
    .slice(0, most);
  const progress: Progress = {
    answers: Object.fromEntries(latest),
    solved: [...new Set([...old.solved, ...now.solved])],
  };
  try {
    localStorage.setItem(key, JSON.stringify(progress));
  } catch {
    // The tab keeps its own answers, as all of its work.
  }
}

/** Shares answers from now on, and takes over those that there are. */
export function shareProgress(): void {
  const before = kept();
  take(before);
  // What the others do not know of is told with the next change.
  const told = Object.entries(page().answers).filter(([k]) => k in before.answers);
  known = { answers: Object.fromEntries(told), solved: before.solved };
  let due: number | undefined;
  const soon = () => {
    due ??= window.setTimeout(() => {
      due = undefined;
      tell();
    }, 200);
  };
  subscribe(() => (page().answers === known.answers && page().solved === known.solved ? undefined : soon()));
  window.addEventListener('pagehide', tell);
  window.addEventListener('storage', (e) => {
    if (e.key !== key) return;
    // What was changed here and not yet told is later than what is taken over.
    tell();
    take(progressOf(e.newValue));
  });
}
