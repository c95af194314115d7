/** The card of a rule below its figure: in words, an example and what is none, and where it is used. */
import { useEffect, useState } from 'preact/hooks';
import type { RuleCardShown, RuleUses } from '../engine/rule-cards.ts';
import { calculusOf } from '../parts/calculi.ts';
import { ofExample } from '../parts/choosing.ts';
import { examplesOf } from '../parts/examples.ts';
import { ask } from '../rpc.ts';
import { page, set, usePage } from '../state.ts';
import { Filled } from '../tree/card.tsx';

/** What a card is asked for: the rules it is of, and the programs of their calculus. */
const asked = (variant: string | null, rule: string) => ({
  variant,
  rule,
  examples: examplesOf(calculusOf(variant).name).map(({ name, program, updates }) => ({ name, program, updates })),
});

export function RuleMore({ rule }: { readonly rule: string }) {
  const { variant } = usePage();
  const [card, setCard] = useState<RuleCardShown | null>(null);
  const [searched, setSearched] = useState(false);
  useEffect(() => {
    let current = true;
    setSearched(false);
    const done = (c: RuleCardShown | null) => {
      if (!current) return;
      setCard(c);
      setSearched(true);
    };
    ask('ruleCard', asked(variant, rule)).then(done, () => done(null));
    return () => void (current = false);
  }, [variant, rule]);
  if (!searched) return <p role="status">Looking for an example…</p>;
  if (card === null) return null;
  const { example, nonExample, uses } = card;
  return (
    <div class="rules-more">
      <section aria-label="Example">
        <h3>Example</h3>
        {example === null ? (
          <p class="rules-sentence">None is known: no example uses it, and none was found.</p>
        ) : (
          <>
            <code class="rules-instance">✓ {example.conclusion}</code>
            <details>
              <summary>How it fills the rule</summary>
              <Filled values={example.values} />
            </details>
          </>
        )}
      </section>
      <section aria-label="No example">
        <h3>No example</h3>
        {nonExample === null ? (
          <p class="rules-sentence">Of what is near the example, nothing was found that only a premise keeps out.</p>
        ) : (
          <>
            <code class="rules-instance">✗ {nonExample.goal}</code>
            <p class="rules-sentence">
              Premise {nonExample.premise} fails: <code>{nonExample.failed}</code>
            </p>
          </>
        )}
      </section>
      <Used of={uses} />
    </div>
  );
}

/** As many names as are listed at once. */
const most = 12;

function Used({ of }: { readonly of: RuleUses }) {
  const { variant } = usePage();
  const { name } = calculusOf(variant);
  const rule = (r: string) => <a href={`#/${name}/rules/${encodeURIComponent(r)}`}>{r}</a>;
  const example = (e: string) => (
    <button type="button" onClick={() => openExample(name, e)}>
      {e}
    </button>
  );
  const list = (title: string, names: readonly string[], shown: (n: string) => preact.ComponentChild) =>
    names.length === 0 ? null : (
      <p>
        {title}{' '}
        {names.slice(0, most).map((n, i) => (
          <span key={n}>
            {i === 0 ? '' : ' '}
            {shown(n)}
          </span>
        ))}
        {names.length > most ? ` and ${names.length - most} more` : ''}
      </p>
    );
  return (
    <section aria-label="Where it is used">
      <h3>Where it is used</h3>
      {list('What it concludes is a premise of', of.premiseOf, rule)}
      {list('It is a case of', of.theorems, (t) => (
        <b>{t}</b>
      ))}
      {list('Variants that change it:', of.variants, (v) => (
        <code>{v}</code>
      ))}
      {list('Examples that use it:', of.examples, example)}
    </section>
  );
}

/** Opens an example in Derivations, by the rules that are looked at. */
function openExample(calculus: string, name: string): void {
  const found = examplesOf(calculus).find((e) => e.name === name);
  if (found) set({ ...ofExample(found), variant: page().variant, view: 'derivations' });
}
