/** Sessions: rules by name, files, the examples of the document, what is refused by which rule. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { parseFile, print } from '../semantics/sessions/syntax/index.ts';
import { equal } from '../semantics/terms.ts';
import { showError } from '../semantics/errors.ts';
import { get } from '../semantics/maps.ts';
import type { Program } from '../semantics/sessions/grammar.ts';
import { sessions } from '../rules/sessions/system.ts';
import { decode, encode } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { loadSession, type LoadedSession } from '../checker/sessions/load.ts';
import { exploreSession } from '../checker/sessions/properties.ts';
import { runSession, stepsOf } from '../checker/sessions/run.ts';
import { SessionSpace, versionsOf } from '../checker/sessions/space.ts';
import { sessionsCalculus } from '../proofs/sessions/calculus.ts';
import { rejectsChanged } from './corruptions.ts';
import { root } from './support.ts';

const folder = `${root}examples/sessions/`;
const files = readdirSync(folder).filter((f) => f.endsWith('.session'));
const text = (f: string): string => readFileSync(folder + f, 'utf8');
const load = (source: string, name = 'x.session'): LoadedSession => {
  const r = loadSession(source, name);
  if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
  return r.right;
};

/** The rules that sections 2 to 10 name, those for evaluation of expressions by their whole list. */
const document = `
  G-Closed G-Guard G-Msg G-Sort G-Bound G-Roles L-Wf
  P-None P-End P-Var P-Send P-Recv P-Oth P-Rec P-At
  M-Same M-Recv M-Send M-Rec M-At
  SS-Base SS-Rec L-End L-Send L-Recv L-At
  T-Stop T-Send T-Recv T-If T-Let T-Call T-Update T-At
  E-Var E-Int E-Bool E-Str E-Rec E-Field E-Arith E-Less E-Equal E-And E-Not
  D-Names D-Body D-Guard D-Main D-After
  R-IfT R-IfF R-Let R-Call R-Send R-Recv R-Skip R-Code R-Stay R-StayFrom R-Lead R-Follow
  U-Names U-Proc U-Code U-Guard U-Bound U-Global U-Parts U-Entry
  G-Send G-Recv G-Stay G-Lead G-Follow G-Under C-Thread C-Queue`
  .trim()
  .split(/\s+/);

/** Rules that the document says in words, or that judgements on lists need. */
const besides = `
  G-Ok G-NoRoles L-Params Join-None Join-One Join-Both Meet-None Meet-Both
  P-Sent P-Under P-Cross P-Crossed P-Follow P-Followed P-NoBranch P-Branch P-NoMore P-More P-Nobody P-All
  SS-None SS-Field SS-NoParams SS-Param L-Sub L-Assumed L-Unfold L-OutNone L-OutEach L-InNone L-InEach
  E-False E-NoFields E-Each T-RecvNone T-RecvEach T-NoArgs T-Arg
  D-Headings D-NoHeading D-Formed D-NoForm D-NoBody D-NoParty D-Party G-For Program
  V-Int V-True V-False V-Str V-Rec V-NoFields V-Each V-Field V-Op V-Not V-NoArgs V-Arg
  Code-NoHeading Code-Replaced Code-Added Proc-None Proc-Added Code-None Code-Part
  Entry-None Entry-Each Hand-None Hand-Added Offer-Code Offer-Protocol Offers-None Offers-Each
  G-Quiet G-StayFrom G-UnderSent G-UnderAt G-UnderSw G-At G-Unfold G-None G-Each Hear-None Hear-Each
  Q-End Q-Rec Q-Busy Q-Told Q-Msg Q-Sent Q-Sender Q-Receiver Q-At Q-Crossing Q-Mark Q-Followed Q-Behind Q-Aside
  Q-One Q-More C-Nothing C-Msg C-Mark C-NoThread C-NoQueue C-Ok
  Safe-Stop Safe-Send Safe-Wait Safe-Recv Safe-If Safe-Let Safe-Call Safe-Update Safe-At
  Safe-None Safe-Each Safe-All One-Here One-Later Go-Final Go-Step
  Accepted Run-Start Run-Beside Run-Step Run-Along`
  .trim()
  .split(/\s+/);

