/** Rules: all judgements and rules, what a variant changes, and the hunt for what it fells. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Change, FunctionShown, JudgementShown, RuleShown, RulesShown, VariantShown } from '../engine/rules.ts';
import type { VariantsHere } from '../brings.ts';
import { useNarrow } from '../parts/narrow.ts';
import { ask } from '../rpc.ts';
import { set, usePage } from '../state.ts';
import { RuleFigure } from '../tree/card.tsx';
import { Formula } from '../tree/math.tsx';
import type { CardRule } from '../tree/rule.ts';
import { Hunting } from './hunting.tsx';
import { defaultName } from '../../../proofs/registry.ts';
import { readVariant, variantNamed } from '../variant-name.ts';
import { RuleMore } from './rule-more.tsx';
import { change, OwnRules } from './rules-own.tsx';
import './rules.css';

// Put in when the page is built (vite.config.ts): the engine has one calculus at a time.
declare const __VARIANTS__: readonly VariantsHere[];

export function Rules() {
  const { variant, rule } = usePage();
  const [got, setGot] = useState<RulesShown | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    ask('rules', { variant }).then(
      (r) => {
        if (current) setGot(r);
      },
      (e: Error) => current && setFailed(e.message),
    );
    return () => void (current = false);
  }, [variant]);
  const filter = rule ?? '';
  const judgements = useMemo(() => filtered(got?.judgements ?? [], filter), [got, filter]);
  const { rules: own } = readVariant(variant);
  const count = judgements.reduce((n, j) => n + j.rules.length, 0);
  return (
    <section aria-label="Rules" class="rules">
      <div class="rules-bar">
        <label>
          Variant{' '}
          <select value={variant ?? ''} onChange={(e) => set({ variant: e.currentTarget.value || null })}>
            {own !== null && <option value={variant ?? ''}>your own</option>}
            {got ? (
              __VARIANTS__.map(({ calculus, variants }) => (
                <optgroup key={calculus} label={calculus}>
                  <option value={variantNamed(calculus, '')}>{calculus} as it is</option>
                  {variants.map((v) => (
                    <option key={v.name} value={variantNamed(calculus, v.name)}>
                      {v.name} ({v.falls.length === 0 ? 'sound' : `${v.falls.join(', ')} falls`})
                    </option>
                  ))}
                </optgroup>
              ))
            ) : (
              <option value={variant ?? ''}>{variant ?? `${defaultName} as it is`}</option>
            )}
          </select>
        </label>
        <label>
          Find{' '}
          <input
            type="search"
            value={filter}
            placeholder="T-App, subtype, update…"
            onInput={(e) => set({ rule: e.currentTarget.value || null }, 'quiet')}
          />
        </label>
        <span class="rules-sentence" role="status">
          {got ? `${count} rule${count === 1 ? '' : 's'}` : 'Reading the rules…'}
        </span>
      </div>
      {failed !== null && <p role="alert">{failed}</p>}
      {got && (
        <div class="rules-sheet">
          <Index of={got.judgements} chosen={filter} />
          <div>
            {own !== null && <OwnRules variant={variant} problems={got.problems} />}
            {got.variant && <Differences shown={got} variant={got.variant} own={own !== null} />}
            {/* After a change the hunt is what comes next; of the calculus as it is, the rules come first. */}
            {got.variant?.hunted && <Hunting variant={variant} shown={got.variant} />}
            {judgements.map((j) => (
              <Judgement
                key={j.name}
                of={j}
                chosen={filter}
                onChange={got.variant?.hunted === false ? null : (r) => change(got, variant, r)}
              />
            ))}
            {count === 0 && <p>No rule is called, or speaks of, {filter}.</p>}
            {got.variant === null && own === null && <Hunting variant={variant} shown={null} />}
          </div>
        </div>
      )}
    </section>
  );
}

/** A name of the code in prose: `configurationOk` is `configuration ok`. */
const prose = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** All rules by judgement, their names in a grid: each leads to itself. */
function Index({ of, chosen }: { readonly of: readonly JudgementShown[]; readonly chosen: string }) {
  const slim = useNarrow();
  const go = (rule: string) => set({ rule: rule === chosen ? null : rule });
  return (
    <details class="rules-index" open={!slim}>
      <summary>Index</summary>
      <nav aria-label="Index of rules">
        {chosen === '' ? null : (
          <button type="button" onClick={() => set({ rule: null })}>
            All rules
          </button>
        )}
        {of
          .filter((j) => j.rules.length > 0)
          .map((j) => (
            <div key={j.name} role="group" aria-label={prose(j.name)}>
              <p class="rules-group">{prose(j.name)}</p>
              <div class="rules-names">
                {j.rules.map((r) => (
                  <button
                    key={r.name}
                    type="button"
                    data-word={r.name}
                    aria-current={r.name === chosen ? 'true' : undefined}
                    class={r.change === null ? undefined : 'rules-changed'}
                    onClick={() => go(r.name)}
                  >
                    {r.name}
                  </button>
                ))}
              </div>
            </div>
          ))}
      </nav>
    </details>
  );
}

