/** What LaTeX packages ask of their input, for machines without one. */
/** The arguments in braces of a command. @throws Error where braces are not balanced. */
export function groups(latex: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of latex.matchAll(/\\[^]|[{}]/g)) {
    if (token === '{' && depth++ === 0) from = index + 1;
    if (token === '}' && --depth === 0) out.push(latex.slice(from, index));
    if (depth < 0) throw new Error(`a brace is closed that was not opened: ${latex.slice(0, index + 1)}`);
  }
  if (depth > 0) throw new Error(`a brace is not closed: ${latex}`);
  return out;
}

/** Lines of a tree that change nothing of the stack. */
const other = /^$|^%|^\\begin\{prooftree\}$|^\\end\{prooftree\}$|^\\RightLabel\{|^\\noLine$/;

/** bussproofs keeps a stack: an axiom pushes, an inference takes as many as its name says; one tree is left. @throws Error where it has too few. */
export function oneTree(latex: string): { readonly left: number; readonly lines: number } {
  const takes: Record<string, number> = { Axiom: 0, Unary: 1, Binary: 2, Trinary: 3, Quaternary: 4, Quinary: 5 };
  let stack = 0;
  let lines = 0;
  for (const line of latex.split('\n')) {
    const found = /^\\(Axiom|Unary|Binary|Trinary|Quaternary|Quinary)(?:Inf)?C(\{.*\})$/.exec(line);
    if (!found) {
      if (!other.test(line)) throw new Error(`no line of a tree: ${line}`);
      continue;
    }
    lines++;
    const n = takes[found[1] as string] as number;
    if (stack < n) throw new Error(`${stack} trees, and an inference takes ${n}: ${line}`);
    stack += 1 - n;
    if (groups(found[2] as string).length !== 1) throw new Error(`not one argument: ${line}`);
  }
  return { left: stack, lines };
}
