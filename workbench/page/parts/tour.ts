/** A tour of four stops on a small program: a step, an update point, an update that is refused, and why. */
import { driver, type DriveStep } from 'driver.js';
import 'driver.js/dist/driver.css';
import { page, set } from '../state.ts';
import { examples } from './examples.ts';
import { ofExample } from './choosing.ts';

/** Waits until something is on the page. */
async function there(selector: string): Promise<void> {
  for (let i = 0; i < 100 && document.querySelector(selector) === null; i++)
    await new Promise((later) => setTimeout(later, 50));
}

/** The first update point of the run that is on the tour. */
const atPoint = 2;

interface Stop {
  readonly element: string;
  readonly title: string;
  readonly text: string;
  /** What is in view there. */
  readonly step: number;
}

const stops: readonly Stop[] = [
  {
    element: '[aria-label="Step forwards"]',
    title: 'A step',
    text: 'The program runs step by step. What is reduced next is marked on the right, and on the left the place in the source that it comes from.',
    step: 0,
  },
  {
    element: '#run-expression',
    title: 'An update point',
    text: 'Here the program says that it may be changed: update. The update in the second tab is first in line: it makes a temperature a record.',
    step: atPoint,
  },
  {
    element: '.run-controls .run-decide',
    title: 'Refused',
    text: 'The check looks at all that may still run, and says that the update may not go in. What is to be done is always down here.',
    step: atPoint,
  },
  {
    element: '.run-point-panel',
    title: 'Why',
    text: 'show stays behind, and looks through celsius: after the update it would take a record for a number. In Exercises you mend the like.',
    step: atPoint,
  },
];

export async function tour(): Promise<void> {
  const before = page();
  // The gauge whose update forgets a function: all four can be seen with it.
  const example = examples.find((e) => e.name === 'gauge-incomplete');
  if (example === undefined) return;
  set({ ...ofExample(example), view: 'run' });
  await there('[data-step="0"]');
  const steps = stops.map(({ element, title, text }): DriveStep => ({
    element,
    popover: { title, description: text, popoverClass: 'tour' },
  }));
  const go = async (to: number) => {
    const stop = stops[to];
    if (stop === undefined) return tourist.destroy();
    set({ step: stop.step }, 'still');
    await there(`[data-step="${stop.step}"]`);
    await there(stop.element);
    tourist.moveTo(to);
  };
  const tourist = driver({
    steps,
    showProgress: true,
    progressText: '{{current}} of {{total}}',
    doneBtnText: 'Done',
    nextBtnText: 'Next',
    prevBtnText: 'Back',
    animate: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    // Its title is a <header>, which would be that of the page.
    onPopoverRender: ({ title, footer }) => {
      title.setAttribute('role', 'presentation');
      footer.setAttribute('role', 'group');
    },
    onNextClick: () => void go((tourist.getActiveIndex() ?? 0) + 1),
    onPrevClick: () => void go((tourist.getActiveIndex() ?? 0) - 1),
    onDestroyed: () => {
      const { program, updates, step, decisions, variant, view } = before;
      set({ program, updates, step, decisions, variant, view }, 'still');
    },
  });
  tourist.drive();
}
