import { defaultName } from '../../proofs/registry.ts';

/**
 * How the state of the page names a variant: a name is of the calculus that is meant where none is named, `stlc:NAME` of
 * another one, which without a name is as it is. Behind a `=` stand rules as they are written, in place of a name.
 */
export interface VariantName {
  readonly calculus: string;
  /** Empty for the calculus as it is. */
  readonly name: string;
  /** Rules that are written; null for a name. */
  readonly rules: string | null;
}

export function readVariant(variant: string | null): VariantName {
  const [, calculus = defaultName, name = ''] = /^(?:([a-z]+):)?([^]*)$/.exec(variant ?? '') ?? [];
  return name.startsWith('=') ? { calculus, name: '', rules: name.slice(1) } : { calculus, name, rules: null };
}

const prefix = (calculus: string): string => (calculus === defaultName ? '' : `${calculus}:`);

export const variantNamed = (calculus: string, name: string): string => prefix(calculus) + name;
export const variantWritten = (calculus: string, rules: string): string => `${prefix(calculus)}=${rules}`;
