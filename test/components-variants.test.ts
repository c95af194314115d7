/** Variants of components: each unsound one is refuted by a program, sound ones satisfy what the base does. */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { components } from '../rules/components/system.ts';
import { componentsVariants } from '../rules/components/variants.ts';
import type { System } from '../rules/system.ts';
import { loadKernel } from '../checker/components/load.ts';
import { exploreKernel, type Explored } from '../checker/components/properties.ts';
import { KernelSpace } from '../checker/components/space.ts';
import { Space } from '../checker/explore/space.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { componentsCalculus } from '../proofs/components/calculus.ts';
import { root } from './support.ts';

const example = (name: string): string => readFileSync(`${root}examples/components/${name}.kernel`, 'utf8');
const all = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O11', 'O12'];
const explore = (source: string, system: System = components, theorems: readonly string[] = all): Explored => {
  const r = loadKernel(source, 'x.kernel', { system });
  if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
  return exploreKernel(r.right.config, r.right.program, { system, theorems, limit: 20_000 });
};
const fallen = (x: Explored): string[] => [...x.fell.map((f) => f.theorem), ...(x.equivalent === false ? ['O9'] : [])];

/** An object with a counter that is faithfully updated: its field has another name. */
const counter = (threads: string, more = '', body = '') => `class A {
  field n : int = 0
  method bump() : int = my.n := my.n + 1
  ${more}
}
object a : A
${threads}
update u
class A {
  field k : int = 0
  method bump() : int = my.k := my.k + 1
  ${body === '' ? more.replaceAll('my.n', 'my.k') : body}
  import raw(s) = {k = s.n}
}`;
const two = 'thread s = a.bump()\nthread t = a.bump()';

/** By variant: a program that fells what is expected. */
const refuting: Readonly<Record<string, string>> = {
  'block-recursive': counter('thread t = a.twice()', 'method twice() : int = self.bump()'),
  'own-only': example('cyclic'),
  'pass-any': `class A {
  field n : int = 0
  method m() : int = my.n
}
class B {
  field n : int = 0
  method go() : int = a.m()
}
object a : A
object b : B
source s = b.go()
source t = b.go()
update u
class A {
  field k : int = 0
  method m() : int = my.k
  import raw(s) = {k = s.n}
}
update v
class B {
  field n : int = 0
  method go() : int = a.m()
  import raw(s) = {n = s.n}
}`,
  'no-block': counter('source s = a.bump2()\nsource t = a.bump2()', 'method bump2() : int = my.n := 0'),
  'no-generations': counter('thread t = a.bump()'),
  'since-request': counter('thread t = a.bump()'),
  'touch-blocks': counter('thread t = a.bump()\nthread s = a.bump()').replace('update u', 'update u lazy'),
  'no-count': counter(two),
  'early-transfer': counter(two),
  'first-return': counter(two.replaceAll('bump', 'twice'), 'method twice() : int = self.bump() + my.n'),
  'swap-first': counter(two),
  'release-old': counter(two),
  'lost-call': counter(two),
  'replay-call': counter(two),
  'reset-state': counter('thread t = a.bump(); a.bump()'),
  'factory-late': example('factory'),
  unregistered: example('factory'),
  'no-adaptor': counter('thread t = a.gone()').replace(
    'method bump() : int = my.n',
    'method gone() : int = 1\n  method bump() : int = my.n',
  ),
  'transfer-unchecked': counter('thread t = a.bump()').replace('  import raw(s) = {k = s.n}\n', ''),
  'skip-versions': example('two-steps').replace('  import Count(n) = {count = 0 - n}\n', ''),
  'settled-early': example('together'),
  'fold-infer': example('fold-refs'),
  untagged: example('argument').replace(/update client[^]*$/, ''),
  'self-escapes': counter('thread t = a.me().bump()', 'method me() : A = self'),
};

describe('variants of components', () => {
  test('are those of the document', () => {
    const unsound = componentsVariants.filter((v) => v.expected !== 'sound').map((v) => v.name);
    expect(unsound.sort()).toEqual(Object.keys(refuting).sort());
    expect(componentsVariants).toHaveLength(32);
  });
  test.each(componentsVariants.filter((v) => v.expected !== 'sound').map((v) => [v.name, v] as const))(
    '%s falls, where the base does not',
    (name, v) => {
      const source = refuting[name] as string;
      const theorem = (v.expected as readonly string[])[0] as string;
      const found = fallen(explore(source, v.system, [theorem]));
      expect(found).toContain(theorem);
      expect(fallen(explore(source, components, [theorem]))).not.toContain(theorem);
    },
  );
  test.each(componentsVariants.filter((v) => v.expected === 'sound').map((v) => [v.name, v] as const))(
    '%s is sound on examples',
    (_, v) => {
      for (const name of ['two-steps', 'added-class', 'fold-refs', 'together', 'argument']) {
        const x = explore(example(name), v.system);
        expect([name, x.fell, x.complete, x.completes]).toEqual([name, [], true, true]);
      }
    },
  );
  test('no theorem falls for the base, typing of every state included', () => {
    for (const name of ['two-steps', 'added-class', 'fold-refs', 'together', 'register', 'argument']) {
      const x = explore(example(name));
      expect([name, x.fell]).toEqual([name, []]);
    }
  });
});

describe('what is kept of the steps of a variant', () => {
  /** The states and steps of a space, by what they are. */
  const told = (source: string, system: System, plain: boolean) => {
    const r = loadKernel(source, 'x.kernel', { system });
    if (isLeft(r)) return undefined;
    const space = new Space(new KernelSpace(r.right.config, { system, plain }), { limit: 300 }).explore();
    return space.complete ? [space.size, space.edges] : undefined;
  };
  const sources = ['added-class', 'together'].map(example);
  const made = Array.from({ length: 5 }, (_, i) => componentsCalculus.programs?.(components, new RandomChooser(9, i)));
  test.each(componentsVariants.map((v) => [v.name, v] as const))('%s: as many states and steps as without', (_, v) => {
    let compared = 0;
    for (const source of [...sources, ...made]) {
      const kept = source === undefined ? undefined : told(source, v.system, false);
      if (source === undefined || kept === undefined) continue;
      expect([source, kept]).toEqual([source, told(source, v.system, true)]);
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });
});
