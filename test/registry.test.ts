/** The rules by name: what the document names exists once, and what exists besides is listed here with its reason. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import { root } from './support.ts';

/** Sections 3, 5, 6, 7 and 8, in order. */
const document = `
  S-Refl S-Rec S-Fun
  T-Int T-Var T-Ext T-Loc T-Rec T-Proj T-App T-Let T-Ref T-Deref T-Assign T-Op T-If T-Con T-Abs T-Update T-Sub
  H-Fun H-Cell
  R-Proj R-Call R-Let R-Ref R-Deref R-Force R-Assign R-Op R-IfEq R-IfNeq R-ConAbs R-NoUpd R-Ctx R-Upd
  U-Names U-Types U-Rebind U-Trans U-Code`
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
  test.runIf(existsSync(calculus))('the list above is that of the document beside the project', () => {
    const text = readFileSync(calculus, 'utf8');
    const section = (n: number) => text.slice(text.indexOf(`\n## ${n}. `), text.indexOf(`\n## ${n + 1}. `));
    const found = [3, 5, 6, 7, 8].flatMap((n) => section(n).match(/\b[STHRU]-[A-Z][A-Za-z]+/g) ?? []);
    expect([...new Set(found)].sort()).toEqual([...document].sort());
  });
});
