/** The object table as a picture: threads as stacks of frames, objects with their mediators, an arrow for each call in progress. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type {
  FrameShown,
  KernelShown,
  ObjectShown,
  StepShown,
  ThreadShown,
  UpdateShown,
} from '../../engine/components/kernel.ts';

type Take = (s: StepShown) => void;

function Steps({
  of,
  steps,
  take,
}: {
  readonly of: string;
  readonly steps: readonly StepShown[];
  readonly take: Take;
}) {
  return (
    <div class="objects-steps">
      {steps.map((s) => (
        <button
          key={s.word}
          type="button"
          aria-label={`${of}: ${s.rule}${s.what === '' ? '' : ` ${s.what}`}`}
          onClick={() => take(s)}
        >
          {s.rule} {s.what !== '' && <code>{s.what}</code>}
        </button>
      ))}
    </div>
  );
}

const placeOf = ({ object, version, adaptor }: FrameShown): string =>
  object === null ? 'top' : `${adaptor ? 'adaptor of' : 'in'} ${object}, version ${version}`;

function Thread({ thread, take }: { readonly thread: ThreadShown; readonly take: Take }) {
  const { name, source, is, generation, value, frames, at, steps } = thread;
  return (
    <li class={`objects-thread objects-${is}`} data-thread={name}>
      <h2>
        {source ? 'source' : 'thread'} {name}{' '}
        <small>
          {is}
          {at !== null && ` at ${at}`}
          {generation !== null && `, generation ${generation}`}
          {value !== null && `: ${value}`}
        </small>
      </h2>
      {frames.length > 0 && (
        <ol aria-label={`Frames of ${name}, the innermost first`}>
          {frames.map((f, i) => (
            <li key={frames.length - i} data-frame={`${name} ${i}`}>
              <span class="objects-place">{placeOf(f)}</span>
              <code>
                {f.code[0]}
                {f.code[1] !== '' && (i === 0 ? <mark>{f.code[1]}</mark> : f.code[1])}
                {f.code[2]}
              </code>
            </li>
          ))}
        </ol>
      )}
      <Steps of={name} steps={steps} take={take} />
    </li>
  );
}

function Instance({ shown }: { readonly shown: ObjectShown }) {
  const { name, class: C, version, old, fields, listed } = shown;
  return (
    <div class={`objects-instance ${old ? 'objects-old' : ''}`} data-object={name}>
      <h2>
        {name}{' '}
        <small>
          {C}, version {version}
          {old && ' (old)'}
          {listed !== null && `; ${listed}`}
        </small>
      </h2>
      <dl>
        {fields.map(([f, v]) => (
          <div key={f}>
            <dt>{f}</dt>
            <dd>
              <code>{v}</code>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Entry({ shown, take }: { readonly shown: ObjectShown; readonly take: Take }) {
  const { name, mediator, steps } = shown;
  if (mediator === null)
    return (
      <li class="objects-entry">
        <Instance shown={shown} />
        <Steps of={name} steps={steps} take={take} />
      </li>
    );
  const { generation, phase, inside, blocked, waits } = mediator;
  return (
    <li class={`objects-entry objects-mediator objects-phase-${phase}`}>
      <div role="group" aria-label={`Mediator of ${name}`}>
        <p class="objects-mediating">
          <strong>{phase}</strong> <span>mediator {generation}</span>
        </p>
        <Instance shown={shown} />
        <p>
          inside: {inside.length === 0 ? 'nobody' : inside.map(([t, n]) => (n === 1 ? t : `${t} ×${n}`)).join(', ')}
          <br />
          blocked: {blocked.length === 0 ? 'nobody' : blocked.join(', ')}
        </p>
        {waits.map((w) => (
          <p key={w} class="objects-waits">
            {w}
          </p>
        ))}
        <Steps of={name} steps={steps} take={take} />
      </div>
    </li>
  );
}

/** An update to come; the one that is next can be requested, unless it is refused now. */
function Update({ update, take }: { readonly update: UpdateShown; readonly take: Take }) {
  const { name, lazy, refused, steps } = update;
  return (
    <li class="objects-update">
      <h2>
        update {name} <small>{lazy ? 'lazy, to come' : 'to come'}</small>
      </h2>
      {refused !== null && <p class="objects-refused">refused now: {refused}</p>}
      <Steps of={name} steps={steps.map((x) => ({ ...x, what: '' }))} take={take} />
    </li>
  );
}

