/**
 * Tabs: one of them is chosen, the arrow keys choose the next, and all belong to one panel.
 *
 *     <Tabs label="Views" panel="panel" tabs={[{ name: 'run', title: 'Run' }]} chosen="run" onChoose={go} />
 */
import { useEffect, useRef } from 'preact/hooks';
import './tabs.css';

export interface Tab {
  readonly name: string;
  readonly title: string;
  /** Said beside the title. */
  readonly note?: string | undefined;
  readonly sentence?: string;
}

interface TabsProps {
  readonly label: string;
  /** The id of the panel whose content the tabs choose. */
  readonly panel: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** The id of a tab: what names the panel. */
export const tabId = (panel: string, name: string): string => `${panel}-tab-${name}`;

export function Tabs({ label, panel, tabs, chosen, onChoose }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const at = tabs.findIndex((t) => t.name === chosen);
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    const row = list.current;
    if (tab && row) row.scrollLeft = Math.max(0, tab.offsetLeft - row.offsetLeft - row.clientWidth / 3);
  }, [chosen]);
  const keys = (event: KeyboardEvent) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChoose(next.name);
    document.getElementById(tabId(panel, next.name))?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={keys}>
      {tabs.map((t, i) => (
        <button
          key={t.name}
          id={tabId(panel, t.name)}
          type="button"
          role="tab"
          title={t.sentence}
          aria-selected={t.name === chosen}
          aria-controls={panel}
          tabIndex={i === Math.max(at, 0) ? 0 : -1}
          onClick={() => onChoose(t.name)}
        >
          {t.title}
          {t.note === undefined || t.note === '' ? null : <small> {t.note}</small>}
        </button>
      ))}
    </div>
  );
}
