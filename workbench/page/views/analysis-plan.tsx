/** What will become of the updates: reasons, what stays behind and is in the way, each update point, and a proposal. */
import type { PlaceShown, PlanShown } from '../engine/sent-analysis.ts';
import { set } from '../state.ts';
import { Long } from '../parts/long.tsx';
import { See, Ways } from './analysis-ways.tsx';

interface PlansProps {
  readonly plans: readonly (PlanShown | null)[];
  readonly onSee: (p: PlaceShown) => void;
}

const verdicts = { admitted: 'admitted', later: 'admitted once contents have run', refused: 'refused' };

export function Plans({ plans, onSee }: PlansProps) {
  return (
    <>
      {plans.map((p, i) => (
        <section key={i} aria-labelledby={`analysis-plan-${i}`}>
          <h2 id={`analysis-plan-${i}`}>Plan of update {i + 1}</h2>
          {p === null ? (
            <p>The update cannot be read: its errors are shown in Run.</p>
          ) : (
            <Planned of={p} onSee={onSee} />
          )}
        </section>
      ))}
    </>
  );
}

function Planned({ of, onSee }: { readonly of: PlanShown; readonly onSee: (p: PlaceShown) => void }) {
  const { reasons, behind, points, proposal } = of;
  return (
    <>
      <p>{reasons.length === 0 ? 'It is well formed.' : 'It is not well formed:'}</p>
      <List label="Why not" of={reasons} />
      {behind.length > 0 && <p>In the way, because it stays behind:</p>}
      <List label="What stays behind" of={behind} />
      {points.length > 0 && (
        <Long
          label="Each update point"
          class="analysis-planned"
          items={points}
          of={(q) => (
            <>
              <span class={`analysis-${q.verdict}`}>{q.at?.name ?? 'update'}</span>
              {q.in === null ? '' : ` in ${q.in}`}
              {q.current ? '' : ' (replaced: only in calls that have begun)'}: {verdicts[q.verdict]}{' '}
              {q.at && <See place={q.at} onSee={onSee} />}
              {q.ways.length > 0 && <Ways ways={q.ways} more={q.more} onSee={onSee} />}
            </>
          )}
        />
      )}
      {proposal && (
        <p>
          An update point {proposal.at?.name ?? ''} in {proposal.in ?? 'the expression'} would admit it
          {proposal.in === null ? '' : ' on every iteration'}.{' '}
          <button
            type="button"
            onClick={() => set({ program: proposal.program, decisions: {}, step: 0, point: null, type: null })}
          >
            Add it
          </button>
        </p>
      )}
    </>
  );
}

const List = ({ label, of }: { readonly label: string; readonly of: readonly string[] }) =>
  of.length === 0 ? null : <Long label={label} items={of} of={(text) => text} />;
