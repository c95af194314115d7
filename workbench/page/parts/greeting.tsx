/** What the page is, in a sentence, until it is put away; and the tour. */
import { useState } from 'preact/hooks';
import { usePage } from '../state.ts';
import { viewsOf } from '../views/registry.ts';
import { calculusOf } from './calculi.ts';
import { putAway, setPutAway } from './look.ts';

/** Begins the tour: it is loaded when somebody asks for it. */
export const showTour = async (): Promise<void> => (await import('./tour.ts')).tour();

export function Greeting() {
  const [away, setAway] = useState(() => putAway('greeting'));
  const { view, variant } = usePage();
  // It stands above what somebody sees first; elsewhere it would take room from what was looked for.
  if (away || viewsOf(calculusOf(variant))[0]?.name !== view) return null;
  const dismiss = () => {
    setPutAway('greeting', true);
    setAway(true);
    document.getElementById('view')?.focus();
  };
  return (
    <section class="greeting" aria-label="What this is">
      <p>
        Mutandis runs small programs whose code, types and data are changed while they run, and says when a change may
        go in, and why not yet.
      </p>
      <button
        type="button"
        onClick={() => {
          dismiss();
          void showTour();
        }}
      >
        Show me
      </button>
      <button type="button" onClick={dismiss}>
        Close
      </button>
    </section>
  );
}
