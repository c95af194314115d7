/** Annotated code, linked with its source: what is pointed at in one is lit in the other. */
import { useMemo } from 'preact/hooks';
import type { Range, Shown } from '../engine/shown.ts';
import { Code } from '../parts/code.tsx';
import { sameRange, spansOf } from './run-model.ts';

export interface Linked {
  readonly link: Range | undefined;
  readonly onLink: (r: Range | undefined, text?: string, byKey?: boolean) => void;
}

export function RunCode({ code, label, link, onLink }: Linked & { readonly code: Shown; readonly label: string }) {
  const { spans, ranges } = useMemo(() => spansOf(code), [code]);
  const lit = useMemo(() => {
    const found = new Set<number>();
    if (link) ranges.forEach((r, i) => sameRange(r, link) && found.add(i));
    return found;
  }, [ranges, link]);
  return (
    <>
      {code.before > 0 ? <p class="run-note">… {code.before} characters before</p> : null}
      <Code
        label={label}
        text={code.text}
        spans={spans}
        lit={lit}
        onPoint={(i, byKey) => {
          const s = i === null ? undefined : spans[i];
          onLink(i === null ? undefined : ranges[i], s && code.text.slice(s.from, s.to), byKey);
        }}
      />
      {code.after > 0 ? <p class="run-note">… {code.after} characters behind</p> : null}
    </>
  );
}
