/**
 * Long lists, of which only what is in view is made.
 *
 *     <Long label="Update points" items={points} of={(p, i) => <Point shown={p} number={i} />} />
 *
 * Short ones are lists like any other; long ones get a frame of their own, which scrolls.
 */
import { later } from './later.tsx';
import { fewItems, type LongProps } from './long-list.ts';

// Of no type of items: whoever gives it items and what is made of them has both of one type.
const Framed = later<LongProps<never>>(async () => (await import('./long-rows.tsx')).Framed);

export function Long<T>(props: LongProps<T>) {
  const { items, of, label, ordered = false } = props;
  if (items.length > fewItems) return <Framed {...(props as unknown as LongProps<never>)} />;
  const List = ordered ? 'ol' : 'ul';
  return (
    <List class={props.class} aria-label={label}>
      {items.map((x, i) => (
        <li key={i}>{of(x, i)}</li>
      ))}
    </List>
  );
}