describe('the rules of sessions', () => {
  test('are those that the document names, once, and no others but those listed', () => {
    expect([...sessions.rules.keys()].sort()).toEqual([...document, ...besides].sort());
  });
  const specification = `${root}../shared/sessions.md`;
  test.runIf(existsSync(specification))('the list above is that of the document beside the project', () => {
    const all = readFileSync(specification, 'utf8');
    const section = (n: number) => all.slice(all.indexOf(`\n## ${n}. `), all.indexOf(`\n## ${n + 1}. `));
    const found = [2, 3, 4, 5, 7, 8, 9, 10].flatMap(
      (n) => section(n).match(/\b(SS|[GPMLTEDRUC])-[A-Z][A-Za-z]+/g) ?? [],
    );
    // M-None says that no rule applies.
    expect([...new Set(found)].filter((n) => n !== 'M-None').sort()).toEqual([...document].sort());
  });
});

describe('files', () => {
  test.each(files)('%s reads, prints, and reads as the same', (f) => {
    const read = parseFile(text(f), f);
    expect(isRight(read)).toBe(true);
    const { right: program } = read as { right: Program };
    const again = parseFile(print(program), f);
    expect(isRight(again) && equal(again.right, program)).toBe(true);
    expect(print((again as { right: Program }).right)).toBe(print(program));
  });
  test('comments, negative numbers and signs are told apart', () => {
    const source = `-- a comment
protocol c -> s : m(int). end -- another
participant c { proc main() : start = s!m(1 - -2 * (3 - 4)); stop }
participant s { proc main() : start = c?m(x); stop }`;
    expect(print(load(source).program)).toContain('s!m(1 - -2 * (3 - 4)); stop');
  });
  test('mistakes are told with their places, several at once', () => {
    const source = `protocol c -> s : a. end
participant c { proc main() : start = s!!a; stop }
participant s { proc main( : start = stop  proc other() : end = c?{ a; stop }
participant t { proc main() : end = "x }`;
    const r = loadSession(source, 'bad.session');
    expect(isLeft(r) && r.left.map(showError)).toEqual([
      "bad.session:2:41: expected a label, found '!'",
      "bad.session:3:28: expected a parameter, found ':'",
      'bad.session:4:37: a string without end',
      "bad.session:4:40: expected '!', '?' or '(' after x, found '}'",
    ]);
  });
});

/** Section 14. */
const ends: Readonly<Record<string, string>> = {
  'server-field': 'c0 s0',
  'two-buyer': 'a0 b0 s0',
  'server-label': 'c0 s0 | c1 s1',
  stream: 'c0 p0 | c1 p1',
  relay: 'c0 s0 x0 | c1 s1 x1',
  'ring-reversed': 'p0 q0 r0 | p1 q1 r1',
  'chain-ahead': 'p1 q1 r1',
  'logger-added': 'c0 s0 | c1 log1 s1',
  'two-in-a-row': 'p0 q0 r0 | p1 q1 r1 | p2 q2 r2',
  refused: 'c0 s0',
  'entry-widened': 'c0 s0',
  'guard-across': 'c0 s0',
  busy: 'c0 s0 | c1 s1',
};
const refusals: Readonly<Record<string, string>> = {
  refused: 'U-Proc U-Proc U-Entry U-Bound D-Guard',
  'entry-widened': ' U-Entry',
  'guard-across': 'D-Guard',
};

describe('the examples of the document', () => {
  test.each(Object.keys(ends))('%s ends as it says in all interleavings, and nothing falls', (name) => {
    const loaded = load(text(`${name}.session`));
    for (const bound of [1, 2]) {
      const x = exploreSession(loaded.W, { bound });
      expect(x.complete).toBe(true);
      expect(x.ends.join(' | ')).toBe(ends[name]);
      expect(x.fell).toEqual([]);
      expect([x.faulty, x.deadlocks, x.orphans]).toEqual([0, 0, 0]);
    }
    expect(
      loaded.updates
        .map((u) => u.refused?.rule ?? '')
        .join(' ')
        .trimEnd(),
    ).toBe(refusals[name] ?? '');
  });

  test.each(['server-label', 'stream', 'logger-added'])(
    '%s: steps found thread by thread are those of the rules on the whole',
    (name) => {
      const { W } = load(text(`${name}.session`));
      const space = new SessionSpace(W, {});
      const chooser = new RandomChooser(7);
      let state = space.start;
      let compared = 0;
      for (let n = 0; n < 120; n++) {
        const C = space.config(state);
        const byRules = space.names
          .filter((p) => get(C.threads, p) !== undefined)
          .flatMap((p) =>
            stepsOf(sessions, W, C, p).map((s) => `${p} ${s.rule} ${[...Array.from(space.stateOf(s.after))].join()}`),
          );
        const found: string[] = [];
        const next: number[][] = [];
        space.successors(state, (label, to) => {
          const { actor, rule } = space.label(label);
          found.push(`${actor} ${rule} ${Array.from(to).join()}`);
          next.push(Array.from(to));
        });
        expect(found.sort()).toEqual(byRules.sort());
        compared += found.length;
        if (next.length === 0) break;
        state = next[chooser.choose(next.length)] as number[];
      }
      expect(compared).toBeGreaterThan(20);
    },
  );
});

