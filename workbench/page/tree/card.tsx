/**
 * A rule typeset from itself, and how an instance of it fills its metavariables.
 *
 *     <RuleCard rule={rule} instance={instance} />
 *
 * Both are plain data from the engine (`rules`, `derivationCard`).
 */
import { Formula } from './math.tsx';
import type { CardInstance, CardRule, CardValue } from './rule.ts';
import './tree.css';

/** Premises, line, conclusion. Marked premises (by index) are those that a variant has and the base has not. */
export function RuleFigure({ rule, marked }: { readonly rule: CardRule; readonly marked?: ReadonlySet<number> }) {
  return (
    <figure class="tree-figure">
      <div class="tree-premises">
        {rule.premises.map((p, i) => (
          <span key={i} class={marked?.has(i) ? 'tree-premise tree-marked' : 'tree-premise'}>
            <Formula of={p} label={rule.text.premises[i] as string} />
          </span>
        ))}
      </div>
      <div class="tree-conclusion">
        <Formula of={rule.conclusion} label={rule.text.conclusion} />
      </div>
      <figcaption>{rule.name}</figcaption>
    </figure>
  );
}

/** What something stands for: on one line, and in full where that is longer. */
export function Value({ short, full }: Pick<CardValue, 'short' | 'full'>) {
  if (full === null) return <code>{short}</code>;
  return (
    <details>
      <summary>
        <code>{short}</code>
      </summary>
      <pre>{full}</pre>
    </details>
  );
}

/** What the metavariables of a rule stand for in an instance. */
export function Filled({ values, caption }: { readonly values: readonly CardValue[]; readonly caption?: string }) {
  return (
    <table class="tree-values">
      {caption !== undefined && <caption>{caption}</caption>}
      <tbody>
        {values.map((v) => (
          <tr key={v.meta}>
            <th scope="row">
              <Formula of={v.math} label={v.meta} />
              <span class="tree-kind">{v.kind}</span>
            </th>
            <td>
              <Value short={v.short} full={v.full} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RuleCard({ rule, instance }: { readonly rule: CardRule; readonly instance?: CardInstance | null }) {
  return (
    <article class="tree-card" aria-label={`Rule ${rule.name}`}>
      <RuleFigure rule={rule} />
      <p class="tree-sentence">
        <b>{rule.judgement}</b>: {rule.sentence}.
      </p>
      {rule.chosen.length > 0 && (
        <p class="tree-sentence">Chosen by whoever uses the rule: {rule.chosen.join(', ')}.</p>
      )}
      {instance?.wrong && (
        <p class="tree-why" role="alert">
          {instance.wrong}
        </p>
      )}
      {instance && instance.values.length > 0 && (
        <Filled values={instance.values} caption="How this instance fills the rule" />
      )}
    </article>
  );
}
