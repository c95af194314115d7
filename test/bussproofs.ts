/** What LaTeX packages ask of their input, for machines without one. */
import { expect } from 'vitest';

/** The arguments in braces of a command. @throws an error where braces are not balanced. */
export function groups(latex: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of latex.matchAll(/\\[^]|[{}]/g)) {
    if (token === '{' && depth++ === 0) from = index + 1;
    if (token === '}' && --depth === 0) out.push(latex.slice(from, index));
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
  return out;
}

/** bussproofs keeps a stack: an axiom pushes, an inference takes as many as its name says; one tree is left. */
export function oneTree(latex: string): { readonly left: number; readonly lines: number } {
  const takes: Record<string, number> = { Axiom: 0, Unary: 1, Binary: 2, Trinary: 3, Quaternary: 4, Quinary: 5 };
  let stack = 0;
  let lines = 0;
  for (const line of latex.split('\n')) {
    const found = /^\\(Axiom|Unary|Binary|Trinary|Quaternary|Quinary)(?:Inf)?C(\{.*\})$/.exec(line);
    if (!found) {
      expect(line).toMatch(/^$|^%|^\\begin\{prooftree\}$|^\\end\{prooftree\}$|^\\RightLabel\{|^\\noLine$/);
      continue;
    }
    lines++;
    const n = takes[found[1] as string] as number;
    expect(stack).toBeGreaterThanOrEqual(n);
    stack += 1 - n;
    expect(groups(found[2] as string)).toHaveLength(1);
  }
  return { left: stack, lines };
}