/** The rules that a search is after: by name, by judgement, or by what they say. */
function filtered(judgements: readonly JudgementShown[], filter: string): JudgementShown[] {
  const wanted = filter.trim().toLowerCase();
  const has = (s: string) => s.toLowerCase().includes(wanted);
  return judgements.flatMap((j) => {
    if (j.rules.length === 0) return [];
    if (wanted === '' || has(j.name) || has(j.sentence)) return [j];
    const rules = j.rules.filter((r) => has(r.name) || has(r.text.conclusion) || r.text.premises.some(has));
    return rules.length === 0 ? [] : [{ ...j, rules }];
  });
}

interface JudgementProps {
  readonly of: JudgementShown;
  /** What is searched for: a rule of that very name is shown with its card. */
  readonly chosen: string;
  /** Null where rules cannot be changed. */
  readonly onChange: ((r: RuleShown) => void) | null;
}

function Judgement({ of, chosen, onChange }: JudgementProps) {
  const { name, sentence, form, formText, inputs, outputs, rules } = of;
  return (
    <section class="rules-judgement" aria-labelledby={`rules-${name}`}>
      <div class="rules-head">
        <h2 id={`rules-${name}`}>{prose(name)}</h2>
        <Formula of={form} label={formText} />
      </div>
      <p class="rules-sentence">
        {sentence[0]?.toUpperCase()}
        {sentence.slice(1)}. From {inputs.join(', ')}
        {outputs.length === 0 ? '' : ` to ${outputs.join(', ')}`}.
      </p>
      <ul class="rules-list">
        {rules.map((r) => (
          <li key={r.name} class={r.change === null ? undefined : 'rules-change'}>
            {r.change !== null && <span class="rules-sentence">{r.change}</span>}
            <RuleFigure rule={r} />
            {onChange && (
              <button type="button" class="rules-edit" aria-label={`Change ${r.name}`} onClick={() => onChange(r)}>
                Change
              </button>
            )}
            {r.name === chosen.trim() && <RuleMore rule={r.name} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DifferencesProps {
  readonly shown: RulesShown;
  readonly variant: VariantShown;
  /** Whether it is written on the page: nothing is known of it. */
  readonly own: boolean;
}

function Differences({ shown, variant, own }: DifferencesProps) {
  const { changes, functionsBefore, functionsAfter } = shown;
  return (
    <section class="rules-variant" aria-label="What differs">
      <h2>{own ? 'What differs' : variant.name}</h2>
      <p>
        {variant.sentence[0]?.toUpperCase()}
        {variant.sentence.slice(1)}.{' '}
        {own
          ? 'Whether a theorem falls is for the hunt to find.'
          : variant.falls.length === 0
            ? 'It is sound: nothing should fall.'
            : `${variant.falls.join(', ')} should fall.`}
      </p>
      {changes.map((c) => (
        <Changed key={`${c.analysis} ${c.name}`} change={c} />
      ))}
      {functionsBefore.length + functionsAfter.length > 0 && (
        <>
          <h3>What they compute</h3>
          <div class="rules-sides">
            <Functions title="as it is" className="rules-before" list={functionsBefore} />
            <Functions title={variant.name} className="rules-after" list={functionsAfter} />
          </div>
        </>
      )}
    </section>
  );
}

function Changed({ change }: { readonly change: Change }) {
  const { name, kind, analysis, before, after, onlyBefore, onlyAfter } = change;
  return (
    <>
      <h3>
        {name} is {kind}
        {analysis ? ' in the static analysis' : ''}
      </h3>
      <div class="rules-sides">
        <Side title="as it is" className="rules-before" rule={before} marked={onlyBefore} />
        <Side title="here" className="rules-after" rule={after} marked={onlyAfter} />
      </div>
    </>
  );
}

interface SideProps {
  readonly title: string;
  readonly className: string;
  readonly rule: CardRule | null;
  readonly marked: readonly number[];
}

function Side({ title, className, rule, marked }: SideProps) {
  return (
    <div class={`rules-side ${className}`}>
      <h4>{title}</h4>
      {rule ? <RuleFigure rule={rule} marked={new Set(marked)} /> : <p class="rules-sentence">no such rule</p>}
    </div>
  );
}

interface FunctionsProps {
  readonly title: string;
  readonly className: string;
  readonly list: readonly FunctionShown[];
}

function Functions({ title, className, list }: FunctionsProps) {
  return (
    <div class={`rules-side ${className}`}>
      <h4>{title}</h4>
      {list.length === 0 && <p class="rules-sentence">nothing in its place</p>}
      {list.map((f) => (
        <div key={f.name}>
          <p>
            <b>{f.name}</b>: {f.sentence}.
          </p>
          {f.equations.length > 0 && <pre class="rules-code">{f.equations.join('\n')}</pre>}
        </div>
      ))}
    </div>
  );
}
