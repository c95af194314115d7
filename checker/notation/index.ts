/** The notation of rules: how they print, as text, LaTeX and MathML, and how what is printed is read again. */
export * from './mathml.ts';
export * from './notation.ts';
export * from './order.ts';
export * from './spelling.ts';
export * from './typeset.ts';
export * from './typst.ts';
