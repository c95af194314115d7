/** The page: one header, and the view that is chosen. */
import { render, type ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { keep, restore } from './keeping.ts';
import { keepAddress } from './link.ts';
import { Announcer } from './parts/announce.tsx';
import { calculusOf } from './parts/calculi.ts';
import { examples, loadExamples } from './parts/examples.ts';
import { Header } from './parts/header.tsx';
import { Help } from './parts/help.tsx';
import { editing } from './parts/keys.ts';
import { restoreLook, singleKeys } from './parts/look.ts';
import { Greeting } from './parts/greeting.tsx';
import { SeminarPath } from './parts/seminar.tsx';
import { shareProgress } from './progress.ts';
import { Words } from './parts/words.tsx';
import { tabId } from './parts/tabs.tsx';
import { page, recall, redo, start, undo, usePage } from './state.ts';
import { viewNamed, type View as Declared } from './views/registry.ts';
import './style.css';

const loaded = new Map<Declared, ComponentType>();

/** A view, loaded when it is asked for. */
function View({ of }: { readonly of: Declared }) {
  const [, again] = useState(0);
  const [failed, setFailed] = useState('');
  const Ready = loaded.get(of);
  useEffect(() => {
    setFailed('');
    if (loaded.has(of)) return;
    of.load().then(
      async (made) => {
        // To evaluate it and to draw it are two tasks: between them keys and clicks are answered.
        await new Promise((done) => setTimeout(done));
        loaded.set(of, made);
        again((n) => n + 1);
      },
      () => setFailed(`${of.title} could not be loaded: is the page's server still there?`),
    );
  }, [of]);
  if (Ready) return <Ready />;
  return <p role="status">{failed || 'Loading …'}</p>;
}

/** Something that the reader is told above the view. */
function Notice({ children, onDismiss }: { readonly children: string; readonly onDismiss?: () => void }) {
  return (
    <div class="notice" role="alert">
      {children}{' '}
      {onDismiss ? (
        <button type="button" onClick={onDismiss}>
          Dismiss
        </button>
      ) : null}
    </div>
  );
}

/** What the reader is told above the view: of work that is not kept, and of an address. */
interface Told {
  readonly unkept?: string | undefined;
  readonly notice?: string | undefined;
}
interface PageProps {
  readonly first: Told;
  /** Takes what changes what is told. */
  readonly onTold: (tell: (told: Told) => void) => void;
}

function Page({ first, onTold }: PageProps) {
  const { view, variant } = usePage();
  const [{ unkept, notice }, setTold] = useState(first);
  const tell = (told: Told) => setTold((before) => ({ ...before, ...told }));
  useLayoutEffect(() => onTold(tell), []);
  const [help, setHelp] = useState(false);
  const moved = useRef(false);
  const calculus = calculusOf(variant);
  const here = viewNamed(view, calculus);
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
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, []);
  useEffect(() => {
    document.title = `${here?.title ?? 'Nothing'} – Mutandis`;
    // What led here may have gone with the view that it was in.
    if (moved.current && document.activeElement === document.body) document.getElementById('view')?.focus();
    moved.current = true;
  }, [view]);
  return (
    <>
      <a
        class="skip"
        href="#view"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('view')?.focus();
        }}
      >
        Skip to the view
      </a>
      <Header onHelp={() => setHelp(true)} />
      {unkept === undefined ? null : <Notice>{unkept}</Notice>}
      {notice === undefined ? null : (
        <Notice
          onDismiss={() => {
            tell({ notice: undefined });
            document.getElementById('view')?.focus();
          }}
        >
          {notice}
        </Notice>
      )}
      <Greeting />
      <SeminarPath />
      <main id="view" tabIndex={-1}>
        <div id="panel" role="tabpanel" aria-labelledby={here === undefined ? undefined : tabId('panel', here.name)}>
          {here === undefined ? <p role="status">There is no such view.</p> : <View of={here} />}
        </div>
      </main>
      <Words />
      <Announcer />
      <Help open={help} onClose={() => setHelp(false)} />
    </>
  );
}

async function begin(): Promise<void> {
  restoreLook();
  if (!(await restore())) {
    const gauge = examples.find((e) => e.name === 'gauge');
    recall({ now: { ...start, program: gauge?.program ?? '', updates: gauge?.updates ?? [] }, past: [], future: [] });
  }
  shareProgress();
  let first: Told = {};
  let tell = (told: Told): void => void (first = { ...first, ...told });
  await keepAddress((notice) => tell({ notice }));
  await loadExamples(calculusOf(page().variant).name);
  keep((unkept) => tell({ unkept }));
  const root = document.getElementById('page') as HTMLElement;
  root.textContent = '';
  render(<Page first={first} onTold={(f) => (tell = f)} />, root);
}
void begin();
// Only where browsers allow it: on this machine, or over https.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  window.addEventListener('load', () => void navigator.serviceWorker.register('./sw.js').catch(() => {}));
