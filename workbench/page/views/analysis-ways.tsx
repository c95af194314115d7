/** What asks for a type at an update point, and places of the program that can be looked at. */
import type { PlaceShown, WayShown } from '../engine/sent-analysis.ts';

interface WaysProps {
  readonly ways: readonly WayShown[];
  readonly more?: number;
  readonly onSee: (p: PlaceShown) => void;
}

/** What asks for a type, and how it is reached; each place can be looked at. */
export function Ways({ ways, more = 0, onSee }: WaysProps) {
  return (
    <>
      <ul class="analysis-ways">
        {ways.map((w, i) => (
          <li key={i}>
            {w.text} {w.at && <See place={w.at} onSee={onSee} />}
            {w.steps.length > 0 && (
              <ol aria-label="The way to it">
                {w.steps.map((s, k) => (
                  <li key={k}>
                    by {s.name} <See place={s} onSee={onSee} />
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p>and {more} more</p>}
    </>
  );
}

/** Lights a place of the program up. */
export function See({ place, onSee }: { readonly place: PlaceShown; readonly onSee: (p: PlaceShown) => void }) {
  if (place.file !== 0) return null;
  return (
    <button type="button" aria-label={`Show ${place.name}`} onClick={() => onSee(place)}>
      Show
    </button>
  );
}
