/** The header: what calculus and example, the views as tabs, undo and link, and a menu for the rest. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { linkTo } from '../link.ts';
import { canRedo, canUndo, page, redo, set, undo, usePage } from '../state.ts';
import { viewsOf, viewNamed } from '../views/registry.ts';
import { readVariant } from '../variant-name.ts';
import { announce } from './announce.tsx';
import { calculiHere, calculusOf } from './calculi.ts';
import { ofExample, toCalculus } from './choosing.ts';
import { examplesOf } from './examples.ts';
import { showTour } from './greeting.tsx';
import { projector, setProjector, setTheme, theme, themes } from './look.ts';
import { useNarrow } from './narrow.ts';
import { openSeminar } from './seminar.tsx';
import { Tabs } from './tabs.tsx';
import './header.css';

/** Chooses a calculus: its views may be others. */
async function choose(name: string): Promise<void> {
  const change = await toCalculus(name);
  const to = calculusOf(change.variant ?? null);
  const has = viewNamed(page().view, to)?.of(to) === true;
  set({ ...change, ...(has ? {} : { view: viewsOf(to)[0]?.name ?? page().view }), rule: null });
}

/** What is looked at: the calculus, and one of its examples. */
function Subject() {
  const { variant, program, updates } = usePage();
  const { name } = calculusOf(variant);
  const list = examplesOf(name);
  const chosen = list.find((e) => e.program === program && e.updates.join('\0') === updates.join('\0'));
  return (
    <>
      <label>
        <span class="unseen">Calculus</span>
        <select class="header-calculus" value={name} onChange={({ currentTarget: { value } }) => choose(value)}>
          {calculiHere.map((c) => (
            <option key={c.name} value={c.name}>
              {c.title}
            </option>
          ))}
        </select>
      </label>
      {list.length === 0 ? null : (
        <label>
          <span class="unseen">Example</span>
          <select
            class="header-example"
            value={chosen?.name ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const e = list.find((x) => x.name === value);
              // Rules of a variant stay: what the example does by them may be why it is chosen.
              if (e) set({ ...ofExample(e), variant: page().variant });
            }}
          >
            {chosen ? null : <option value="">your own</option>}
            {list.map((e) => (
              <option key={e.name} value={e.name}>
                {e.title}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function Look() {
  const [chosen, setChosen] = useState(theme);
  const [large, enlarge] = useState(projector);
  return (
    <>
      <select
        aria-label="Colours"
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          const t = themes.find((x) => x === value) ?? 'system';
          setTheme(t);
          setChosen(t);
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
    </>
  );
}

async function copyLink(said: (text: string) => void): Promise<void> {
  const link = await linkTo(page());
  try {
    await navigator.clipboard.writeText(link);
    said('Link copied.');
  } catch {
    // No clipboard to write to: the link is in the address, to be copied from there.
    history.replaceState(null, '', link);
    said('The link is in the address bar.');
  }
  announce('Link copied.');
}

interface HeaderProps {
  readonly onHelp: () => void;
}

export function Header({ onHelp }: HeaderProps) {
  const { view, variant } = usePage();
  const slim = useNarrow();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!(event.target instanceof Node) || !menu.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      menu.current?.querySelector<HTMLElement>('button')?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  const tell = (text: string) => {
    setSaid(text);
    setTimeout(() => setSaid(''), 4000);
  };
  const calculus = calculusOf(variant);
  const { name: rulesOf, rules: written } = readVariant(variant);
  const here = viewNamed(view, calculus);
  const shown = viewsOf(calculus);
  const tabs = here === undefined || shown.includes(here) ? shown : [...shown, here];
  const history = (
    <span class="header-undo">
      <button type="button" aria-label="Undo" title="Undo" aria-disabled={!canUndo()} onClick={undo}>
        ↶
      </button>
      <button type="button" aria-label="Redo" title="Redo" aria-disabled={!canRedo()} onClick={redo}>
        ↷
      </button>
    </span>
  );
  const link = (
    <button type="button" onClick={() => void copyLink(tell)}>
      Copy link
    </button>
  );
  return (
    <header class="header">
      <h1>Mutandis</h1>
      {slim ? null : (
        <div class="header-subject">
          <Subject />
        </div>
      )}
      <nav aria-label="Views">
        <Tabs label="Views" panel="panel" tabs={tabs} chosen={view} onChoose={(name) => set({ view: name })} />
      </nav>
      {rulesOf === '' && written === null ? null : (
        <span class="header-rules">
          variant <strong>{written === null ? rulesOf : 'yours'}</strong>
        </span>
      )}
      <div class="header-tools">
        <span class="said">{said}</span>
        {slim ? null : history}
        {slim ? null : link}
        <div class="header-menu" ref={menu}>
          <button type="button" aria-haspopup="true" aria-expanded={open} onClick={() => setOpen(!open)}>
            Menu
          </button>
          {open ? (
            <div class="header-open" role="group" aria-label="Menu">
              {slim ? (
                <>
                  <Subject />
                  {history}
                  {link}
                </>
              ) : null}
              <Look />
              <button
                type="button"
                aria-haspopup="dialog"
                onClick={() => {
                  setOpen(false);
                  onHelp();
                }}
              >
                Keys <kbd>?</kbd>
              </button>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  void showTour();
                }}
              >
                Show me around
              </button>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  openSeminar();
                }}
              >
                Seminar of 90 minutes
              </button>
            </div>
          ) : null}
        </div>
      </div>
    </header>
  );
}
