/** The focus is never lost: when what has it goes, it moves to what stood before that, or around it. */
import { useLayoutEffect, useRef } from 'preact/hooks';

const able = 'button:not(:disabled), select, input, textarea, summary, a[href], [tabindex="0"]';
const ableIn = (e: Node | null): HTMLElement[] =>
  e instanceof HTMLElement ? [...(e.matches(able) ? [e] : []), ...e.querySelectorAll<HTMLElement>(able)] : [];

/** The last before a node, among its siblings, that can have the focus. */
function before(e: Node | null): HTMLElement | undefined {
  for (let at = e; at?.isConnected; at = at.previousSibling) {
    const last = ableIn(at).at(-1);
    if (last) return last;
  }
  return undefined;
}

/** What takes the focus of an element that was taken out. */
function heir({ previousSibling, nextSibling, target }: MutationRecord): HTMLElement | undefined {
  const near = before(previousSibling) ?? [...ableIn(nextSibling), ...ableIn(target)].find((e) => e.isConnected);
  if (near) return near;
  for (let around: Node | null = target; around; around = around.parentNode) {
    const found = before(around.previousSibling);
    if (found) return found;
  }
  return undefined;
}

/** Watches over the focus in an element. */
export function useKeptFocus<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const root = ref.current;
    if (root === null) return;
    let last: Node | null = null;
    const look = (event: FocusEvent) => (last = event.target as Node);
    const watch = new MutationObserver((records) => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      const record = records.find((r) => [...r.removedNodes].some((n) => n.contains(last)));
      last = null;
      (record && heir(record))?.focus();
    });
    root.addEventListener('focusin', look);
    watch.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', look);
      watch.disconnect();
    };
  }, []);
  return ref;
}
