/** What was meant by a name that there is not: the nearest of those that there are. */
import { closestMatch } from 'leven';

/** The name that is nearest to one that there is not; undefined where none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const lower = new Map<string, string>();
  for (const n of names) if (!lower.has(n.toLowerCase())) lower.set(n.toLowerCase(), n);
  // A third of it may be wrong; of a short one a letter.
  const most = Math.max(1, Math.floor([...name].length / 3));
  const found = closestMatch(name.toLowerCase(), [...lower.keys()], { maxDistance: most });
  return found === undefined ? undefined : lower.get(found);
}

/** The same as the end of a sentence; nothing where none is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const found = nearest(name, names);
  return found === undefined || found === name ? '' : ` (did you mean ${found}?)`;
}
