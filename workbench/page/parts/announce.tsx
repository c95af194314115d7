/** What is said to a screen reader when something changes that it would not notice. */
import { useEffect, useState } from 'preact/hooks';

let say: (text: string) => void = () => {};

/** Says it, politely: when nothing else is being said. */
export const announce = (text: string): void => say(text);

/** The region that is read out; one on the page. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let due: number | undefined;
    // Only where it comes to rest: a slider being dragged passes many steps.
    say = (t) => {
      clearTimeout(due);
      due = window.setTimeout(() => setText(t), 250);
    };
    return () => clearTimeout(due);
  }, []);
  return (
    <p class="unseen" role="status" id="announcer">
      {text}
    </p>
  );
}
