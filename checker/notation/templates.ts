/** Templates taken apart: what a constructor, a metafunction or a judgement prints, in pieces. */
import type { ConstructorInfo } from '../../semantics/grammar.ts';
import { fillTemplate } from '../../semantics/printing.ts';
import { tidied } from './typeset.ts';

/** The place of an argument in a template. */
export interface Part {
  readonly index: number;
  readonly level: number;
}

/** A template in pieces: its words, and the places of its arguments. */
export function piecesOf(template: string, index: (name: string) => number | undefined): (string | Part)[] {
  const marked = fillTemplate(template, (name, level) => {
    const i = index(name);
    return i === undefined ? undefined : `\0${i}@${level}\0`;
  });
  return marked.split('\0').map((piece, i) => {
    if (i % 2 === 0) return piece;
    const [at, level] = piece.split('@').map(Number) as [number, number];
    return { index: at, level };
  });
}

export const argument = (name: string): number | undefined => (/^\d+$/.test(name) ? Number(name) : undefined);
export const isPart = (p: string | Part): p is Part => typeof p !== 'string';
export const solid = (pieces: readonly (string | Part)[]) => pieces.filter((p) => isPart(p) || p.trim() !== '');

export const fieldOf = (c: ConstructorInfo, name: string): number | undefined => {
  const i = c.fields.findIndex(([f]) => f === name);
  return i < 0 ? undefined : i;
};

export const partsOf = (c: ConstructorInfo): (string | Part)[] => piecesOf(c.text, (name) => fieldOf(c, name));

/** Whether a constructor shows nothing but its field. */
export const printsAsField = (c: ConstructorInfo): boolean => {
  const pieces = solid(partsOf(c));
  return pieces.length === 1 && pieces.every(isPart);
};

export interface Shortened {
  readonly pieces: readonly (string | Part)[];
  /** The fields that are not shown, and the constructors that they hold. */
  readonly hidden: readonly (readonly [index: number, end: ConstructorInfo])[];
}

/** What a constructor prints where ends of lists are not shown: one or several of its fields. */
export function withoutEnds(c: ConstructorInfo, all: readonly ConstructorInfo[]): readonly Shortened[] {
  const shortened = (hidden: Shortened['hidden']): Shortened | undefined => {
    const text = fillTemplate(c.text, (name, level) => {
      const i = fieldOf(c, name);
      return hidden.find(([at]) => at === i)?.[1].text ?? (i === undefined ? undefined : `{${name}@${level}}`);
    });
    const tidy = tidied(text);
    return tidy === text ? undefined : { pieces: piecesOf(tidy, (name) => fieldOf(c, name)), hidden };
  };
  const ends = c.fields.flatMap(([, sort], i) => {
    const end = all.find((o) => o.sort === sort && o.fields.length === 0 && /^[·∅]$/.test(o.text));
    return end !== undefined && shortened([[i, end]]) !== undefined ? [[i, end] as const] : [];
  });
  const some = Array.from({ length: (1 << ends.length) - 1 }, (_, n) => ends.filter((_, k) => (n + 1) & (1 << k)));
  return some.flatMap((hidden) => shortened(hidden) ?? []);
}
