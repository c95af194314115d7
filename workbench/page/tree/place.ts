/** Where a reader is in a derivation, in the one text that the state of the page keeps of it. */

export interface Place {
  /** `configuration`, `step`, `definition NAME`, or `file KEY NAME`. */
  readonly subject: string;
  /** A node of the derivation that is shown alone, by its number in the file. */
  readonly at: number | null;
  /** Which of the roots is shown. */
  readonly root: number;
  /** Folds: as at first, all or none, except for those that were changed by hand. */
  readonly folds: 'first' | 'all' | 'none';
  readonly changed: readonly number[];
  readonly selected: number | null;
  readonly look: 'tree' | 'outline' | null;
  /** How many nodes the table had that the numbers are of: they say nothing of another. */
  readonly of: number;
}

export const placeOf = (subject: string): Place => ({
  subject,
  at: null,
  root: 0,
  folds: 'first',
  changed: [],
  selected: null,
  look: null,
  of: 0,
});

const number = (s: string | null): number | null => (s !== null && /^\d{1,9}$/.test(s) ? Number(s) : null);

export function readPlace(text: string): Place {
  const mark = text.indexOf('?');
  const fields = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const [folds, look] = [fields.get('folds'), fields.get('look')];
  return {
    subject: (mark < 0 ? text : text.slice(0, mark)).replace(/%(25|3F)/g, (_, code) => (code === '25' ? '%' : '?')),
    at: number(fields.get('at')),
    root: number(fields.get('root')) ?? 0,
    folds: folds === 'all' || folds === 'none' ? folds : 'first',
    changed: (fields.get('changed') ?? '').split('.').flatMap((s) => number(s) ?? []),
    selected: number(fields.get('selected')),
    look: look === 'tree' || look === 'outline' ? look : null,
    of: number(fields.get('of')) ?? 0,
  };
}

export function writePlace(p: Place): string {
  const fields = new URLSearchParams();
  if (p.at !== null) fields.set('at', String(p.at));
  if (p.root !== 0) fields.set('root', String(p.root));
  if (p.folds !== 'first') fields.set('folds', p.folds);
  if (p.changed.length > 0) fields.set('changed', p.changed.join('.'));
  if (p.selected !== null) fields.set('selected', String(p.selected));
  if (p.look !== null) fields.set('look', p.look);
  if (p.of !== 0) fields.set('of', String(p.of));
  const rest = fields.toString();
  return p.subject.replace(/[%?]/g, encodeURIComponent) + (rest === '' ? '' : `?${rest}`);
}
