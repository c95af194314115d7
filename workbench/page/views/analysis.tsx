/** Analysis: what may change at each update point, what is in the way and how it is reached, plans, and the sweep. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AnalysisShown, PlaceShown, PointShown, SweepShown, WaysShown } from '../engine/sent-analysis.ts';
import { Code, type CodeSpan } from '../parts/code.tsx';
import { useKeptFocus } from '../parts/focus.ts';
import { Long } from '../parts/long.tsx';
import { ask } from '../rpc.ts';
import { set, usePage, type PageState } from '../state.ts';
import { Plans } from './analysis-plan.tsx';
import { Sweeping } from './analysis-sweep.tsx';
import { Ways } from './analysis-ways.tsx';
import './analysis.css';

interface Got {
  readonly shown: AnalysisShown | null;
  /** Undefined while it is being computed. */
  readonly swept: SweepShown | null | undefined;
  readonly failure: string | null;
}

/** What the engine says of a program and its updates; the last answer until there is a new one. */
function useAnalysis({ program, updates, variant }: PageState): Got {
  const [got, setGot] = useState<Got>({ shown: null, swept: undefined, failure: null });
  useEffect(() => {
    let current = true;
    const of = { program, updates, variant };
    const failed = (e: Error) => current && setGot((g) => ({ ...g, failure: e.message }));
    setGot((g) => ({ ...g, swept: undefined, failure: null }));
    ask('analysis', of).then((shown) => current && setGot((g) => ({ ...g, shown })), failed);
    ask('sweeping', of, { slow: true }).then((swept) => current && setGot((g) => ({ ...g, swept })), failed);
    return () => void (current = false);
  }, [program, updates, variant]);
  return got;
}

/** Why the chosen type has to stay at the chosen point; undefined while it is being asked, or where nothing is chosen. */
function useWays({ program, updates, variant, point, type }: PageState, asked: boolean): WaysShown | undefined {
  const [got, setGot] = useState<WaysShown | undefined>(undefined);
  useEffect(() => {
    let current = true;
    setGot(undefined);
    if (asked && point !== null && type !== null)
      ask('ways', { program, updates, variant, point, type }).then(
        (w) => current && setGot(w),
        // What fails here fails for the whole view, which says so.
        () => undefined,
      );
    return () => void (current = false);
  }, [program, variant, point, type, asked]);
  return got;
}

const inside = (z: string | null): string => (z === null ? 'the expression' : z);

const mayChange = ({ types }: AnalysisShown['points'][number]): string => {
  const names = types.filter((t) => t.mayChange).map((t) => t.name);
  return `${names.length === 0 ? (types.length === 0 ? 'no type' : 'none') : names.join(', ')} may change`;
};

/** Spans in the order of their beginnings, those that overlap another in part left out. */
function nested(spans: readonly CodeSpan[]): CodeSpan[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.to - a.to);
  const around: CodeSpan[] = [];
  return sorted.filter((s) => {
    while (around.length > 0 && (around.at(-1) as CodeSpan).to <= s.from) around.pop();
    if ((around.at(-1)?.to ?? s.to) < s.to) return false;
    around.push(s);
    return true;
  });
}

interface PointProps {
  readonly shown: PointShown;
  readonly number: number;
  /** The type that is chosen there; null where none is. */
  readonly type: string | null;
  readonly ways: WaysShown | undefined;
  readonly onChoose: (type: string) => void;
  readonly onSee: (place: PlaceShown) => void;
}

/** Types that are shown of one update point before more are asked for. */
const mostTypes = 50;

