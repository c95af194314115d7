/** The systems that files were made with. */
import { digestOf } from '../rules/digest.ts';
import type { Variant } from '../rules/variant.ts';
import type { Find } from '../checker/format.ts';
import { calculusNamed, findVariant } from './registry.ts';
import { carriedRules } from './written.ts';

/**
 * Systems as files say which they were made with: by the rules that a file carries, otherwise by the digest of the rules,
 * and where no rules have it, by the name of a variant or of another presentation.
 */
export const systemFinder =
  (more: readonly Variant[] = []): Find =>
  (name, variantName, { digest, rules }) => {
    const calculus = calculusNamed(name);
    if (calculus === undefined || variantName === null) return calculus?.base;
    if (rules !== undefined) return carriedRules(calculus, variantName, rules, digest);
    const named = findVariant(calculus, variantName, more)?.system;
    const presented = calculus.presentations.find((p) => p.system.variant === variantName)?.system;
    const all = [presented, named, ...[...more, ...calculus.variants].map((v) => v.system)];
    return (
      all.find((s) => s?.name === name && digestOf(s) === digest) ??
      presented ??
      named ??
      `unknown system ${name}, variant ${variantName}: the file does not carry its rules, and no variant has its digest ${digest}`
    );
  };
