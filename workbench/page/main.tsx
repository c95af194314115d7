/** The page: one header, and the view that is chosen. */
import { render, type ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { follow, keep, linkTo, restore } from './link.ts';
import { announce, Announcer } from './parts/announce.tsx';
import { examples } from './parts/examples.ts';
import { Help } from './parts/help.tsx';
import { editing } from './parts/keys.ts';
import { projector, restoreLook, setProjector, setTheme, singleKeys, theme, themes } from './parts/look.ts';
import { canRedo, canUndo, page, recall, redo, start, undo, usePage, set, viewNames, type ViewName } from './state.ts';
import { Run } from './views/run.tsx';
import './style.css';

/** Views but the first are loaded when they are asked for. */
const views: Readonly<Record<Exclude<ViewName, 'run'>, () => Promise<ComponentType>>> = {
  derivations: async () => (await import('./views/derivations.tsx')).Derivations,
  rules: async () => (await import('./views/rules.tsx')).Rules,
  analysis: async () => (await import('./views/analysis.tsx')).Analysis,
  exercises: async () => (await import('./views/exercises.tsx')).Exercises,
  histories: async () => (await import('./views/histories.tsx')).Histories,
};
const titles: Readonly<Record<ViewName, string>> = {
  run: 'Run',
  derivations: 'Derivations',
  rules: 'Rules',
  analysis: 'Analysis',
  exercises: 'Exercises',
  histories: 'Histories',
};
const loaded = new Map<ViewName, ComponentType>([['run', Run]]);

function View({ name }: { name: ViewName }) {
  const [, again] = useState(0);
  const [failed, setFailed] = useState('');
  const Ready = loaded.get(name);
  useEffect(() => {
    if (name === 'run' || loaded.has(name)) return;
    setFailed('');
    views[name]().then(
      (made) => {
        loaded.set(name, made);
        again((n) => n + 1);
      },
      () => setFailed(`${titles[name]} could not be loaded: is the page's server still there?`),
    );
  }, [name]);
  if (Ready) return <Ready />;
  return <p role="status">{failed || 'Loading …'}</p>;
}

function Tools({ onHelp }: { onHelp: () => void }) {
  const [chosen, choose] = useState(theme);
  const [large, enlarge] = useState(projector);
  const [copied, setCopied] = useState('');
  usePage();
  const copy = async () => {
    const link = await linkTo(page());
    try {
      await navigator.clipboard.writeText(link);
      setCopied('Link copied.');
    } catch {
      // No clipboard to write to: the link is in the address, to be copied from there.
      history.replaceState(null, '', link);
      setCopied('The link is in the address bar.');
    }
    announce('Link copied.');
    setTimeout(() => setCopied(''), 4000);
  };
  return (
    <div class="tools">
      <span class="said">{copied}</span>
      <button type="button" aria-disabled={!canUndo()} onClick={undo}>
        Undo
      </button>
      <button type="button" aria-disabled={!canRedo()} onClick={redo}>
        Redo
      </button>
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <select
        aria-label="Colours"
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          const t = themes.find((x) => x === value) ?? 'system';
          setTheme(t);
          choose(t);
        }}
      >
        <option value="system">system colours</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
      </select>
      <button
        type="button"
        aria-pressed={large}
        onClick={() => {
          setProjector(!large);
          enlarge(!large);
        }}
      >
        Large type
      </button>
      <button type="button" onClick={onHelp} aria-haspopup="dialog">
        Keys <kbd>?</kbd>
      </button>
    </div>
  );
}

interface PageProps {
  readonly first: string | undefined;
  /** Takes what is to be told of work that is not kept. */
  readonly onKept: (tell: (problem: string | undefined) => void) => void;
}

function Page({ first, onKept }: PageProps) {
  const { view } = usePage();
  const [unkept, setUnkept] = useState<string | undefined>(undefined);
  useEffect(() => onKept(setUnkept), []);
  const [help, setHelp] = useState(false);
  const [notice, setNotice] = useState(first);
  const moved = useRef(false);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (editing(event.target)) return;
      const ctrl = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (ctrl && key === 'z') {
        event.preventDefault();
        (event.shiftKey ? redo : undo)();
      } else if (ctrl && key === 'y') {
        event.preventDefault();
        redo();
      } else if (event.key === '?' && !ctrl && singleKeys()) setHelp(true);
    };
    const go = () => void follow().then((text) => text !== undefined && setNotice(text));
    window.addEventListener('keydown', keys);
    window.addEventListener('hashchange', go);
    return () => {
      window.removeEventListener('keydown', keys);
      window.removeEventListener('hashchange', go);
    };
  }, []);
  useEffect(() => {
    document.title = `${titles[view]} – Mutandis`;
    // What led here may have gone with the view that it was in.
    if (moved.current && document.activeElement === document.body) document.getElementById('view')?.focus();
    moved.current = true;
  }, [view]);
  return (
    <>
      <a class="skip" href="#view" onClick={() => document.getElementById('view')?.focus()}>
        Skip to the view
      </a>
      <header>
        <h1>Mutandis</h1>
        <nav aria-label="Views">
          {viewNames.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={name === view ? 'page' : undefined}
              onClick={() => set({ view: name })}
            >
              {titles[name]}
            </button>
          ))}
        </nav>
        <Tools onHelp={() => setHelp(true)} />
      </header>
      {unkept === undefined ? null : (
        <div class="notice" role="alert">
          {unkept}
        </div>
      )}
      {notice === undefined ? null : (
        <div class="notice" role="alert">
          {notice}{' '}
          <button
            type="button"
            onClick={() => {
              setNotice(undefined);
              document.getElementById('view')?.focus();
            }}
          >
            Dismiss
          </button>
        </div>
      )}
      <main id="view" tabIndex={-1}>
        <View name={view} />
      </main>
      <Announcer />
      <Help open={help} onClose={() => setHelp(false)} />
    </>
  );
}

async function begin(): Promise<void> {
  restoreLook();
  if (!restore()) {
    const gauge = examples.find((e) => e.name === 'gauge');
    recall({ now: { ...start, program: gauge?.program ?? '', updates: gauge?.updates ?? [] }, past: [], future: [] });
  }
  const notice = await follow();
  let unkept: (problem: string | undefined) => void = () => {};
  keep((problem) => unkept(problem));
  const root = document.getElementById('page') as HTMLElement;
  root.textContent = '';
  render(<Page first={notice} onKept={(f) => (unkept = f)} />, root);
}
void begin();
// Only where browsers allow it: on this machine, or over https.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  window.addEventListener('load', () => void navigator.serviceWorker.register('./sw.js').catch(() => {}));