describe('derivations', () => {
  const proofOf = (name: string) => {
    const r = loadSession(text(`${name}.session`), name, { record: true });
    if (isLeft(r)) throw new Error(name);
    const roots = [...r.right.derivations];
    runSession(r.right.W, { maxSteps: 60, onStep: (s) => roots.push(s.derivation) });
    const decoded = decode(JSON.parse([...encode(sessions, roots)].join('')), () => sessions);
    if (isLeft(decoded)) throw new Error(decoded.left);
    return decoded.right.proof;
  };
  test.each(Object.keys(ends))('replay accepts the loading of %s and every step of a run', (name) => {
    expect(replay(sessions, proofOf(name))).toMatchObject({ ok: true });
  });
  test('replay rejects derivations in which a rule, a value or a premise is another', () => {
    const chooser = new RandomChooser(3);
    const proofs = ['server-label', 'two-buyer', 'stream'].map(proofOf);
    const tried = proofs.map((p) => rejectsChanged(sessions, p, chooser, 800));
    expect(tried.reduce((n, t) => n + t)).toBeGreaterThanOrEqual(1000);
  });
});

const server = `participant s { proc main() : start = c?m(x); stop }`;
const client = `participant c { proc main() : start = s!m(1); stop }`;
/** A program of two with one message, where one of the two is another. */
const two = (c: string, s = server) => `protocol c -> s : m(int). end\n${c}\n${s}`;

