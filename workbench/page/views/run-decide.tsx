/** At an update point: what the check says, in a word, and what is done by hand. Always in view. */
import type { PointShown } from '../engine/sent.ts';
import type { Decision } from '../state.ts';

interface DecideProps {
  readonly point: PointShown;
  readonly onDecide: (d: Decision) => void;
}

export function Decide({ point, onDecide }: DecideProps) {
  const { update, reasons, decision, number } = point;
  if (update === null) return <span class="run-verdict">point {number}: nothing waits</span>;
  const admitted = reasons.length === 0;
  const button = (d: Decision, text: string, primary = false) => (
    <button
      type="button"
      class={primary ? 'primary' : undefined}
      aria-pressed={decision === d}
      disabled={d === 'apply' && !admitted}
      onClick={() => onDecide(d)}
    >
      {text}
    </button>
  );
  return (
    <div class="run-decide" role="group" aria-label={`What to do at update point ${number}`}>
      <strong class={`run-verdict ${admitted ? 'run-good' : 'run-bad'}`}>
        {admitted ? '✓' : '✗'} update {update + 1} {admitted ? 'may go in' : 'may not go in'}
      </strong>
      {button('apply', 'Apply', admitted)}
      {button('defer', 'Defer')}
      {button('refuse', 'Refuse')}
      {button('check', 'As the check says')}
    </div>
  );
}
