/** Analysis: what may change at each update point, what is in the way and how it is reached, plans, and the sweep. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AnalysisShown, PlaceShown, SweepShown } from '../engine/sent-analysis.ts';
import { Code, type CodeSpan } from '../parts/code.tsx';
import { useKeptFocus } from '../parts/focus.ts';
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

const inside = (z: string | null): string => (z === null ? 'the expression' : z);

const mayChange = ({ types }: AnalysisShown['points'][number]): string => {
  const names = types.filter((t) => t.mayChange).map((t) => t.name);
  return `${names.length === 0 ? (types.length === 0 ? 'no type' : 'none') : names.join(', ')} may change`;
};

/** Spans in the order of their beginnings, those that overlap another in part left out. */
function nested(spans: readonly CodeSpan[]): CodeSpan[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.to - a.to);
  return sorted.filter((s) => !sorted.some((o) => o.from < s.from && s.from < o.to && o.to < s.to));
}

export function Analysis() {
  const state = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const { program, updates, point, type } = state;
  const { shown, swept, failure } = useAnalysis(state);
  const [seen, setSeen] = useState<PlaceShown | null>(null);
  const chosen = point === null ? undefined : shown?.points[point];
  const chosenType = chosen?.types.find((t) => t.name === type);
  const spans = useMemo(() => {
    const span = (p: PlaceShown | null, className: string, note?: string): CodeSpan[] =>
      p?.file === 0 ? [{ from: p.from, to: p.to, className, note }] : [];
    return nested([
      ...(shown?.points ?? []).flatMap((p) =>
        span(p.at, p === chosen ? 'analysis-point analysis-chosen' : 'analysis-point', mayChange(p)),
      ),
      ...(chosenType?.ways ?? []).flatMap((w) => [
        ...span(w.at, 'analysis-con'),
        ...w.steps.flatMap((p) => span(p, 'analysis-step')),
      ]),
      ...span(seen, 'code-lit'),
    ]);
  }, [shown, chosen, chosenType, seen]);
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
          </ul>
        </div>
      )}
      <div class="analysis-sides">
        <section aria-labelledby="analysis-program">
          <h2 id="analysis-program">Program</h2>
          <Code label="The program with its update points" text={program} spans={spans} />
        </section>
        {shown !== null && shown.errors.length === 0 && (
          <section aria-labelledby="analysis-points">
            <h2 id="analysis-points">Update points</h2>
            {shown.points.length === 0 && <p>The program has no update point: no update can be applied.</p>}
            <ol class="analysis-points">
              {shown.points.map((p, i) => (
                <li key={i}>
                  <p>
                    <strong>{p.at?.name ?? 'update'}</strong> in {inside(p.in)}, update[{p.capability}]
                  </p>
                  <div class="analysis-types" role="group" aria-label={`Types at ${p.at?.name ?? `point ${i + 1}`}`}>
                    {p.types.length === 0 && 'no types'}
                    {p.types.map((t) => (
                      <button
                        key={t.name}
                        type="button"
                        aria-pressed={point === i && type === t.name}
                        onClick={() => choose(i, t.name)}
                      >
                        {t.name} {t.mayChange ? 'may change' : 'has to stay'}
                      </button>
                    ))}
                  </div>
                  {p === chosen && chosenType && (
                    <div class="analysis-why" role="status">
                      {chosenType.mayChange ? (
                        <p>
                          {chosenType.name} may change there: nothing that runs after this point uses it concretely,
                          unless an update replaces it.
                        </p>
                      ) : (
                        <Ways ways={chosenType.ways} more={chosenType.more} onSee={setSeen} />
                      )}
                    </div>
                  )}
                </li>
              ))}
            </ol>
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
