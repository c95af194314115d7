/** A derivation is built: a goal is chosen in the tree, a rule for it beside, and what the rule leaves open is filled in. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { choiceAt, readChoices, withChoice, type Choice } from '../../exercises/choices.ts';
import type { BuildingShown, GoalShown, MetaShown } from '../engine/building.ts';
import { ask } from '../rpc.ts';
import { answerKey, set, usePage } from '../state.ts';
import { RuleFigure, Value } from '../tree/card.tsx';
import { Formula } from '../tree/math.tsx';
import { ProofOutline } from '../tree/outline.tsx';
import { ProofTree } from '../tree/tree.tsx';
import { answerWith, Hints, noteSolved } from './exercise-parts.tsx';
import './derivations.css';

const noNodes: BuildingShown['nodes'] = [];
const narrow = () => window.matchMedia('(max-width: 40rem)').matches;

/** The premises that lead to a goal, from the state. */
const premisesOf = (goal: string): readonly number[] => (goal === '' ? [] : goal.split('.').map(Number));

/** Where the reader is: solved, or what is left to do; goals are told where there are some, and what does not fit where it may be. */
function standing({ done, verdict, open, wrong }: BuildingShown): string {
  const steps = wrong.length === 1 ? 'One step does' : `${wrong.length} steps do`;
  const told = [verdict];
  if (wrong.length > 0) told.push(`${steps} not fit: take it back, and choose again.`);
  if (!done && open > 0) told.push(`${open} ${open === 1 ? 'goal is' : 'goals are'} open.`);
  return told.join(' ');
}

/** The next goal to derive: above or behind the one where something was chosen, else the first one. */
function nextGoal(nodes: BuildingShown['nodes'], from: string): string | undefined {
  const start = nodes.findIndex((n) => n.at.join('.') === from);
  const open = nodes.filter((n) => n.rule === '');
  return (open.find((n) => n.id > start) ?? open[0])?.at.join('.');
}