/** Programs that are refused: the rule, the place, a part of the sentence. */
const refused: readonly (readonly [source: string, rule: string, place: string, message: string])[] = [
  ['protocol c -> s : m. t\n' + client + server, 'G-Closed', '1:22', 'no rec binds the variable t'],
  [
    'protocol rec t. c -> s : { a. rec t. c -> s : b. t, b. t }\n' + client + server,
    'G-Closed',
    '1:31',
    'two recs bind t',
  ],
  ['protocol rec t. at u. t\n' + client + server, 'G-Guard', '1:23', 'no message between'],
  ['protocol c -> c : m. end\n' + client, 'G-Msg', '1:10', 'c sends to itself'],
  ['protocol c -> s : { m. end, m. end }\n' + client + server, 'G-Msg', '1:10', 'the label m is there twice'],
  ['protocol c -> s : m({ a : int, a : int }). end\n' + client + server, 'G-Sort', '1:21', 'field is there twice'],
  ['protocol at u. c -> s : m. at u. c -> s : m. end\n' + client + server, 'G-Bound', '1:28', 'two boundaries u'],
  [
    'protocol at u. c -> s : m. a -> b : m. end\nparticipant a { proc main() : start = at u lead; f() proc f() : after u = b!m; stop }',
    'P-At',
    '1:10',
    'one leader',
  ],
  [
    'protocol c -> s : { a. r -> c : x. end, b. r -> c : y. end }\nparticipant c {} participant s {} participant r {}',
    'M-Send',
    '1:41',
    'r is not told',
  ],
  [
    'protocol c -> s : { a. s -> r : x(int). end, b. s -> r : x(bool). end }\nparticipant c {}',
    'M-Recv',
    '1:46',
    'two sorts',
  ],
  [
    'protocol c -> s : { a. s -> r : x. end, b. r -> s : y. end }\nparticipant c {}',
    'M-None',
    '1:41',
    'cannot be merged',
  ],
  ['protocol c -> s : { a. s -> r : x. end, b. end }\nparticipant c {}', 'M-None', '1:41', 'cannot be merged'],
  [two('participant d { proc main() : end = stop }'), 'D-Names', '1:10', 'there is no participant c'],
  [two(`${client}\nparticipant c { proc main() : start = s!m(1); stop }`), 'D-Names', '3:1', 'c is given twice'],
  [
    two('participant c { proc main() : start = s!m(1); stop\n proc main() : start = s!m(1); stop }'),
    'D-Names',
    '3:2',
    'main is given twice',
  ],
  [
    two('participant c { proc main() : start = f(1, 2)\n proc f(x : int, x : int) : start = s!m(1); stop }'),
    'D-Names',
    '3:18',
    'x is given twice',
  ],
  [two('participant c { proc main() : after v = s!m(1); stop }'), 'D-After', '2:31', 'c is not at a boundary v'],
  [two('participant c { proc main() : rec t. t = s!m(1); stop }'), 'L-Wf', '2:38', 'not behind a message'],
  [
    two('participant c { proc main() : start = main2() proc main2() : start = main2() }'),
    'D-Guard',
    '2:47',
    'main2 calls itself',
  ],
  [two('participant c { proc main2() : start = s!m(1); stop }'), 'D-Main', '2:17', 'no procedure main'],
  [two('participant c { proc main() : end = stop }'), 'D-Main', '2:17', "main of c does 'end'"],
  [two('participant c { proc main() : start = stop }'), 'T-Stop', '2:17', 'a send to s of m is expected'],
  [
    two('participant c { proc main() : start = s!n(1); stop }'),
    'T-Send',
    '2:39',
    "s is not sent n here: 's!m(int). end' is expected",
  ],
  [
    two('participant c { proc main() : start = s!m(true); stop }'),
    'T-Send',
    '2:39',
    'm has the sort int, and true has bool',
  ],
  [two('participant c { proc main() : start = s!m(1); s!m(1); stop }'), 'T-Send', '2:47', 'the end is expected'],
  [two('participant c { proc main() : start = s!m(x); stop }'), 'E-Var', '2:43', 'there is no variable x'],
  [two('participant c { proc main() : start = s!m(1 + true); stop }'), 'E-Arith', '2:45', 'no int'],
  [two('participant c { proc main() : start = s!m({ a = 1 }.b); stop }'), 'E-Field', '2:53', 'no such field'],
  [
    two('participant c { proc main() : start = if {} = {} then s!m(1); stop else s!m(2); stop }'),
    'E-Equal',
    '2:45',
    'one sort',
  ],
  [two('participant c { proc main() : start = if 1 then s!m(1); stop else s!m(2); stop }'), 'T-If', '2:39', 'no bool'],
  [
    two('participant c { proc main() : start = if true and 1 < 2 and 3 then s!m(1); stop else s!m(2); stop }'),
    'E-And',
    '2:57',
    'no bool',
  ],
  [two('participant c { proc main() : start = g() }'), 'T-Call', '2:39', 'no procedure g'],
  [
    two('participant c { proc main() : start = f(1) proc f(b : bool) : start = s!m(1); stop }'),
    'T-Call',
    '2:41',
    'the parameter b of f has the sort bool, and 1 has int',
  ],
  [
    two('participant c { proc main() : start = s!m(1); f() proc f() : start = s!m(1); stop }'),
    'T-Call',
    '2:47',
    "f does 's!m(int). end'",
  ],
  [two(client, 'participant s { proc main() : start = c?{ n(x); stop } }'), 'T-Recv', '3:39', 'no branch for m'],
  [
    two(client, 'participant s { proc main() : start = d?m(x); stop }'),
    'T-Recv',
    '3:39',
    'a receive from c of m is expected',
  ],
  [
    two(client, 'participant s { proc main() : start = c?{ m(x); stop | m(y); stop } }'),
    'T-Recv',
    '3:39',
    'm is there twice',
  ],
  [
    'protocol at u. c -> s : m. end\nparticipant c { proc main() : start = at u from s; f() proc f() : after u = s!m; stop }\nparticipant s { proc main() : start = at u from c; f() proc f() : after u = c?m; stop }',
    'T-At',
    '2:39',
    'from s is not the role at u',
  ],
  [
    'protocol at u. c -> s : m. end\nparticipant c { proc main() : start = at u lead; f(1) proc f() : after u = s!m; stop }\nparticipant s { proc main() : start = at u from c; f() proc f() : after u = c?m; stop }',
    'T-At',
    '2:39',
    'f cannot go on at u',
  ],
  [
    'protocol at u. c -> s : m. end\nparticipant c { proc main() : start = s!m; stop }\nparticipant s { proc main() : start = at u from c; f() proc f() : after u = c?m; stop }',
    'T-Send',
    '2:39',
    'the boundary u is expected',
  ],
];

describe('a program that is refused', () => {
  test.each(refused.map(([source, ...r], i) => [i, ...r, source] as const))(
    '%i: by %s, at %s: %s',
    (_, rule, place, message, source) => {
      const r = loadSession(source, 'f');
      if (!isLeft(r)) throw new Error('accepted');
      const [e] = r.left as [(typeof r.left)[number]];
      expect([e.rule, `${e.line}:${e.column}`]).toEqual([rule, place]);
      expect(e.message).toContain(message);
    },
  );
});

