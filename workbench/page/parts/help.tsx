/** The dialog that says what keys there are. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { setSingleKeys, singleKeys } from './look.ts';

const keys: readonly (readonly [string, string])[] = [
  ['n, p', 'a step forwards, backwards'],
  ['N, P', 'to the next, the previous update point'],
  ['<, >', 'to the start, the end of the run'],
  ['a, d, r', 'at an update point: apply, defer, refuse the update'],
  ['arrow keys', 'in annotated code: from expression to expression; up to the one around it'],
  ['↑ ↓ ← →, Home', 'in a derivation: up to the premises, down to the conclusion, to the sides, to the root'],
  ['Enter, + − 0', 'in a derivation: fold and unfold, zoom'],
  ['Ctrl+Enter', 'in an exercise: checks the answer'],
  ['Ctrl+Z, Ctrl+Shift+Z', 'undo, redo (in an editor: what was typed there first)'],
  ['?', 'this list'],
  ['Escape', 'closes this list'],
];

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeys);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {keys.map(([key, what]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={on}
          onChange={({ currentTarget: { checked } }) => {
            setSingleKeys(checked);
            setOn(checked);
          }}
        />{' '}
        single keys step through the run
      </label>
      <p>
        Everything is computed in this browser; nothing that is typed leaves it. A link holds the program, the updates
        and the place in the run.
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