export function Building({ of }: { readonly of: string }) {
  const { answers, goal } = usePage();
  const answer = answers[answerKey(of)] ?? '';
  const [shown, setShown] = useState<BuildingShown | null>(null);
  const [card, setCard] = useState<GoalShown | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [outline, setOutline] = useState(narrow);
  const advance = useRef(false);
  const side = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let current = true;
    ask('building', { of, answer }).then(
      (r) => {
        if (!current) return;
        setFailed(null);
        setShown(r);
        if (advance.current) {
          advance.current = false;
          const here = r.nodes.find((n) => n.at.join('.') === goal)?.id;
          const next = r.wrong.some(([id]) => id === here) ? undefined : nextGoal(r.nodes, goal);
          if (next !== undefined) set({ goal: next }, 'still');
        }
        if (r.done) noteSolved(of);
      },
      (e: Error) => current && setFailed(e.message),
    );
    return () => void (current = false);
    // The goal in view is where it starts from, not what it is about.
  }, [of, answer]);
  useEffect(() => {
    let current = true;
    const at = premisesOf(goal);
    ask('buildingGoal', { of, answer, at }).then(
      (r) => {
        if (!current) return;
        setCard(r);
        // A goal that is there no more, after a choice was taken back.
        if (r === null && goal !== '') set({ goal: '' }, 'still');
      },
      () => current && setCard(null),
    );
    return () => void (current = false);
  }, [of, answer, goal]);

  useEffect(() => {
    if (side.current) side.current.scrollTop = 0;
  }, [goal]);

  const nodes = shown?.nodes ?? noNodes;
  const selected = Math.max(
    0,
    nodes.findIndex((n) => n.at.join('.') === goal),
  );
  const wrong = useMemo(() => new Map(shown?.wrong ?? []), [shown]);
  const closed = useMemo(
    () => new Set(nodes.filter((n) => folded.has(n.at.join('.')) && n.premises.length > 0).map((n) => n.id)),
    [nodes, folded],
  );
  const choices = readChoices(answer);
  const change = (f: (c: Choice | null) => Choice | null, how: 'step' | 'quiet') =>
    answerWith(of, JSON.stringify(withChoice(choices, premisesOf(goal), f)), how);
  const fold = (id: number) => {
    const at = nodes[id]?.at.join('.') ?? '';
    setFolded((now) => {
      const next = new Set(now);
      if (!next.delete(at)) next.add(at);
      return next;
    });
  };
  const Drawn = outline ? ProofOutline : ProofTree;
  if (failed !== null) return <p role="alert">{failed}</p>;
  return (
    <>
      <div class="exercises-bar">
        <span role="status">
          <b class={shown?.done ? 'exercises-solved' : wrong.size > 0 ? 'exercises-wrong' : undefined}>
            {shown === null ? '' : standing(shown)}
          </b>
        </span>
        <button type="button" aria-pressed={outline} onClick={() => setOutline(!outline)}>
          Outline
        </button>
      </div>
      <Hints of={shown?.hints ?? []} fitting={shown?.fitting ?? 0} />
      {nodes.length > 0 && (
        <div class="derivations-main">
          <Drawn
            label="Your derivation"
            nodes={nodes}
            root={0}
            folded={closed}
            onFold={fold}
            selected={selected}
            onSelect={(id) => set({ goal: nodes[id]?.at.join('.') ?? '' }, 'still')}
            wrong={wrong}
            of={of}
          />
          <div class="derivations-side" ref={side}>
            {card && (
              <Goal
                card={card}
                wrong={wrong.get(selected) ?? null}
                fills={choiceAt(choices, premisesOf(goal))?.fills ?? {}}
                onChoose={(rule) => {
                  // After a rule that does not fit there is no next goal: the reader stays at this one.
                  advance.current = true;
                  change(() => ({ rule, fills: {}, premises: [] }), 'step');
                }}
                onTakeBack={() => change(() => null, 'step')}
                onFill={(meta, text) => change((c) => c && { ...c, fills: { ...c.fills, [meta]: text } }, 'quiet')}
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}

interface GoalProps {
  readonly card: GoalShown;
  readonly wrong: string | null;
  readonly fills: Readonly<Record<string, string>>;
  readonly onChoose: (rule: string) => void;
  readonly onTakeBack: () => void;
  readonly onFill: (meta: string, text: string) => void;
}

function Goal({ card, wrong, fills, onChoose, onTakeBack, onFill }: GoalProps) {
  return (
    <section aria-label="Goal" class="tree-card">
      <p>
        <code>{card.conclusion}</code>
      </p>
      <p class="tree-sentence">
        <b>{card.judgement}</b>: {card.sentence}.
      </p>
      {card.where.length > 0 && (
        <dl class="exercises-where">
          {card.where.map(([name, full]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <pre>{full}</pre>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {wrong !== null && (
        <p class="tree-why" role="alert">
          {wrong}
        </p>
      )}
      {card.chosen !== null ? (
        <>
          {card.rule && <RuleFigure rule={card.rule} />}
          <Metas of={card.metas} chosen={card.rule?.chosen ?? []} fills={fills} onFill={onFill} />
          <button type="button" onClick={onTakeBack}>
            Take {card.chosen} back
          </button>
        </>
      ) : card.ready ? (
        <>
          <h3>Which rule concludes it?</h3>
          <ul class="exercises-rules">
            {card.rules.map((r) => (
              <li key={r.name}>
                <button type="button" onClick={() => onChoose(r.name)}>
                  {r.name}
                </button>
                <RuleFigure rule={r} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          What has a question mark is not known yet: derive the premises before this one, or fill it in where the rule
          below was chosen.
        </p>
      )}
    </section>
  );
}

interface MetasProps {
  readonly of: readonly MetaShown[];
  /** Those that nothing determines. */
  readonly chosen: readonly string[];
  readonly fills: Readonly<Record<string, string>>;
  readonly onFill: (meta: string, text: string) => void;
}

function Metas({ of, chosen, fills, onFill }: MetasProps) {
  if (of.length === 0) return null;
  const toFill = (m: MetaShown) => m.fillable || fills[m.meta] !== undefined;
  // What can be filled in comes first.
  const ordered = [...of.filter(toFill), ...of.filter((m) => !toFill(m))];
  return (
    <table class="tree-values">
      <caption>What the rule's metavariables stand for</caption>
      <tbody>
        {ordered.map((m) => (
          <tr key={m.meta}>
            <th scope="row">
              <Formula of={m.math} label={m.meta} />
              <span class="tree-kind">{m.kind}</span>
            </th>
            <td>
              {toFill(m) ? (
                <>
                  <input
                    type="text"
                    class="exercises-fill"
                    aria-label={`${m.meta}, a ${m.kind}`}
                    aria-invalid={m.problem !== null}
                    placeholder={chosen.includes(m.meta) ? 'is for you to choose' : 'follows from the premises'}
                    spellcheck={false}
                    autocomplete="off"
                    value={fills[m.meta] ?? ''}
                    onInput={(e) => onFill(m.meta, e.currentTarget.value)}
                  />
                  {m.problem !== null && <span class="tree-why">{m.problem}</span>}
                </>
              ) : m.short === null ? (
                <span class="exercises-note">not known yet</span>
              ) : (
                <Value short={m.short} full={m.full} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
