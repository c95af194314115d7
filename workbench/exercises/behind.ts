/** Updates behind the program that they are for, as calculi have them whose programs hold their updates. */
export const behind = (program: string, updates: readonly string[]): string =>
  [program, ...updates].map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('');

/** The lines that a program takes before what stands behind it. */
export const linesOf = (program: string): number => behind(program, []).split('\n').length - 1;
