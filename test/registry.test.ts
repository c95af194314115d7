/** The rules by name: what the document names exists once, and what exists besides is listed here with its reason. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import { root } from './support.ts';

/** A copy of the names in the document's figures: sections 3, 5, 6, 7 and 8, in order; lines that begin with # are comments. */
const document = readFileSync(`${root}test/specification/calculus.rules`, 'utf8')
  .replace(/^#.*$/gm, '')
  .trim()
  .split(/\s+/);

/** Rules that the document says in words, or that judgements on lists need. */
const besides = `
  S-Ref S-None S-Field T-None T-Field Ω-Ok H-None H-Bound Config Run-Start Run-Step
  U-Ok U-Dynamic U-Static Rebind-None Rebind-Fun Rebind-Var Trans-None Trans-One Progress-Value Progress-Step`
  .trim()
  .split(/\s+/);

/** Translation (section 4) has no rule names in the document. */
const ofTranslation = /^(I|C|D|Co|P)-/;

describe('the registry', () => {
  const names = [...proteusDeclarative.rules.keys()];
  test('has every rule of the document once, and no others but those listed', () => {
    expect(names.filter((n) => !ofTranslation.test(n)).sort()).toEqual([...document, ...besides].sort());
  });
  test('the base has all but subsumption', () => {
    expect([...proteus.rules.keys()]).toEqual(names.filter((n) => n !== 'T-Sub'));
  });
  const calculus = `${root}../shared/calculus.md`;
  test.runIf(existsSync(calculus))('the copy of the names is that of the document, where it is at hand', () => {
    const text = readFileSync(calculus, 'utf8');
    const section = (n: number) => text.slice(text.indexOf(`\n## ${n}. `), text.indexOf(`\n## ${n + 1}. `));
    const found = [3, 5, 6, 7, 8].flatMap((n) => section(n).match(/\b[STHRU]-[A-Z][A-Za-z]+/g) ?? []);
    expect([...new Set(found)].sort()).toEqual([...document].sort());
  });
});
