/** The static updatability analysis (section 9): what is inferred, and what cannot be. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { printProgram } from '../semantics/proteus/syntax/index.ts';
import { load } from '../checker/proteus/load.ts';
import { loadText } from './support.ts';

const inferred = (text: string) => printProgram(loadText(text).program);
const error = (text: string) => {
  const l = load(text, 'x');
  return isLeft(l) ? l.left.map((e) => `${e.kind} ${e.rule} ${e.line}:${e.column} ${e.message}`) : [];
};

describe('least and greatest', () => {
  test('μ is least; what is N gets *', () => {
    const p = inferred('fun f (x : int) : int = x\nfun g (h : int -> int) : int = h 1\nin g f');
    expect(p).toContain('fun f (x : int) : int [N;*] = x');
    expect(p).toContain('fun g (h : int -[N;*]-> int) : int [N;*] = h 1');
  });
  test('an update point keeps what follows it needs, through returns, branches and callers', () => {
    const p = inferred(
      `type t = int
type s = int
type u = int
var a : t = 1
var b : s = 2
fun poll (x : int) : int = update; x
fun one (x : int) : int = poll x; !a + 0
fun two (x : int) : int = if x = 0 then one x else poll x
in two 0 + !b`,
    );
    expect(p).toContain('fun poll (x : int) : int [U;{s, t}] = let _ : int = update[{s, t}] in x');
    expect(p).toContain('fun one (x : int) : int [U;{s}]');
    expect(p).toContain('fun two (x : int) : int [U;{s}]');
  });
  test('what is U gets the least Δ, though a greater one would do', () => {
    const p = inferred(
      `type t = int
fun u (x : int) : int [U;{t}] = update; x
fun apply (g : int -> int) : int = g 1
in apply u`,
    );
    expect(p).toContain('update[{t}]');
    expect(p).toContain('fun apply (g : int -[U;{}]-> int) : int [U;{}] = g 1');
  });
  test('what is N gets as much as written latents leave', () => {
    const p = inferred(
      `type t = int
fun f (x : int) : int [N;*\\{t}] = x
fun g (x : int) : int = f x
in g 1`,
    );
    expect(p).toContain('fun g (x : int) : int [N;*\\{t}] = f x');
  });
  test('function types met in definitions and references link their latents', () => {
    const p = inferred(
      `type h = { go : int -> int }
type t = int
var v : t = 1
fun poll (x : int) : int = update; x
var k : h = { go = poll }
var r : (int -> int) ref = ref poll
in (!k).go 1 + !(!r) 2 + !v`.replace('!(!r) 2', '(!(!r)) 2'),
    );
    expect(p).toContain('type h = { go : int -[U;{t}]-> int }');
    expect(p).toContain('var r : (int -[U;{t}]-> int) ref = ref[int -[U;{t}]-> int] poll');
  });
});

describe('programs that translate and have no typing', () => {
  test.each([
    ['an update point in an initialiser', 'var a : int = (update; 1)\nin !a', 'latent T-Update 1:16'],
    [
      'a call in an initialiser that may update',
      'fun f (x : int) : int = update\nvar b : int = f 1\nin !b',
      'latent T-App 2:15',
    ],
    [
      'an initialiser that spends capability',
      'fun f (x : int) : int [N;{}] = x\nvar b : int = f 1\nin !b',
      'latent H-Cell 2:15',
    ],
    [
      'a function written N with an update point',
      'fun f (x : int) : int [N;*] = update\nin f 1',
      'latent T-Update 1:31',
    ],
    [
      'a capability that the body does not keep',
      'type t = int\nfun k (f : int -[U;{}]-> int) : int [U;{t}] = f 1\nin 1',
      'latent H-Fun 2:47',
    ],
    [
      'a cast after a call that lets its type change',
      'type t = int\nvar v : t = 1\nfun p (x : int) : int [U;{}] = update\nin p 1; !v + 1',
      'latent T-Con 4:9',
    ],
  ])('%s', (_, text, told) => expect(error(text)[0]).toMatch(new RegExp(`^${told} `)));
});
