/** The diagram of a run: lifelines, slanting arrows from the step that sends to the step that takes, markers, versions in colour. */
import type { Diagram as Shown } from '../../engine/sessions/diagram.ts';

const column = 170;
const row = 26;
const top = 44;
const bottom = 34;

/** How high a step stands. */
const y = (step: number) => top + step * row;

export function Diagram({ shown }: { readonly shown: Shown }) {
  const { participants, arrows, crossings, steps } = shown;
  const x = (p: string) => column / 2 + participants.indexOf(p) * column;
  const width = Math.max(1, participants.length) * column;
  const height = y(steps + 1) + bottom;
  const under = arrows.filter((a) => a.taken === null).length;
  const said = `${participants.length} participants, ${steps} steps, ${arrows.length} messages and markers, ${under} under way`;
  return (
    <svg
      class="sequence-svg"
      role="img"
      aria-label={`Sequence diagram: ${said}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      xmlns="http://www.w3.org/2000/svg"
      font-family="system-ui, sans-serif"
      font-size="13"
    >
      <defs>
        <marker id="sequence-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L10 5L0 10z" fill="currentColor" />
        </marker>
      </defs>
      {participants.map((p) => {
        // One piece of the lifeline for each version.
        const own = crossings.filter((c) => c.participant === p);
        const from = [{ step: 0, version: 0 }, ...own];
        return (
          <g key={p}>
            <rect
              x={x(p) - 50}
              y={6}
              width={100}
              height={26}
              rx={4}
              class="sequence-name"
              fill="none"
              stroke="currentColor"
            />
            <text x={x(p)} y={24} text-anchor="middle" fill="currentColor" font-weight="600">
              {p}
            </text>
            {from.map((piece, i) => (
              <line
                key={piece.step}
                x1={x(p)}
                x2={x(p)}
                y1={piece.step === 0 ? 32 : y(piece.step)}
                y2={y(from[i + 1]?.step ?? steps + 1)}
                class={`sequence-version-${piece.version % 3}`}
                stroke="currentColor"
                stroke-width={piece.version === 0 ? 1.5 : 4}
              />
            ))}
            {own.map((c) => (
              <text
                key={c.step}
                x={x(p) + 8}
                y={y(c.step) + 4}
                fill="currentColor"
                class={`sequence-version-${c.version % 3}`}
              >
                version {c.version}
              </text>
            ))}
          </g>
        );
      })}
      {arrows.map((a, i) => {
        const [x1, x2, y1] = [x(a.from), x(a.to), y(a.sent)];
        const open = a.taken === null;
        const y2 = open ? y(steps + 1) : y(a.taken as number);
        // What is under way has not come to the other lifeline.
        const end = open ? x1 + (x2 - x1) * 0.8 : x2;
        return (
          <g key={i} class={a.marker ? 'sequence-marker' : 'sequence-message'} data-under-way={open}>
            <line
              x1={x1}
              y1={y1}
              x2={end}
              y2={y2}
              stroke="currentColor"
              stroke-width={a.marker ? 2.5 : 1.5}
              stroke-dasharray={open ? '5 4' : undefined}
              marker-end="url(#sequence-head)"
            />
            <text x={(x1 + end) / 2} y={(y1 + y2) / 2 - 5} text-anchor="middle" fill="currentColor">
              {a.text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