function Point({ shown, number, type, ways, onChoose, onSee }: PointProps) {
  const { at, capability, types } = shown;
  const [all, setAll] = useState(false);
  const chosen = types.find((t) => t.name === type);
  const listed = all ? types : types.filter((t, i) => i < mostTypes || t === chosen);
  return (
    <>
      <p>
        <strong>{at?.name ?? 'update'}</strong> in {inside(shown.in)}, update[{capability}]
      </p>
      <div class="analysis-types" role="group" aria-label={`Types at ${at?.name ?? `point ${number}`}`}>
        {types.length === 0 && 'no types'}
        {listed.map((t) => (
          <button key={t.name} type="button" aria-pressed={t === chosen} onClick={() => onChoose(t.name)}>
            {t.name} {t.mayChange ? 'may change' : 'has to stay'}
          </button>
        ))}
        {listed.length < types.length && (
          <button type="button" onClick={() => setAll(true)}>
            {types.length - listed.length} more types
          </button>
        )}
      </div>
      {chosen && (
        <div class="analysis-why" role="status">
          {chosen.mayChange ? (
            <p>
              {chosen.name} may change there: nothing that runs after this point uses it concretely, unless an update
              replaces it.
            </p>
          ) : ways === undefined ? (
            'Looking for what is in the way…'
          ) : (
            <Ways {...ways} onSee={onSee} />
          )}
        </div>
      )}
    </>
  );
}

export function Analysis() {
  const state = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const { program, updates, point, type } = state;
  const { shown, swept, failure } = useAnalysis(state);
  const [seen, setSeen] = useState<PlaceShown | null>(null);
  const chosen = point === null ? undefined : shown?.points[point];
  const chosenType = chosen?.types.find((t) => t.name === type);
  const ways = useWays(state, chosenType?.mayChange === false);
  const spans = useMemo(() => {
    const span = (p: PlaceShown | null, className: string, note?: string): CodeSpan[] =>
      p?.file === 0 ? [{ from: p.from, to: p.to, className, note }] : [];
    return nested([
      ...(shown?.points ?? []).flatMap((p) =>
        span(p.at, p === chosen ? 'analysis-point analysis-chosen' : 'analysis-point', mayChange(p)),
      ),
      ...(ways?.ways ?? []).flatMap((w) => [
        ...span(w.at, 'analysis-con'),
        ...w.steps.flatMap((p) => span(p, 'analysis-step')),
      ]),
      ...span(seen, 'code-lit'),
    ]);
  }, [shown, chosen, ways, seen]);
  const choose = (i: number, t: string) => {
    setSeen(null);
    set({ point: i, type: t });
  };
  return (
    <section ref={kept} aria-label="Analysis" class="analysis">
      {failure !== null && <p role="alert">{failure}</p>}
      {shown === null && failure === null && <p role="status">Analysing…</p>}
      {shown !== null && shown.errors.length > 0 && (
        <div role="alert">
          <p>The program does not type:</p>
          <ul>
            {shown.errors.map((e) => (
              <li key={`${e.line} ${e.column} ${e.message}`}>
                {e.line === null ? '' : `${e.line}:${e.column}: `}
                {e.message}
              </li>
            ))}
            {shown.moreErrors > 0 && <li>and {shown.moreErrors} more</li>}
          </ul>
        </div>
      )}
      <div class="analysis-sides">
        <section aria-labelledby="analysis-program">
          <h2 id="analysis-program">Program</h2>
          <Code
            label="The program with its update points"
            text={program}
            spans={spans}
            reveal={(seen?.file === 0 ? seen : chosen?.at)?.from}
          />
        </section>
        {shown !== null && shown.errors.length === 0 && (
          <section aria-labelledby="analysis-points">
            <h2 id="analysis-points">Update points</h2>
            {shown.points.length === 0 && <p>The program has no update point: no update can be applied.</p>}
            <Long
              label="All update points"
              class="analysis-points"
              ordered
              height={96}
              items={shown.points}
              reveal={point ?? undefined}
              of={(p, i) => (
                <Point
                  shown={p}
                  number={i + 1}
                  type={p === chosen ? type : null}
                  ways={ways}
                  onChoose={(t) => choose(i, t)}
                  onSee={setSeen}
                />
              )}
            />
          </section>
        )}
      </div>
      {shown !== null && <Plans plans={shown.plans} onSee={setSeen} />}
      {swept === undefined && updates.length > 0 && failure === null && (
        <p role="status">Trying the update at every point…</p>
      )}
      {swept && swept.points.length > 0 && <Sweeping swept={swept} onSee={setSeen} />}
    </section>
  );
}
