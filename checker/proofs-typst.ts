/**
 * Proof trees for Typst. A tree is a table of nodes with a function that measures and places them: calls that nest give up
 * at some dozens of levels, a table may be as deep as paper allows.
 */
import { mathAsTypst, typstString } from './notation/typst.ts';
import type { MathNode } from './notation/mathml.ts';

/** What is written of a node. Premises that are left out are told by their number. */
export interface TypstNode {
  readonly rule: string;
  readonly conclusion: MathNode;
  readonly premises: readonly number[];
  readonly omitted?: number;
}

/** What stands before trees: pages that are as large as what is on them, and the function that draws a tree. */
export const typstPreamble = `#set page(width: auto, height: auto, margin: 1em)
#let derivation(nodes, gap: 1.5em, row: 1.6em) = context {
  let (gap, row) = (gap.to-absolute(), row.to-absolute())
  let named(name) = text(0.75em, name)
  // From the leaves down: how wide each tree is, and where its conclusion, its line and its premises stand in it.
  let boxes = ()
  for (name, body, premises) in nodes {
    let width = measure(body).width
    let label = if name == "" { 0pt } else { measure(named(name)).width + 0.3em.to-absolute() }
    let (x, depth, at) = (0pt, 0, ())
    for p in premises {
      if at.len() > 0 { x += gap }
      at.push(x)
      x += boxes.at(p).width
      depth = calc.max(depth, boxes.at(p).depth)
    }
    let (from, to) = (0pt, width)
    if premises.len() > 0 {
      from = at.first() + boxes.at(premises.first()).text
      to = at.last() + boxes.at(premises.last()).text + boxes.at(premises.last()).wide
    }
    let left = (from + to - width) / 2
    let shift = calc.max(0pt, -left)
    let start = calc.min(from, left) + shift
    let end = calc.max(to, left + width) + shift
    boxes.push((
      width: calc.max(x + shift, end + label), depth: depth + 1, text: left + shift, wide: width,
      start: start, end: end, at: at.map(a => a + shift),
    ))
  }
  // From the root up: where they are placed.
  let whole = boxes.last()
  let origins = boxes.map(_ => (0pt, 0))
  block(width: whole.width, height: whole.depth * row, for k in range(nodes.len()) {
    let i = nodes.len() - 1 - k
    let (name, body, premises) = nodes.at(i)
    let box = boxes.at(i)
    let (x, level) = origins.at(i)
    let y = (whole.depth - 1 - level) * row
    for (p, a) in premises.zip(box.at) { origins.at(p) = (x + a, level + 1) }
    place(dx: x + box.text, dy: y + 0.4em, body)
    if name != "" {
      place(dx: x + box.start, dy: y + 0.05em, line(length: box.end - box.start, stroke: 0.5pt))
      place(dx: x + box.end + 0.3em, dy: y - 0.2em, named(name))
    }
  })
}
`;

/**
 * The tree of a node, for the function of {@link typstPreamble}.
 * @param node of an id: its premises are ids again.
 */
export function treeAsTypst(root: number, node: (id: number) => TypstNode): string {
  const lines: string[] = [];
  const place = new Map<number, number>();
  const work: { readonly id: number; readonly ready: boolean }[] = [{ id: root, ready: false }];
  const put = (name: string, body: string, premises: readonly number[]): number =>
    lines.push(`  (${typstString(name)}, [${body}], (${premises.map((p) => `${p},`).join('')})),`) - 1;
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const { rule, conclusion, premises, omitted = 0 } = node(at.id);
    if (!at.ready) {
      work.push({ id: at.id, ready: true });
      for (let i = premises.length - 1; i >= 0; i--) work.push({ id: premises[i] as number, ready: false });
      continue;
    }
    const above = premises.map((p) => place.get(p) as number);
    if (omitted > 0) above.push(put('', `⋮ (${omitted})`, []));
    place.set(at.id, put(rule, `$${mathAsTypst(conclusion)}$`, above));
  }
  return ['#derivation((', ...lines, '))', ''].join('\n');
}
