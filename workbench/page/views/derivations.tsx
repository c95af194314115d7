/** Derivations: of a configuration, a definition or a step of the run, or from a file; folded, looked into, copied. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DerivationOf, Derived, FileVerdict, NotDerived } from '../engine/derivations.ts';
import type { ProofsAsked } from '../engine/proofs.ts';
import type { Subjects } from '../engine/programs.ts';
import { useKeptFocus } from '../parts/focus.ts';
import { LoadFile } from '../parts/load-file.tsx';
import { putAway, setPutAway } from '../parts/look.ts';
import { ask } from '../rpc.ts';
import { page, set, usePage } from '../state.ts';
import { RuleCard } from '../tree/card.tsx';
import { fileIn, fileSubject, keepFile, keptFile, saveFile } from '../tree/files.ts';
import { layout } from '../../drawing/layout.ts';
import { foldedAtFirst, foldedToFit, inView, sizes, unfoldedTo } from '../../drawing/nodes.ts';
import { ProofOutline } from '../tree/outline.tsx';
import { placeOf, readPlace, writePlace, type Place } from '../tree/place.ts';
import { treeAsSvg } from '../../drawing/svg.ts';
import type { CardInstance, CardRule } from '../tree/rule.ts';
import { layoutFits, lineLabel, ProofTree } from '../tree/tree.tsx';
import { calculusOf } from '../parts/calculi.ts';
import { openInRun } from './open-run.ts';
import './derivations.css';

interface Card {
  readonly rule: CardRule | null;
  readonly instance: CardInstance;
  readonly conclusion: string;
}
interface Output {
  readonly kind: 'LaTeX' | 'SVG';
  readonly text: string;
  readonly said: string;
}

/** What the page's state calls the proofs that are kept of its calculus. */
const keptOnes = 'proofs';
/** Whether a text is a file of proofs, which is read as such: the engine says what is wrong with it. */
const holdsProofs = (text: string): boolean => /^\s*\{\s*"format"\s*:\s*"mutandis-proofs"/.test(text);
type ProofsView = (typeof import('./proofs.tsx'))['Proofs'];

const noNodes: Derived['nodes'] = [];
const narrow = () => window.matchMedia('(max-width: 40rem)').matches;

/** Opens the text of a derivation or counterexample file in this view. */
export async function openDerivation(title: string, text: string): Promise<void> {
  const key = await keepFile(text);
  set({ view: 'derivations', derivation: writePlace(placeOf(fileSubject(key, title))) });
}

export function Derivations() {
  const { program, updates, check, decisions, step, variant, derivation } = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const place = useMemo(() => readPlace(derivation), [derivation]);
  const file = fileIn(place.subject);
  const [text, setText] = useState<string | null | undefined>(undefined);
  const [subjects, setSubjects] = useState<Subjects | null>(null);
  const [got, setGot] = useState<Derived | NotDerived | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [card, setCard] = useState<Card | null>(null);
  const [output, setOutput] = useState<Output | null>(null);
  const [slim, setSlim] = useState(narrow);

  // Several things may change at once (unfolding and going there): each starts from what the one before left.
  const put = (patch: Partial<Place> | ((now: Place) => Partial<Place>), how: 'step' | 'quiet' = 'quiet') => {
    const now = readPlace(page().derivation);
    set({ derivation: writePlace({ ...now, ...(typeof patch === 'function' ? patch(now) : patch) }) }, how);
  };

  useEffect(() => {
    const media = window.matchMedia('(max-width: 40rem)');
    const changed = () => setSlim(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);

  useEffect(() => {
    let current = true;
    ask('derivationSubjects', { program, updates, check, decisions, variant, step }).then(
      (s) => current && setSubjects(s),
      () => current && setSubjects(null),
    );
    return () => void (current = false);
  }, [program, updates, check, decisions, variant, step]);

  const key = file?.key ?? null;
  useEffect(() => {
    let current = true;
    setText(undefined);
    if (key !== null) void keptFile(key).then((t) => current && setText(t));
    return () => void (current = false);
  }, [key]);

  const proofs = useMemo((): ProofsAsked | null => {
    if (place.subject === keptOnes) return { from: 'kept', variant };
    return typeof text === 'string' && holdsProofs(text) ? { from: 'file', text } : null;
  }, [place.subject, text, variant]);
  const [Proofs, setProofs] = useState<ProofsView | null>(null);
  useEffect(() => {
    if (proofs !== null) void import('./proofs.tsx').then((m) => setProofs(() => m.Proofs));
  }, [proofs === null]);

  const of = useMemo((): DerivationOf | null => {
    if (proofs !== null) return null;
    if (key !== null) return typeof text === 'string' ? { from: 'file', text } : null;
    return { from: 'run', program, updates, check, decisions, step, subject: place.subject, variant };
  }, [proofs, key, text, program, updates, check, decisions, step, place.subject, variant]);

  const { at } = place;
  useEffect(() => {
    let current = true;
    setOutput(null);
    if (of === null) {
      setGot(null);
      return;
    }
    ask('derivation', { of, at }).then(
      (d) => {
        if (!current) return;
        setFailed(null);
        setGot(d);
      },
      (e: Error) => current && setFailed(e.message),
    );
    return () => void (current = false);
  }, [of, at]);

  const tree = got?.ok ? got : null;
  const [bare, setBare] = useState(() => putAway('contexts'));
  const nodes = useMemo(() => {
    const all = tree?.nodes ?? noNodes;
    return bare ? all.map((n) => ({ ...n, conclusion: withoutContexts(n.conclusion) })) : all;
  }, [tree, bare]);
  const room = useRef<HTMLDivElement>(null);
  const root = tree ? (tree.roots[Math.min(place.root, tree.roots.length - 1)] as number) : 0;
  const stale = place.of !== 0 && place.of !== nodes.length;
  const verdict: FileVerdict | null = got?.verdict ?? null;
  const wrong = useMemo(() => {
    const w = tree?.verdict?.wrong;
    if (!tree || !w) return undefined;
    const message = `${w.premise === null ? '' : w.premise === 0 ? 'conclusion: ' : `premise ${w.premise}: `}${w.message}`;
    return new Map(tree.nodes.filter((n) => n.node === w.node).map((n) => [n.id, message]));
  }, [tree]);
  const first = useMemo(() => {
    if (!tree) return new Set<number>();
    const bad = wrong?.keys().next().value;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const em = Math.max(14, 0.875 * rem);
    const above = sizes(nodes, root);
    // Beside the tree stands the rule (derivations.css); before the first tree is drawn, its room is told by the window.
    const frame = room.current?.getBoundingClientRect();
    const all = frame?.width ?? window.innerWidth - 2 * rem;
    const side = window.innerWidth <= 56 * 16 ? 0 : Math.max(18 * rem, Math.min(26 * rem, 0.34 * all)) + rem;
    const [width, height] = [all - side - 4, frame?.height ?? window.innerHeight - 14 * rem];
    const fits = (folded: ReadonlySet<number>) =>
      layoutFits(layout(nodes, inView(nodes, root, folded), lineLabel(nodes, folded, above)), width, height, em);
    const folds = slim ? foldedAtFirst(nodes, root) : foldedToFit(nodes, root, fits);
    return bad === undefined ? folds : unfoldedTo(nodes, folds, bad);
  }, [nodes, root, wrong, slim]);
  const folded = useMemo(() => {
    const base = new Set<number>(
      place.folds === 'none'
        ? []
        : place.folds === 'all'
          ? nodes.filter((n) => n.premises.length > 0).map((n) => n.id)
          : first,
    );
    if (!stale)
      for (const id of place.changed) {
        if (base.has(id)) base.delete(id);
        else if ((nodes[id]?.premises.length ?? 0) > 0) base.add(id);
      }
    return base;
  }, [first, place.folds, place.changed, stale, nodes]);
  const badOne = wrong?.keys().next().value ?? null;
  const selected = stale || place.selected === null || place.selected >= nodes.length ? badOne : place.selected;

  const shown = selected === null ? null : (tree?.nodes[selected]?.node ?? null);
  useEffect(() => {
    let current = true;
    if (of === null || shown === null) {
      setCard(null);
      return;
    }
    ask('derivationCard', { of, node: shown }).then(
      (c) => current && setCard(c),
      () => current && setCard(null),
    );
    return () => void (current = false);
  }, [of, shown, tree]);

  const marks = { of: nodes.length };
  const otherThan = (now: Place) => (now.of === 0 || now.of === nodes.length ? now.changed : []);
  const fold = (id: number) =>
    put((now) => {
      const before = otherThan(now);
      return {
        ...marks,
        selected: id,
        changed: before.includes(id) ? before.filter((x) => x !== id) : [...before, id],
      };
    });
  const select = (id: number) => put((now) => ({ ...marks, selected: id, changed: otherThan(now) }));
  const choose = (subject: string) => set({ derivation: writePlace({ ...placeOf(subject), look: place.look }) });

  const load = async (files: FileList | null | undefined) => {
    const f = files?.[0];
    if (!f) return;
    try {
      await openDerivation(f.name, await f.text());
    } catch {
      setFailed(`${f.name} cannot be read`);
    }
  };
  const hand = async (kind: Output['kind'], written: string | null) => {
    if (written === null) return;
    let said = 'copied';
    try {
      await navigator.clipboard.writeText(written);
    } catch {
      said = 'the browser does not let the page copy: take it from here';
    }
    setOutput({ kind, text: written, said });
  };
  const latex = async () => {
    if (of !== null) await hand('LaTeX', await ask('derivationLatex', { of, at, root, folded: [...folded] }));
  };
  const svg = () => {
    const label = lineLabel(nodes, folded, sizes(nodes, root));
    return treeAsSvg(nodes, layout(nodes, inView(nodes, root, folded), label), label);
  };
  const save = async () => {
    const t = of === null ? null : await ask('derivationFile', { of });
    if (t !== null) saveFile(file?.title ?? `${place.subject.replace(/\W+/g, '-')}.json`, t, 'application/json');
  };

  const outline = (place.look ?? (slim ? 'outline' : 'tree')) === 'outline';
  const Drawn = outline ? ProofOutline : ProofTree;
  const name = file ? file.title : place.subject;
  return (
    <section
      ref={kept}
      aria-label="Derivations"
      class="derivations"
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        e.preventDefault();
        void load(e.dataTransfer?.files);
      }}
    >
      <div class="derivations-bar">
        <label>
          Derivation of{' '}
          <select value={place.subject} onChange={(e) => choose(e.currentTarget.value)}>
            <option value="configuration">{subjects?.what ?? 'the configuration'}</option>
            <option value="step">{subjects ? `step ${subjects.step + 1}` : 'the step'}</option>
            {(subjects?.definitions ?? definitionIn(place.subject)).map((z) => (
              <option key={z} value={`definition ${z}`}>
                {z}
              </option>
            ))}
            {calculusOf(variant).brings.includes('proofs') && (
              <option value={keptOnes}>the proofs of {calculusOf(variant).title}</option>
            )}
            {file && <option value={place.subject}>the file {file.title}</option>}
          </select>
        </label>
        {tree?.variant && <span class="derivations-note">by the rules of {tree.variant}</span>}
        {tree && tree.roots.length > 1 && (
          <label>
            part{' '}
            <select
              value={String(place.root)}
              onChange={(e) => put({ root: Number(e.currentTarget.value), selected: null })}
            >
              {tree.roots.map((r, i) => (
                <option key={r} value={String(i)}>
                  {i + 1}: {nodes[r]?.judgement}
                </option>
              ))}
            </select>
          </label>
        )}
        <LoadFile
          label="Derivation or counterexample file"
          accept=".json,application/json"
          onFile={(files) => void load(files)}
        />
        {tree && (
          <>
            <button type="button" onClick={() => void save()}>
              Save file
            </button>
            <button type="button" onClick={() => void latex()}>
              Copy LaTeX
            </button>
            <button type="button" onClick={() => void hand('SVG', svg())}>
              Copy SVG
            </button>
          </>
        )}
      </div>
      {failed !== null && (
        <p role="alert" class="derivations-verdict derivations-bad">
          {failed}
        </p>
      )}
      {file && text === null && (
        <p role="alert" class="derivations-verdict derivations-bad">
          The file {file.title} is not kept in this browser. Load it again to see it.
        </p>
      )}
      {verdict && <Verdict verdict={verdict} />}
      {got && !got.ok && (
        <div role="alert" class="derivations-verdict derivations-bad">
          <p>
            {file ? `${file.title}: ` : ''}
            {got.message}.
          </p>
          {got.why.length > 0 && <pre class="derivations-why">{got.why.join('\n')}</pre>}
        </div>
      )}
      {output && (
        <div class="derivations-out">
          <p role="status">
            {output.kind}: {output.said}.{' '}
            {output.kind === 'SVG' && (
              <button type="button" onClick={() => saveFile('derivation.svg', output.text, 'image/svg+xml')}>
                Save SVG
              </button>
            )}{' '}
            <button type="button" onClick={() => setOutput(null)}>
              Close
            </button>
          </p>
          <textarea
            readOnly
            aria-label={`${proofs === null ? 'The tree' : 'The proof'} as ${output.kind}`}
            value={output.text}
          />
        </div>
      )}
      {proofs !== null && Proofs !== null && (
        <Proofs
          of={proofs}
          file={file?.title}
          place={place}
          put={put}
          onLatex={(written) => void hand('LaTeX', written)}
        />
      )}
      {tree && (
        <>
          <div class="derivations-bar">
            <span class="derivations-note">
              {tree.total} nodes
              {tree.total > tree.nodes.length && at === null ? `, the first ${tree.nodes.length} of them drawn` : ''}
            </span>
            <button type="button" onClick={() => put({ ...marks, folds: 'none', changed: [] })}>
              Unfold all
            </button>
            <button type="button" onClick={() => put({ ...marks, folds: 'all', changed: [] })}>
              Fold all
            </button>
            {selected !== null && selected !== root && (
              <button
                type="button"
                onClick={() => put({ at: shown, root: 0, selected: 0, folds: 'first', changed: [], of: 0 }, 'step')}
              >
                Only this part
              </button>
            )}
            {at !== null && (
              <button
                type="button"
                onClick={() => put({ at: null, selected: null, folds: 'first', changed: [], of: 0 }, 'step')}
              >
                Whole derivation
              </button>
            )}
            <button type="button" aria-pressed={outline} onClick={() => put({ look: outline ? 'tree' : 'outline' })}>
              Outline
            </button>
            <button
              type="button"
              aria-pressed={bare}
              onClick={() => {
                setPutAway('contexts', !bare);
                setBare(!bare);
              }}
            >
              Without Ω; Σ; Γ
            </button>
          </div>
          <div class="derivations-main derivations-fill" ref={room}>
            <Drawn
              of={`${name} ${root} ${tree.total}`}
              label={`Derivation: ${name}`}
              nodes={nodes}
              root={root}
              folded={folded}
              onFold={fold}
              selected={selected}
              onSelect={select}
              {...(wrong ? { wrong } : {})}
            />
            <div class="derivations-side">
              {card ? (
                card.rule ? (
                  <RuleCard rule={card.rule} instance={card.instance} />
                ) : (
                  <p class="derivations-verdict derivations-bad">{card.instance.wrong ?? 'There is no such rule.'}</p>
                )
              ) : (
                <p class="derivations-note">
                  Choose a node to see its rule.{' '}
                  {outline ? '→ unfolds, ← folds.' : '↑ ↓ ← → walk, Enter folds, + − zoom.'}
                </p>
              )}
            </div>
          </div>
        </>
      )}
    </section>
  );
}

/** A sentence without the environments that it begins with: letters, each with a number at most. */
export const withoutContexts = (sentence: string): string => {
  const [before = '', ...rest] = sentence.split('⊢');
  if (rest.length === 0) return sentence;
  const kept = before.split(/;\s*/).filter((part) => !/^(?:\p{Lu}[0-9]*|∅)$/u.test(part.trim()));
  return [kept.join('; '), ...rest].join('⊢').trim();
};

const definitionIn = (subject: string): string[] =>
  subject.startsWith('definition ') ? [subject.slice('definition '.length)] : [];

function Verdict({ verdict }: { readonly verdict: FileVerdict }) {
  const { ok, message, wrong, about } = verdict;
  const source = about?.source ?? null;
  return (
    <div role={ok ? 'status' : 'alert'} class={`derivations-verdict${ok ? '' : ' derivations-bad'}`}>
      <p>
        {ok ? '✓' : '✗'} {message}.
      </p>
      {wrong && (
        <p>
          Wrong node: {wrong.path}
          {wrong.rule === null ? '' : `, rule ${wrong.rule}`}
          {wrong.premise === null ? '' : wrong.premise === 0 ? ', conclusion' : `, premise ${wrong.premise}`}:{' '}
          {wrong.message}.
        </p>
      )}
      {about && (
        <details>
          <summary>The program, and why</summary>
          <pre>{[about.program, ...about.updates].join('\n').trimEnd()}</pre>
          <pre>{about.why.join('\n')}</pre>
        </details>
      )}
      {about && source && (
        <button type="button" onClick={() => void openInRun({ ...about, source }, about.variant)}>
          Open in Run
        </button>
      )}
    </div>
  );
}
