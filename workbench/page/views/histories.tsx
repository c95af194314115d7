/** Histories: the versions of a C program, at which points each patch could go in, and what is in the way in C. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CellShown, HistoryShown, StepShown } from '../engine/histories.ts';
import { announce } from '../parts/announce.tsx';
import { useKeptFocus } from '../parts/focus.ts';
import { LoadFile } from '../parts/load-file.tsx';
import { Long } from '../parts/long.tsx';
import { Room, useTableRows } from '../parts/long-rows.tsx';
import { ask } from '../rpc.ts';
import { set, usePage } from '../state.ts';
import './histories.css';

const addresses: Readonly<Record<string, string>> = import.meta.glob(
  '../../../examples/c/histories/{vsftpd,dnsmasq}.facts.ndjson.gz',
  { eager: true, query: '?url', import: 'default' },
);
/** The histories that come with the page, and where they are. */
const builtIn: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(addresses)
    .map(([path, url]) => [/([^/]*)\.facts\.ndjson\.gz$/.exec(path)?.[1] ?? path, url])
    .toReversed(),
);
/** Files of this machine, by their names: they are gone when the page is left. */
const files = new Map<string, Blob>();

async function fileOf(name: string): Promise<Blob | undefined> {
  const own = files.get(name);
  if (own !== undefined) return own;
  const url = builtIn[name];
  if (url === undefined) return undefined;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${name} could not be loaded: is the page's server still there?`);
  const blob = await answer.blob();
  files.set(name, blob);
  return blob;
}

type Got =
  | { readonly is: 'nothing' | 'reading' | 'gone' }
  | { readonly is: 'shown'; readonly shown: HistoryShown }
  | { readonly is: 'failed'; readonly message: string };

async function read(name: string): Promise<Got> {
  try {
    const file = await fileOf(name);
    if (file === undefined) return { is: 'gone' };
    return { is: 'shown', shown: await ask('history', { name, file }, { slow: true }) };
  } catch (e) {
    return { is: 'failed', message: (e as Error).message };
  }
}

function useHistory(name: string | null, again: number): Got {
  const [got, setGot] = useState<Got>({ is: 'nothing' });
  useEffect(() => {
    if (name === null) return setGot({ is: 'nothing' });
    let current = true;
    setGot({ is: 'reading' });
    void read(name).then((g) => current && setGot(g));
    return () => void (current = false);
  }, [name, again]);
  return got;
}

/** Opens a cell as a program with its update, in Analysis. */
async function open(name: string, step: number, point: number): Promise<string | undefined> {
  const of = { name, step, point };
  let made = await ask('historySlice', of, { slow: true });
  if (made === null) {
    await read(name);
    made = await ask('historySlice', of, { slow: true });
  }
  if (made === null) return 'The facts are not there any more: load the file again.';
  if ('problem' in made) return made.problem;
  const { program, update, type } = made;
  set({ view: 'analysis', program, updates: [update], variant: null, point: 0, type, step: 0, decisions: {} });
  announce('Opened as a slice in Analysis.');
  return undefined;
}

const signs = { admitted: '✓', refused: '✗', unknown: '?' } as const;
const points = (steps: readonly StepShown[]): string[] => [
  ...new Set(steps.flatMap((s) => s.cells.map((c) => c.function))),
];

