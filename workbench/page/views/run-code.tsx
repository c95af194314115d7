/** Annotated code, linked with its source: what is pointed at in one is lit in the other. */
import { memo } from 'preact/compat';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Range, Shown } from '../engine/sent.ts';
import { Code } from '../parts/code.tsx';
import { sameRange, spansOf } from './run-model.ts';

export interface Linked {
  readonly link: Range | undefined;
  readonly onLink: (r: Range | undefined, text?: string, byKey?: boolean) => void;
}

type RunCodeProps = Linked & { readonly code: Shown; readonly label: string };

function DrawnCode({ code, label, link, onLink }: RunCodeProps) {
  const { spans, ranges } = useMemo(() => spansOf(code), [code]);
  // Of the code pointed at, the one expression is lit; elsewhere all that comes from the same place.
  const [own, setOwn] = useState<{ readonly code: Shown; readonly span: number }>();
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // What matters is in view, without moving the page.
    const box = host.current?.querySelector<HTMLElement>('.code');
    const redex = box?.querySelector<HTMLElement>('.run-redex');
    if (box && box.scrollHeight > box.clientHeight)
      box.scrollTop = redex ? redex.offsetTop - box.offsetTop - box.clientHeight / 2 : 0;
  }, [code]);
  const lit = useMemo(() => {
    if (own?.code === code) return new Set([own.span]);
    const found = new Set<number>();
    if (link) ranges.forEach((r, i) => sameRange(r, link) && found.add(i));
    return found;
  }, [ranges, link, own, code]);
  return (
    <div ref={host}>
      {code.before > 0 ? <p class="run-note">… {code.before} characters before</p> : null}
      <Code
        label={label}
        text={code.text}
        spans={spans}
        lit={lit}
        onPoint={(i, byKey) => {
          setOwn(i === null ? undefined : { code, span: i });
          const s = i === null ? undefined : spans[i];
          onLink(i === null ? undefined : ranges[i], s && code.text.slice(s.from, s.to), byKey);
        }}
      />
      {code.after > 0 ? <p class="run-note">… {code.after} characters behind</p> : null}
    </div>
  );
}

/** Drawn again only when it is other code, or another place is pointed at. */
export const RunCode = memo(DrawnCode);
