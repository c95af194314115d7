/** The variants of sessions: for each unsound one a program on which a theorem named for it falls, and the base stands. */
import { readFileSync, readdirSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../rules/digest.ts';
import type { Rule } from '../rules/rule.ts';
import { sessionsVariants } from '../rules/sessions/variants.ts';
import type { System } from '../rules/system.ts';
import type { Variant } from '../rules/variant.ts';
import { shrink } from '../checker/hunt/shrink.ts';
import { readRule, ruleAsText } from '../checker/notation/index.ts';
import { loadSession } from '../checker/sessions/load.ts';
import { exploreSession } from '../checker/sessions/properties.ts';
import { findVariant } from '../proofs/calculi.ts';
import { sessionsCalculus } from '../proofs/sessions/calculus.ts';
import { writtenVariant } from '../proofs/written.ts';
import { parseFile } from '../semantics/sessions/syntax/index.ts';
import { root } from './support.ts';

const folder = `${root}examples/sessions/`;
const example = (name: string): string => readFileSync(`${folder}${name}.session`, 'utf8');

const c = (body: string): string => `participant c { proc main() : start = ${body} }\n`;
const s = (body: string): string => `participant s { proc main() : start = ${body} }\n`;
const r = (body: string): string => `participant r { proc main() : start = ${body} }\n`;

/** p may be ahead of q; the update's first message is from p to q. */
const ahead = `protocol rec t. at u. p -> q : m. t
participant p { proc main() : start = at u lead; go()  proc go() : after u = q!m; at u lead; go() }
participant q { proc main() : start = at u from p; go()  proc go() : after u = p?m; at u from p; go() }
update protocol at u : p -> q : hello. end
participant p { entry go = new  proc new() : start = q!hello; stop }
participant q { entry go = new  proc new() : start = p?hello; stop }`;

const code = (update: string, before = 'f()', f = 'proc f() : s!m. end = s!m; stop'): string =>
  `protocol c -> s : a. c -> s : m. end
participant c { proc main() : start = s!a; update; ${before}  ${f} }
participant s { proc main() : start = c?a; c?m; stop }
update code participant c { ${update} }`;

const witnesses: Readonly<Record<string, string>> = {
  'merge-send': `protocol c -> s : { a. r -> c : x. end, b. r -> c : y. end }\n${c('s!a; r?x; stop')}${s('c?{ a; stop | b; stop }')}${r('c!y; stop')}`,
  'merge-sorts': `protocol c -> s : { a. s -> r : x(int). end, b. s -> r : x(bool). end }
${c('s!b; stop')}${s('c?{ a; r!x(1); stop | b; r!x(true); stop }')}${r('s?x(v); if v < 1 then stop else stop')}`,
  'merge-end': `protocol c -> s : { a. s -> r : x. end, b. end }\n${c('s!b; stop')}${s('c?{ a; r!x; stop | b; stop }')}${r('s?x; stop')}`,
  'project-first': `protocol c -> s : { a. s -> r : x. end, b. s -> r : y. end }
${c('s!b; stop')}${s('c?{ a; r!x; stop | b; r!y; stop }')}${r('s?x; stop')}`,
  'rec-end': `protocol rec w. r -> c : m. rec t. c -> s : { a. t, b. w }\n${r('c!m; stop')}${c('r?m; s!b; main()')}${s('c?{ a; main() | b; main() }')}`,
  'at-any': `protocol at u. c -> s : m. d -> e : n. end
participant c { proc main() : start = at u lead; go()  proc go() : after u = s!m; stop }
participant s { proc main() : start = at u from c; go()  proc go() : after u = c?m; stop }
participant d { proc main() : start = at u lead; go()  proc go() : after u = e!n; stop }
participant e { proc main() : start = at u from d; go()  proc go() : after u = d?n; stop }
update protocol at u : end
${['c', 's', 'd', 'e'].map((p) => `participant ${p} { entry go = new  proc new() : start = stop }`).join('\n')}`,
  'queue-bag': `protocol rec t. c -> s : { a. t, b. end }\n${c('s!a; s!b; stop')}${s('c?{ a; main() | b; stop }')}`,
  'one-queue': `protocol c -> s : m. r -> s : n. end\n${c('s!m; stop')}${r('s!n; stop')}${s('c?m; r?n; stop')}`,
  'sub-send-flip': `protocol c -> s : a. end
participant c { proc main() : start = f()  proc f() : s!{ a. end, b. end } = s!b; stop }\n${s('c?a; stop')}`,
  'sub-recv-flip': `protocol c -> s : { a. end, b. end }\n${c('s!b; stop')}
participant s { proc main() : start = f()  proc f() : c?a. end = c?a; stop }`,
  'sort-flip': `protocol c -> s : m({ v : int }). end\n${c('s!m; stop')}${s('c?m(x); if x.v = 1 then stop else stop')}`,
  'recv-some': `protocol c -> s : { a. end, b. end }\n${c('s!b; stop')}${s('c?a; stop')}`,
  'if-one': `protocol c -> s : a. end\n${c('if false then s!a; stop else s!b; stop')}${s('c?a; stop')}`,
  'send-unchecked': `protocol c -> s : m(int). end\n${c('s!m(true); stop')}${s('c?m(x); if x < 1 then stop else stop')}`,
  'stop-any': `protocol c -> s : m. end\n${c('stop')}${s('c?m; stop')}`,
  'no-guard': `protocol c -> s : m. end\n${c('main()')}${s('c?m; stop')}`,
  'lead-anywhere': `protocol rec t. at u. c -> s : { m. s -> c : a. t, z. end }
participant c { proc main() : start = at u lead; go()
  proc go() : after u = s!m; update; back()
  proc back() : s?a. rec t. at u. s!{ m. s?a. t, z. end } = s?a; at u lead; done()
  proc done() : after u = s!z; stop }
participant s { proc main() : start = at u from c; go()  proc go() : after u = c?{ m; c!a; at u from c; go() | z; stop } }
update protocol at u : s -> c : hi. end
participant c { entry go = new  entry done = new  entry back = new  proc new() : start = s?hi; stop }
participant s { entry go = new  proc new() : start = c!hi; stop }`,
  'any-leads': example('ring-reversed'),
  'follow-free': example('chain-ahead'),
  'no-marker': example('ring-reversed'),
  'no-forward': example('ring-reversed'),
  'stay-blind': example('ring-reversed'),
  'marker-any': example('chain-ahead'),
  'marker-front': ahead,
  'flush-in': ahead,
  'flush-out': ahead,
  'entry-type': ahead.replace('proc new() : start = q!hello; stop', 'proc new() : end = stop'),
  'entry-any': ahead.replace('participant q { entry go = new', 'participant q { entry go = nothing'),
  'proc-any': code('proc main() : start = s!a; s!m; stop  proc f() : end = stop'),
  'proc-flip': code('proc main() : start = s!a; s!m; stop  proc f() : s!{ m. end, k. end } = s!k; stop'),
  'param-flip': code(
    'proc main() : start = s!a; s!m; stop  proc f(w : { x : int, y : int }) : s!m. end = if w.y = 0 then s!m; stop else s!m; stop',
    'f({ x = 1 })',
    'proc f(w : { x : int }) : s!m. end = s!m; stop',
  ),
  'entry-first': example('entry-widened'),
  'guard-new': example('guard-across'),
};

const fallen = (source: string, system?: System): readonly string[] => {
  const loaded = loadSession(source, 'w.session', system === undefined ? {} : { system });
  if (isLeft(loaded)) return ['refused'];
  const theorems = ['S3', 'S4', 'S5', 'S7', ...(system?.variant === 'queue-bag' ? ['S9'] : [])];
  return exploreSession(loaded.right.W, {
    bound: 2,
    theorems,
    limit: 50_000,
    ...(system === undefined ? {} : { system }),
  }).fell.map((f) => f.theorem);
};

/** Of recv-exact no run goes wrong: preservation alone falls. */
const unsound = sessionsVariants.filter((v) => v.expected !== 'sound' && v.name !== 'recv-exact');
const examples = readdirSync(folder).filter((f) => f.endsWith('.session'));

describe('an unsound variant', () => {
  test('has a witness each', () => expect(unsound.map((v) => v.name).sort()).toEqual(Object.keys(witnesses).sort()));
  test.each(unsound.map((v) => [v.name, v] as const))(
    '%s: a theorem named for it falls on a small program, which the base does not let fall',
    (name, v) => {
      const source = witnesses[name] as string;
      expect(fallen(source).filter((t) => t !== 'refused')).toEqual([]);
      const fell = fallen(source, v.system);
      expect(fell).not.toContain('refused');
      expect(fell.some((t) => v.expected.includes(t))).toBe(true);
    },
  );
});

describe('a counterexample made smaller', () => {
  /** The smallest found of a program on which S3 falls by the rules of a variant, in lines, and how many were tried. */
  const smallest = (name: string, source: string): { readonly lines: readonly string[]; readonly tried: number } => {
    const v = findVariant(sessionsCalculus, name) as Variant;
    const M = parseFile(source, 'w.session');
    const theorem = sessionsCalculus.theorems(v.system).find((t) => t.name === 'S3');
    if (isLeft(M) || theorem === undefined) throw new Error('no program, or no theorem');
    const { found, tried } = shrink(v.system, theorem, sessionsCalculus.huntingGround, { values: { M: M.right } });
    if (found === undefined) throw new Error('S3 does not fall');
    const { counterexampleText } = sessionsCalculus;
    const text = [counterexampleText.program(found.values), ...counterexampleText.updates(found.values, [])].join('\n');
    return { lines: text.split('\n').filter((l) => l.trim() !== ''), tried };
  };
  const calls = `protocol rec t. at u. c -> s : m. t
participant c {
  proc main() : start = f({}, 1)
  proc f(x : {}, k : int) : start = at u lead; g(x)
  proc g(x : {}) : after u = h(x)
  proc h(x : {}) : s!m. rec t. at u. s!m. t = s!m(x); f(x, 2)
}
participant s {
  proc main() : start = f1({})
  proc f1(x : {}) : start = at u from c; g4({})
  proc g4(x : {}) : after u = c?m(y); update; f1(x)
  proc f7(x : {}) : start = f9(x)
  proc f9(x : {}) : start = f11(x)
  proc f11(x : {}) : start = at u from c; g4(x)
}
update code
participant s {
  proc main() : start = f7({})
  proc f1(x : { y : int }) : start = at u from c; g4({ w = x.y })
  proc g4(x : {}) : after u = c?m(y); f12(x)
  add proc f12(x : {}) : start = f1({ y = 0 })
}
update code
participant s { proc main() : start = f13()  add proc f13() : start = at u from c; g4({}) }`;
  test('has no procedure that is called alone, no parameter that may go, and no update that is not needed', () => {
    const { lines, tried } = smallest('param-flip', calls);
    expect(lines).toHaveLength(14);
    for (const gone of ['f7', 'f9', 'f11', 'f12', 'f13', 'h(', 'k :']) expect(lines.join('\n')).not.toContain(gone);
    expect(lines.join('\n')).toContain('participant c { proc main() : start = at u lead; g() ');
    expect(tried).toBeLessThan(1_500);
  });
});

describe('a sound variant', () => {
  test.each(sessionsVariants.filter((v) => v.expected === 'sound').map((v) => [v.name, v.system] as const))(
    '%s: nothing falls on the examples that it accepts',
    (_, system) => {
      let accepted = 0;
      for (const f of examples) {
        const fell = fallen(example(f.replace(/\.session$/, '')), system);
        if (fell.includes('refused')) continue;
        accepted++;
        expect(fell).toEqual([]);
      }
      expect(accepted).toBeGreaterThan(8);
    },
  );
});

describe('the rules of a variant', () => {
  /** What a file of rules cannot declare. */
  const own = ['sub-send-flip', 'sub-recv-flip'];
  test.each(sessionsVariants.map((v) => [v.name, v] as const))(
    '%s: as they are printed they make the same system again; those with a judgement of their own are refused',
    (name, { base, system }) => {
      const changed = [...system.rules.values()].filter((r) => base.rules.get(r.name) !== r);
      const left = [...base.rules.keys()].filter((r) => !system.rules.has(r));
      const file = [...changed.map((r) => ruleAsText(system, r)), ...left.map((r) => `remove ${r}`)].join('\n\n');
      const read = writtenVariant(sessionsCalculus, name, file);
      if (own.includes(name)) expect(isLeft(read)).toBe(true);
      else expect(isLeft(read) ? read.left : digestOf(read.right.system)).toBe(digestOf(system));
    },
  );
  test('a rule of which somebody chooses a part is read as it is printed', () => {
    const along = sessionsCalculus.base.rules.get('Run-Along');
    const read = readRule(sessionsCalculus.base, ruleAsText(sessionsCalculus.base, along as Rule));
    expect(isLeft(read) ? read.left : read.right.chosen).toEqual(['p']);
  });
});
