/** The phases of an update, object by object, along the steps of the run; a click goes to where a phase begins. */
import type { PhasesShown } from '../../engine/components/kernel.ts';

interface TimelineProps {
  readonly phases: readonly PhasesShown[];
  /** Steps of the whole run, and the place that is shown. */
  readonly length: number;
  readonly at: number;
  /** Goes to a place of the run, where that is possible. */
  readonly onGo?: (at: number) => void;
}

const word = (phase: string): string => phase.split(' ')[0] as string;

export function Timeline({ phases, length, at, onGo }: TimelineProps) {
  // An object that no update came to has one phase.
  const moved = phases.filter((p) => p.phases.length > 1);
  return (
    <section aria-label="Timeline" class="objects-timeline">
      <h2>Phases of the update</h2>
      {moved.length === 0 && <p>No object has come to another phase yet.</p>}
      {moved.map(({ object, phases: all }) => (
        <div key={object} class="objects-row">
          <code>{object}</code>
          <ol aria-label={`Phases of ${object}`}>
            {all.map(({ phase, from, to }) => (
              <li key={from} style={{ flexGrow: to - from + 1 }}>
                <button
                  type="button"
                  class={`objects-phase objects-phase-${word(phase)}`}
                  aria-current={from <= at && at <= to ? 'step' : undefined}
                  aria-label={`${object}: ${phase} from step ${from}`}
                  title={`${phase}: steps ${from} to ${to} of ${length}`}
                  aria-disabled={onGo === undefined}
                  onClick={() => onGo?.(from)}
                >
                  {phase}
                </button>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
