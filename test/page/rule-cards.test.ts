/** The card of a rule: an example that is derived, one that is not, and where it is used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { calculi } from '../../proofs/calculi.ts';
import { ruleCard } from '../../workbench/page/engine/rule-cards.ts';
import { variantNamed } from '../../workbench/page/variant-name.ts';
import { root } from '../support.ts';
import { linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

it('is opened where the name of a rule is met, and leads on to other rules and to examples', async () => {
  const page = await s.open({}, linkTo({ program: 'type t = int\nfun f (x : t) : int = x\nin f 3', updates: [] }));
  await page.locator('.code .code-word', { hasText: /^con$/ }).first().hover();
  await page.getByRole('note').getByRole('link', { name: 'T-Con' }).click();
  const of = (name: string) => page.getByRole('region', { name, exact: true });
  await of('Example').getByText('✓').waitFor();
  await expect.poll(() => of('Example').innerText()).toMatch(/⊢. con\[.*\] .* : .* ⊣/);
  await expect.poll(() => of('No example').innerText()).toMatch(/✗ .*con\[.*\][^]*Premise \d fails: \S/);
  await expect.poll(() => of('Where it is used').innerText()).toMatch(/T3 T4 T5[^]*con-before[^]*gauge/);
  // What concludes the same has a link to its own card; an example opens where its derivation is.
  await of('Where it is used').getByRole('link', { name: 'H-Fun' }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#/proteus/rules/H-Fun');
  await of('Example').getByText('✓').waitFor();
  await of('Where it is used').getByRole('button', { name: 'gauge', exact: true }).click();
  await page.getByRole('tree').waitFor();
  await s.leave(page);
  expect(s.complaints).toEqual([]);
});

/** The programs of a calculus among the examples, with their updates. */
function programsOf(endings: readonly string[]) {
  const files = readdirSync(join(root, 'examples'));
  const read = (file: string) => readFileSync(join(root, 'examples', file), 'utf8');
  return files.flatMap((file) => {
    const ending = endings.find((e) => file.endsWith(e));
    if (ending === undefined) return [];
    const name = file.slice(0, -ending.length);
    const updates = files.filter((f) => f.startsWith(`${name}.`) && f.endsWith('.update')).map(read);
    return [{ name, program: read(file), updates }];
  });
}

it.each(calculi.map((c) => [c.name, c] as const))(
  'of %s shows what its rules conclude: most have an example, and none says that an example is none',
  (_, { name, base, language }) => {
    const examples = programsOf(language?.endings ?? []);
    const cards = [...base.rules.keys()].map((rule) => {
      const card = ruleCard({ variant: variantNamed(name, ''), rule, examples });
      if (card === null) throw new Error(`${rule} has no card`);
      return card;
    });
    const shown = cards.filter((c) => c.example !== null).length;
    console.log(
      `${name}: ${cards.length} rules, ${shown} with an example, ${cards.filter((c) => c.nonExample !== null).length} with one that is none`,
    );
    expect(shown).toBeGreaterThan(cards.length * 0.6);
    for (const { example, nonExample } of cards) {
      // Goals without outputs are written as they are concluded.
      expect(nonExample?.goal ?? '').not.toBe(example?.conclusion);
      if (nonExample !== null) expect(nonExample.failed).not.toBe('');
    }
  },
);
