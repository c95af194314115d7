/** An update point: what the check says of the first update in line, how it comes to that, and what is done by hand. */
import type { At, BindingShown, PointShown } from '../engine/sent.ts';
import type { Reason } from '../../../checker/runs.ts';

/** A reason in words, with its place. */
export const reasonText = (r: Reason): string =>
  `${r.message}${r.line === undefined ? '' : ` (${r.file} ${r.line}:${r.column})`}`;

const names = (T: readonly string[]): string => T.join(', ');

interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly verdict: string;
}

/** The con-freeness check, part by part: what is left to run, functions, contents that have not run. */
function checksOf(point: PointShown, heap: readonly BindingShown[], check: 'dynamic' | 'static'): Check[] {
  const inCapability = point.reasons.filter((r) => r.code === 'capability').map((r) => r.type ?? '');
  const first: Check =
    check === 'dynamic'
      ? {
          what: 'what is left to run',
          ok: point.onStack === 0,
          verdict:
            point.onStack === 0
              ? 'free of con'
              : `${point.onStack} con in the way${point.outOfView === 0 ? '' : `, ${point.outOfView} of them out of view`}`,
        }
      : {
          what: `the capability ${point.capability}`,
          ok: inCapability.length === 0,
          verdict: inCapability.length === 0 ? 'keeps none of them' : `keeps ${names(inCapability)}`,
        };
  const rest = heap
    .filter((b) => b.holds !== 'value')
    .map((b): Check => ({
      what: b.kind === 'fun' ? `function ${b.name}` : `contents of ${b.name}, not run yet`,
      ok: b.inTheWay.length === 0,
      verdict: b.replaced
        ? 'replaced by the update'
        : b.inTheWay.length > 0
          ? `uses ${names(b.inTheWay)}`
          : 'free of con',
    }));
  return [first, ...rest];
}

interface PointProps {
  readonly at: At;
  readonly point: PointShown;
  readonly check: 'dynamic' | 'static';
}

export function Point({ at, point, check }: PointProps) {
  const { update, reasons, decision, types } = point;
  if (update === null)
    return (
      <section class="run-point-panel" aria-label={`Update point ${point.number}`}>
        <h2>Update point {point.number}</h2>
        <p>No update is in line: the next step is R-NoUpd.</p>
      </section>
    );
  const admitted = reasons.length === 0;
  const wellFormed = !reasons.some((r) => r.code.startsWith('U-'));
  return (
    <section class="run-point-panel" aria-label={`Update point ${point.number}`}>
      <h2>
        Update point {point.number}: update {update + 1} is first in line
      </h2>
      <p class={admitted ? 'run-admitted' : 'run-refused'}>
        <strong>{admitted ? '✓ admitted' : '✗ refused'}</strong> by{' '}
        {wellFormed ? `the ${check} check` : 'well-formedness'}.
        {decision === 'defer' ? ' Deferred by hand.' : decision === 'refuse' ? ' Refused by hand.' : ''}
      </p>
      {admitted ? null : (
        <ul class="run-reasons">
          {reasons.map((r) => (
            <li>
              <code>{r.code}</code> {reasonText(r)}
            </li>
          ))}
        </ul>
      )}
      {types.length === 0 ? (
        <p>It changes no type: there is no con to look for.</p>
      ) : (
        <details open>
          <summary>
            {check === 'dynamic' ? 'Con-freeness' : 'Static check'} for {names(types)}
          </summary>
          <ul class="run-checks">
            {checksOf(point, at.heap, check).map((c) => (
              <li class={c.ok ? 'run-ok' : 'run-bad'}>
                <span aria-hidden="true">{c.ok ? '✓' : '✗'}</span> {c.what}: <em>{c.verdict}</em>
              </li>
            ))}
            {at.hiddenBindings > 0 ? <li class="run-ok">✓ {at.hiddenBindings} more: nothing in the way</li> : null}
          </ul>
        </details>
      )}
    </section>
  );
}
