/** Runs as lanes, one for each actor: a mark for each step, and who waits for whom. */
import type { SpaceAt } from '../engine/spaces.ts';
import type { Standing } from '../../explore/stepping.ts';

export const actorName = (actor: string): string =>
  /^[0-9]+$/.test(actor) ? `thread ${actor}` : actor === 'env' ? 'outside' : actor;

/** `waits for l: thread 1`: what an actor waits for, and whom. */
export function waiting({ is, on, whom }: Standing): string {
  const names = whom.map(actorName).join(' and ');
  if (is === 'blocked') return `waits for ${[on, names].filter(Boolean).join(': ') || 'another'}`;
  return is === 'waits' ? `waits to move together${names === '' ? '' : `, for ${names}`}` : '';
}

/** The same in a word or two. */
const shortly = ({ is, on, whom }: Standing): string =>
  is === 'blocked' ? `waits: ${on ?? whom.map(actorName).join(', ')}` : 'waits';

interface LanesProps {
  readonly shown: SpaceAt;
  readonly title: string;
  /** The place where one stands; none in a run that is only looked at. */
  readonly at: number | null;
  /** Where the run begins to repeat. */
  readonly cycle: number | null;
  /** Steps that it has in common with another run, from the first. */
  readonly common?: number;
  readonly onGo?: (place: number) => void;
}

/** As many rows are drawn, around the place where one stands. */
const mostRows = 200;

export function Lanes({ shown, title, at, cycle, common = 0, onGo }: LanesProps) {
  const { actors, steps, standing, end } = shown;
  const first = Math.max(0, Math.min((at ?? steps.length) - mostRows / 2, steps.length - mostRows));
  const rows = steps.slice(first, first + mostRows);
  return (
    <div class="space-lanes" role="region" tabIndex={0} aria-label={title}>
      <table>
        <caption>
          {title}: {steps.length} {steps.length === 1 ? 'step' : 'steps'}
          {end === null ? '' : at === null || at === steps.length ? `, ${end}` : ''}
          {first > 0 ? `; from step ${first + 1} on` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            {actors.map((a) => (
              <th scope="col" key={a}>
                {actorName(a)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((s, k) => {
            const i = first + k;
            const mark = (
              <>
                {s.update === null ? '' : '⬆ '}
                {s.text}
              </>
            );
            return (
              <tr
                key={i}
                class={`${at !== null && i >= at ? 'space-ahead' : ''} ${i < common ? 'space-common' : ''} ${cycle !== null && i >= cycle ? 'space-cycle' : ''}`}
              >
                <th scope="row">
                  {i + 1}
                  {cycle === i ? ' ↻' : ''}
                </th>
                {actors.map((a) => {
                  const there = standing[i]?.find((x) => x.actor === a);
                  const why = there === undefined ? '' : waiting(there);
                  return (
                    <td key={a} class={s.actor === a ? '' : why === '' ? 'space-idle' : 'space-waits'}>
                      {s.actor !== a ? (
                        why === '' ? null : (
                          <span title={why}>{shortly(there as Standing)}</span>
                        )
                      ) : onGo ? (
                        <button
                          type="button"
                          class={s.update === null ? 'space-mark' : 'space-mark space-update'}
                          aria-current={at === i + 1 ? 'step' : undefined}
                          aria-label={`after step ${i + 1}, ${actorName(a)}: ${s.text}`}
                          onClick={() => onGo(i + 1)}
                        >
                          {mark}
                        </button>
                      ) : (
                        <span class={s.update === null ? 'space-mark' : 'space-mark space-update'}>{mark}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface ActorsProps {
  readonly shown: SpaceAt;
  readonly onStep: (index: number) => void;
}

/** The actors where one stands: a button for each step that they can take. */
export function Actors({ shown, onStep }: ActorsProps) {
  return (
    <ul class="space-actors" aria-label="Who can move">
      {shown.now.map((a) => (
        <li key={a.actor} class={a.steps.length > 0 ? '' : `space-is-${a.is}`}>
          <span class="space-actor">
            <b>{actorName(a.actor)}</b>{' '}
            <small>{a.is === 'moves' ? '' : a.is === 'finished' ? 'finished' : waiting(a)}</small>
          </span>
          {a.left === '' ? null : <code title={a.left}>{a.left}</code>}
          <span class="space-steps">
            {a.steps.map((s) => (
              <button
                key={s.index}
                type="button"
                class={s.update === null ? '' : 'space-update'}
                aria-label={`${actorName(a.actor)}: ${s.text}`}
                onClick={() => onStep(s.index)}
              >
                {s.update === null ? s.text : `⬆ ${s.text}`}
              </button>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