function Chosen({ cell, step, onOpen }: { cell: CellShown; step: StepShown; onOpen: () => void }) {
  return (
    <section aria-labelledby="history-cell" class="history-cell">
      <h2 id="history-cell">
        {step.from} to {step.to}, at {cell.file}:{cell.line} in {cell.function}: {cell.verdict}
      </h2>
      <p>{cell.mayChange}.</p>
      {cell.why.length > 0 && (
        <ul>
          {cell.why.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <button type="button" onClick={onOpen}>
        Open as a slice in Analysis
      </button>
    </section>
  );
}

function Table({ shown, chosen }: { shown: HistoryShown; chosen: string | null }) {
  const functions = points(shown.steps);
  const frame = useRef<HTMLDivElement>(null);
  const { rows, before, after, virtual } = useTableRows(frame, shown.steps.length, 40);
  const columns = 5 + functions.length;
  return (
    <div ref={frame} class="history-table" tabIndex={0} role="region" aria-label="The table">
      <table>
        <caption>
          {shown.program}, {shown.releases} releases: at which update points each patch could go in
        </caption>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">to</th>
            <th scope="col">types</th>
            <th scope="col">functions</th>
            <th scope="col">globals</th>
            {functions.map((f) => (
              <th scope="col" key={f}>
                {f}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Room pixels={before} columns={columns} />
          {rows
            .map((i) => [i, shown.steps[i] as StepShown] as const)
            .map(([i, s]) => (
              <tr key={i} data-index={i} ref={(e) => virtual.measureElement(e)}>
                <th scope="row">{s.from}</th>
                <td>{s.to}</td>
                <td>{s.types}</td>
                <td>{s.functions}</td>
                <td>{s.globals}</td>
                {functions.map((f) => (
                  <td key={f}>
                    {s.cells.map((c, k) =>
                      c.function !== f ? null : (
                        <button
                          key={k}
                          type="button"
                          class={`history-${c.verdict}`}
                          aria-pressed={chosen === `${i}.${k}`}
                          aria-label={`${c.verdict}: ${s.from} to ${s.to} at ${c.file}:${c.line} in ${f}`}
                          title={`${c.file}:${c.line}`}
                          onClick={() => set({ cell: `${i}.${k}` })}
                        >
                          {signs[c.verdict]} {c.line}
                        </button>
                      ),
                    )}
                  </td>
                ))}
              </tr>
            ))}
          <Room pixels={after} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

export function Histories() {
  const { history: name, cell } = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const [again, setAgain] = useState(0);
  const [failure, setFailure] = useState('');
  const got = useHistory(name, again);
  const choose = (history: string) => {
    setFailure('');
    set({ history, cell: null });
    setAgain((n) => n + 1);
  };
  const take = (list: FileList | null) => {
    const file = list?.[0];
    if (file === undefined) return;
    files.set(file.name, file);
    choose(file.name);
  };
  const [i, k] = (cell ?? '').split('.').map(Number);
  const step = got.is === 'shown' && i !== undefined ? got.shown.steps[i] : undefined;
  const chosen = k === undefined ? undefined : step?.cells[k];
  return (
    <section
      ref={kept}
      aria-label="Histories"
      class="histories"
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        e.preventDefault();
        take(e.dataTransfer?.files ?? null);
      }}
    >
      <p>
        At which points of one release of a C program could the patch to the next go in while it runs, and what is in
        the way? The facts of a release (names, lines, fingerprints) come from <code>mutandis c facts</code>.
      </p>
      <div class="history-choice" role="group" aria-label="History">
        {Object.keys(builtIn).map((n) => (
          <button key={n} type="button" aria-pressed={n === name} onClick={() => choose(n)}>
            {n}
          </button>
        ))}
        <LoadFile label="File of facts" accept=".ndjson,.json,.gz" onFile={take} />
        {name !== null && !(name in builtIn) && <span>{name}</span>}
      </div>
      {got.is === 'reading' && <p role="status">Reading the facts and judging each release…</p>}
      {got.is === 'gone' && <p role="alert">{name} is not kept by the page: load the file again.</p>}
      {got.is === 'failed' && <p role="alert">{got.message}</p>}
      {got.is === 'shown' && got.shown.problems.length > 0 && (
        <div role="alert">
          <p>{name} cannot be read:</p>
          <Long label="What is wrong" items={got.shown.problems} of={(p) => p} />
        </div>
      )}
      {failure !== '' && <p role="alert">{failure}</p>}
      {got.is === 'shown' && got.shown.steps.length > 0 && <Table shown={got.shown} chosen={cell} />}
      {name !== null && step !== undefined && chosen !== undefined && (
        <Chosen
          cell={chosen}
          step={step}
          onOpen={() =>
            void open(name, i as number, k as number).then(
              (problem) => setFailure(problem ?? ''),
              (e: Error) => setFailure(e.message),
            )
          }
        />
      )}
    </section>
  );
}