/** So many objects stand below each other, so that no arrow goes through one. */
const fewObjects = 6;

interface Arrow {
  readonly key: string;
  readonly d: string;
  readonly blocked: boolean;
}

/** Where the arrows are: from a frame to the object whose code it runs, and from a blocked thread to where it is blocked. */
function arrowsIn(root: HTMLElement, threads: readonly ThreadShown[]): readonly Arrow[] {
  const frame = root.getBoundingClientRect();
  const named = (attribute: string, name: string) => root.querySelector(`[data-${attribute}="${CSS.escape(name)}"]`);
  const between = (a: Element, b: Element, nth: number): string => {
    const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    const beside = q.left > p.right;
    // Arrows to one object end apart, each towards where it comes from.
    const off = Math.max(-q.height / 3, Math.min(q.height / 3, (p.top + p.height / 2 - q.top - q.height / 2) / 6));
    const [x1, y1] = [p.right - frame.left, p.top + p.height / 2 - frame.top];
    const [x2, y2] = [(beside ? q.left : q.right) - frame.left, q.top + q.height / 2 + off - frame.top];
    // Where objects stand below the threads, arrows go along the margin.
    const [c1, c2] = beside ? [(x1 + x2) / 2, (x1 + x2) / 2] : [frame.width - 4 * nth, frame.width - 4 * nth];
    return `M${x1} ${y1} C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}`;
  };
  let nth = 0;
  return threads.flatMap(({ name, frames, at }): Arrow[] => {
    const all = frames.flatMap((f, i): Arrow[] => {
      const [from, to] = [named('frame', `${name} ${i}`), f.object === null ? null : named('object', f.object)];
      return from === null || to === null
        ? []
        : [{ key: `${name} ${i}`, d: between(from, to, nth++ % 6), blocked: false }];
    });
    const [from, to] = [named('frame', `${name} 0`), at === null ? null : named('object', at)];
    if (from !== null && to !== null) all.push({ key: `${name} at`, d: between(from, to, nth++ % 6), blocked: true });
    return all;
  });
}

export function Table({ shown, take }: { readonly shown: KernelShown; readonly take: Take }) {
  const root = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{
    readonly arrows: readonly Arrow[];
    readonly width: number;
    readonly height: number;
  }>();
  useLayoutEffect(() => {
    const r = root.current;
    if (r === null) return;
    const draw = () => setDrawn({ arrows: arrowsIn(r, shown.threads), width: r.offsetWidth, height: r.offsetHeight });
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(r);
    return () => watch.disconnect();
  }, [shown]);
  const calls = drawn?.arrows.length ?? 0;
  return (
    <div ref={root} class="objects-table" role="group" aria-label="The object table">
      <ul class="objects-threads" aria-label="Threads and updates">
        {shown.updates.map((u) => (
          <Update key={u.name} update={u} take={take} />
        ))}
        {shown.threads.map((t) => (
          <Thread key={t.name} thread={t} take={take} />
        ))}
      </ul>
      <ul class={`objects-objects ${shown.objects.length > fewObjects ? 'objects-many' : ''}`} aria-label="Objects">
        {shown.objects.map((o) => (
          <Entry key={o.name} shown={o} take={take} />
        ))}
      </ul>
      {drawn !== undefined && (
        <svg
          class="objects-arrows"
          role="img"
          aria-label={`${calls} call${calls === 1 ? '' : 's'} in progress`}
          width={drawn.width}
          height={drawn.height}
        >
          <defs>
            <marker
              id="objects-head"
              viewBox="0 0 10 10"
              refX="9"
              refY="5"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0L10 5L0 10z" fill="context-stroke" />
            </marker>
          </defs>
          {drawn.arrows.map((a) => (
            <path
              key={a.key}
              d={a.d}
              data-call={a.key}
              class={a.blocked ? 'objects-call-blocked' : 'objects-call'}
              marker-end="url(#objects-head)"
            />
          ))}
        </svg>
      )}
    </div>
  );
}