/** Updates of server-label's program that are refused, each by the first rule. */
const program = text('server-label.session').split('\nupdate protocol')[0] as string;
const updates: readonly (readonly [update: string, rule: string])[] = [
  ['update code participant z { proc main() : start = stop }', 'U-Names'],
  ['update code participant c { proc gone() : start = at u lead; round(2) }', 'U-Names'],
  ['update code participant c { add proc main() : start = at u lead; round(2) }', 'U-Names'],
  ['update code participant c { proc main() : after v = stop }', 'D-After'],
  ['update code participant c { proc round(k : int, l : int) : after u = s!quit; stop }', 'U-Proc'],
  ['update code participant c { proc round(k : int) : after u = s!quit; s!quit; stop }', 'T-Send'],
  ['update code participant c { add proc f() : end = f() }', 'D-Guard'],
  ['update code participant c { add proc f() : s!{ a. end, a. end } = s!a; stop }', 'L-Wf'],
  ['update code participant c { add proc f() : end = stop add proc f() : end = stop }', 'D-Names'],
  ['update code participant c { add proc f() : end = stop } participant c { add proc g() : end = stop }', 'D-Names'],
  ['update protocol at u : c -> s : m. t', 'G-Closed'],
  ['update protocol at u : c -> s : { a. s -> z : x. end, b. end }', 'M-None'],
  ['update protocol at u : at v. c -> s : m. end', 'U-Entry'],
  ['update protocol at u : z -> s : m. end', 'U-Parts'],
  ['update protocol at u : c -> s : bye. end add participant s { proc main() : end = stop }', 'U-Parts'],
  [
    'update protocol at u : c -> s : bye. end participant c { entry round = f proc f(k : int) : start = s!bye; stop } participant s { entry serve = f proc f() : start = c?hi; stop }',
    'T-Recv',
  ],
  [
    'update protocol at u : c -> s : bye. end participant c { entry round = f proc f(k : int) : end = stop } participant s { entry serve = f proc f() : start = c?bye; stop }',
    'U-Entry',
  ],
  [
    'update protocol at u : c -> s : bye. end participant c { entry round = f proc f() : start = s!bye; stop } participant s { entry serve = f proc f() : start = c?bye; stop }',
    'U-Entry',
  ],
  [
    'update protocol at u : c -> s : bye. s -> l : x. end participant c { entry round = f proc f(k : int) : start = s!bye; stop } participant s { entry serve = f proc f() : start = c?bye; l!x; stop } add participant l { proc start1() : start = s?x; stop }',
    'U-Entry',
  ],
];

describe('an update that is refused', () => {
  test.each(updates.map(([update, rule], i) => [i, rule, update] as const))('%i: by %s', (_, rule, update) => {
    const [u] = load(`${program}\n${update}`).updates;
    expect(u?.refused?.rule).toBe(rule);
    expect(u?.refused?.line).not.toBeNull();
  });
  test('is gone: the next one is judged without it', () => {
    const { updates: all, W } = load(
      `${program}\nupdate protocol at v : end\n${text('server-label.session').slice(program.length)}`,
    );
    expect(all.map((u) => u.refused?.rule ?? null)).toEqual(['U-Bound', null]);
    expect(versionsOf(W)).toHaveLength(2);
  });
});

describe('the report of explore', () => {
  test('has the keys of its contract, and holds', () => {
    const told = sessionsCalculus.language?.reports?.explore?.(load(text('refused.session')), {});
    expect(told?.holds).toBe(true);
    expect(Object.keys(told?.json ?? {})).toEqual(
      'system complete bound states edges updates ends faulty deadlocks orphans fell'.split(' '),
    );
    expect(told?.json).toMatchObject({
      system: 'sessions',
      complete: true,
      bound: 2,
      states: 35,
      edges: 39,
      ends: ['c0 s0'],
      faulty: 0,
    });
    expect((told?.json as { updates: { rule: string | null }[] }).updates.map((u) => u.rule)).toEqual([
      'U-Proc',
      'U-Proc',
      'U-Entry',
      'U-Bound',
      'D-Guard',
    ]);
  });
  test('of a variant has the theorem that falls, with a run to it', () => {
    const variant = sessionsCalculus.variants.find((v) => v.name === 'no-forward');
    const told = sessionsCalculus.language?.reports?.explore?.(
      load(text('ring-reversed.session')),
      variant ? { system: variant.system } : {},
    );
    expect(told?.holds).toBe(false);
    const { fell } = told?.json as { fell: Record<string, { message: string; trace: string[] }> };
    expect(fell.S7?.message).toMatch(/^r never follows update 1/);
    expect(fell.S7?.trace.at(-1)).toMatch(/R-/);
  });
});
