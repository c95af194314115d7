/**
 * Mistakes that are planted, and where they are told (`npm run try:places`): an error is put into a program that is well
 * typed, at every construct, and what is told has to stand there or name it; a con is put in the way of an update, and
 * the refusal has to tell its own place. Both are counted by construct.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isLeft, map as mapRight, type Either } from 'fp-ts/lib/Either.js';
import { constructorOf } from '../semantics/matching.ts';
import { itemList } from '../semantics/proteus/programs.ts';
import { rebuild } from '../semantics/rebuilding.ts';
import type { LoadError } from '../semantics/errors.ts';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { make, proteus as proteusGrammar, type Config, type Program } from '../semantics/proteus/grammar.ts';
import { parseProgram, parseUpdate, printProgram } from '../semantics/proteus/syntax/index.ts';
import { make as makeLambda, stlc as stlcGrammar } from '../semantics/stlc/grammar.ts';
import { parseProgram as parseLambda, printExpr as printLambda } from '../semantics/stlc/syntax/index.ts';
import { sessions as sessionsGrammar } from '../semantics/sessions/grammar.ts';
import { parseFile as parseSession } from '../semantics/sessions/syntax/index.ts';
import { positionOf, type Position } from '../semantics/positions.ts';
import { threads as threadsGrammar } from '../semantics/threads/grammar.ts';
import { constructs as threadConstructs } from '../semantics/threads/syntax.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { NoLocals } from '../rules/stlc/typing.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { stlcHints } from '../checker/stlc/hints.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { load } from '../checker/proteus/load.ts';
import { configurationText } from '../checker/proteus/counterexample-text.ts';
import { byRules, fast, runWith } from '../checker/proteus/run.ts';
import { stlcLanguage } from '../proofs/stlc/language.ts';
import { sessionsLanguage } from '../proofs/sessions/language.ts';
import { threadsLanguage } from '../proofs/threads/language.ts';
import { chooser, prelude, source, type Choose } from '../test/arbitrary.ts';

/** A language in which mistakes are planted. */
export interface Field {
  readonly name: string;
  readonly grammar: Grammar;
  /** A program that is well typed; undefined where none was found. */
  program(choose: Choose, seed: number): string | undefined;
  /** Reads a program, and writes it down again. */
  parse(text: string): Either<unknown, Term>;
  /** A program with another expression in a spot, and where it stands there. */
  put(text: string, program: Term, spot: Spot, expression: string): Put;
  load(text: string): Either<readonly LoadError[], unknown>;
  /** Whether an expression may be replaced; all may unless said. */
  readonly spot?: (e: Term) => boolean;
  /** Expressions that are wrong, whatever stands around them, or where their type is not asked for: by kind. */
  readonly wrong: Readonly<Record<string, string>>;
}

/** What came of planting: how often at each construct, of each kind, and what was told elsewhere. */
export interface Told {
  readonly planted: number;
  /** The planted expression was well typed where it stood. */
  readonly harmless: number;
  readonly constructs: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, number>;
  readonly elsewhere: readonly { readonly text: string; readonly kind: string; readonly told: string }[];
}

/** An expression of a program, with the constructor around it and the field it is in. */
export interface Spot {
  readonly construct: string;
  readonly e: Term;
  /** Whether it stands in the initialiser of a variable: there no update point may be reached. */
  readonly initialiser: boolean;
}

interface Put {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const marker = 'planted__';

/** Puts expressions into programs that can be written down: by a name in their place. */
const printing =
  (grammar: Grammar, print: (program: Term) => string, named: (x: string) => Term): Field['put'] =>
  (_, program, { e }, expression) => {
    let times = 0;
    const marked = rebuild(grammar, program, {
      put: (part) => (part === e && times++ === 0 ? named(marker) : undefined),
    });
    const printed = print(marked);
    const from = printed.indexOf(marker);
    return { text: printed.replace(marker, () => expression), from, to: from + expression.length };
  };

/** The expressions of a program, each with the constructor around it and the field it is in. */
function spots(g: Grammar, program: unknown): Spot[] {
  const found: Spot[] = [];
  const stack: { readonly x: unknown; readonly construct: string; readonly initialiser: boolean }[] = [
    { x: program, construct: 'program', initialiser: false },
  ];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { x, construct, initialiser } = top;
    if (typeof x !== 'object' || x === null) continue;
    const tag = (x as Partial<Term>).tag;
    const info =
      tag === undefined || !(g.constructors.has(tag) || g.extended.has(tag)) ? undefined : constructorOf(g, x as Term);
    if (info?.sort === 'Expr') found.push({ construct, e: x as Term, initialiser });
    for (const [field, part] of Object.entries(x))
      stack.push({
        x: part,
        construct: info === undefined ? construct : `${info.tag}.${field}`,
        initialiser: initialiser || info?.tag === 'Variable',
      });
  }
  return found;
}

const within = (e: LoadError, text: string, from: number, to: number): boolean => {
  if (e.line === null || e.column === null) return false;
  const lines = text.split('\n');
  let offset = e.column - 1;
  for (let i = 0; i < e.line - 1; i++) offset += (lines[i] as string).length + 1;
  return offset >= from && offset < to;
};

/** Plants a mistake in so many programs. */
export function plantErrors(field: Field, count: number, seed: number): Told {
  const constructs = new Map<string, number>();
  const kinds = new Map<string, number>();
  const elsewhere: { text: string; kind: string; told: string }[] = [];
  const wrong = Object.entries(field.wrong);
  let planted = 0;
  let harmless = 0;
  for (let i = 0; planted < count; i++) {
    const choose = chooser(seed + i * 7919);
    const text = field.program(choose, seed + i);
    if (text === undefined) continue;
    const read = field.parse(text);
    if (isLeft(read)) continue;
    if (isLeft(field.load(text))) continue;
    const places = spots(field.grammar, read.right).filter((s) => field.spot?.(s.e) ?? true);
    // Several in each program, at the constructs that had the fewest first.
    for (let k = 0; k < 4 && places.length > 0 && planted < count; k++) {
      const rare = (s: Spot) => constructs.get(s.construct) ?? 0;
      const some = Array.from({ length: 4 }, () => places[choose(places.length)] as Spot);
      const spot = some.reduce((a, b) => (rare(b) < rare(a) ? b : a));
      const [kind, expression] = wrong[choose(wrong.length)] as [string, string];
      // Elsewhere it is what calls the function that is told, and names it.
      if (kind.includes('initialiser') && !spot.initialiser) continue;
      const { text: changed, from, to } = field.put(text, read.right, spot, `(${expression})`);
      const loaded = field.load(changed);
      if (!isLeft(loaded)) {
        harmless++;
        continue;
      }
      planted++;
      constructs.set(spot.construct, rare(spot) + 1);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const bad = loaded.left.find((e) => !e.message.includes('planted') && !within(e, changed, from, to));
      if (bad !== undefined || loaded.left.length === 0)
        elsewhere.push({
          text: changed,
          kind: `${kind} at ${spot.construct}`,
          told: `${bad?.line}:${bad?.column}: ${bad?.message}`,
        });
    }
  }
  return { planted, harmless, constructs, kinds, elsewhere };
}

/** Wrong where no update point may be reached. */
const latent = {
  'update point in an initialiser': 'update',
  'call in an initialiser that may reach an update point': 'poll 0',
};

const wrongInProteus = {
  'no such field': '{ planted = 0 }.missing',
  'call of an integer': '0 { planted = 0 }',
  'read of an integer': '!0',
  'read of a record': '!{ planted = 0 }',
  'assignment to an integer': '0 := 0',
  'left operand': '{ planted = 0 } + 1',
  'right operand': '1 + { planted = 0 }',
  comparison: 'if 0 = { planted = 0 } then 0 else 0',
  'second branch': 'if 0 = 0 then 1 else { planted = 0 }',
  'in the first branch': 'if 0 = 0 then !1 else 0',
  'in the second branch': 'if 0 = 0 then 1 else !1',
  'body of a let with a type': 'let planted : int = 5 in planted 2',
  'body of a let': 'let planted = 5 in planted 2',
  'value of a let with a type': 'let x : int = { planted = 0 } in x',
  'second field': '{ a = 0, b = !1 }',
  'first field': '{ a = !1, b = 0 }',
  'in a reference': 'ref !1',
  'first of two': '!1; 0',
  'second of two': '0; !1',
  'another type': '{ planted = {} }',
  'another type in a let': 'let x = { planted = {} } in x',
  'a reference': 'ref { planted = {} }',
  'unknown name': 'planted',
};

/** A program over the prelude of the tests: functions that call each other, variables, an expression. */
function overPrelude(choose: Choose): string {
  const functions = ['g0', 'g1'];
  const body = () => source('int', 2 + choose(14), [], choose);
  const funs = functions.map((f) => `fun ${f} (x : int) : int = ${body()}\n`).join('');
  const more = `var m0 : p = ${source('p', 1 + choose(8), [], choose).replace(/update|poll|deep|both/g, (w) => (w === 'update' ? '0' : 'plain'))}\n`;
  return `${prelude}${funs}${more}in ${body()}`;
}

/** A configuration found from the rules, as an annotated program. */
function configuration(generator: Generator, random: RandomChooser, seed: number): string | undefined {
  random.reseed(seed);
  const found = generator.find(
    'configurationOk',
    [generator.unknown('Config'), generator.unknown('Type')],
    6 + (seed % 12),
  );
  const text = found && configurationText(found[0] as Config);
  return text === undefined || text.includes('@') ? undefined : text;
}

const random = new RandomChooser(0);
const configurations = new Generator(proteus, proteusHints, random);
const terms = new Generator(stlc, stlcHints, random);

const named = (x: string): Term => make.Expr.Ext(x);
const inSource = printing(proteusGrammar, (p) => printProgram(p as Program, { latents: false }), named);

const folder = new URL('../../examples/sessions/', import.meta.url);
const here = existsSync(folder) ? folder : new URL('../examples/sessions/', import.meta.url);
const conversations = readdirSync(here)
  .filter((f) => f.endsWith('.session'))
  .sort()
  .map((f) => readFileSync(new URL(f, here), 'utf8'));

/** The languages, by name. */
export const fields: readonly Field[] = [
  {
    name: 'proteus',
    grammar: proteusGrammar,
    program: overPrelude,
    parse: (text) => parseProgram(text, 'planted.proteus'),
    put: inSource,
    load: (text) => load(text, 'planted.proteus'),
    wrong: { ...wrongInProteus, ...latent },
  },
  {
    name: 'proteus, annotated',
    grammar: proteusGrammar,
    program: (_, seed) => configuration(configurations, random, seed),
    parse: (text) => parseProgram(text, 'planted.proteus', { annotated: true }),
    put: printing(proteusGrammar, (p) => printProgram(p as Program, { latents: true }), named),
    load: (text) => load(text, 'planted.proteus', { annotated: true }),
    wrong: {
      ...wrongInProteus,
      'unknown reference': '!@99',
      'in a con': 'con[planted] 0',
      'in an abs': 'abs[planted] 0',
    },
  },
  {
    name: 'threads',
    grammar: threadsGrammar,
    program: (choose) =>
      `${overPrelude(choose)}; fork (${source('int', 6, [], choose)}); fork (acquire n; ${source('int', 4, [], choose)})`,
    parse: (text) => parseProgram(text, 'planted.proteus', { constructs: threadConstructs }),
    put: printing(threadsGrammar, (p) => printProgram(p as Program, { latents: false }), named),
    load: (text) => threadsLanguage.load(text, 'planted.proteus'),
    wrong: { ...wrongInProteus, ...latent, 'acquired record': 'acquire { planted = 0 }' },
  },
  {
    name: 'stlc',
    grammar: stlcGrammar,
    program(_, seed) {
      random.reseed(seed);
      const found = terms.find('types', [NoLocals(), terms.unknown('Expr'), terms.unknown('Type')], seed % 14);
      return found && `${printLambda(found[1] as never)}\n`;
    },
    parse: (text) => mapRight(({ e }: { readonly e: Term }) => e)(parseLambda(text, 'planted.stlc')),
    put: printing(
      stlcGrammar,
      (p) => `${printLambda(p as never)}\n`,
      (x) => makeLambda.Expr.Var(x),
    ),
    load: (text) => stlcLanguage.load(text, 'planted.stlc'),
    wrong: {
      'call of a number': '0 nil',
      'head of a number': 'hd 0',
      'head of a function': 'hd (λplanted:int. planted)',
      sum: '+ nil',
      'sum of a function': '+ 0 nil',
      list: 'cons nil',
      'in a function': 'λplanted:int. planted 0',
      'unknown name': 'planted',
      'another type': 'λplanted:list → list. planted',
    },
  },
  {
    name: 'sessions',
    grammar: sessionsGrammar,
    program: (choose) => conversations[choose(conversations.length)],
    parse: (text) => parseSession(text, 'planted.session'),
    // Numbers have the place of their one token.
    put(text, _, { e }, expression) {
      const at = positionOf(e) as Position;
      return {
        text: text.slice(0, at.offset) + expression + text.slice(at.end),
        from: at.offset,
        to: at.offset + expression.length,
      };
    },
    spot: (e) => e.tag === 'Num' && positionOf(e) !== undefined,
    load: (text) => sessionsLanguage.load(text, 'planted.session'),
    wrong: {
      'no such field': '{ planted = 0 }.missing',
      'field of a number': '0.planted',
      'right operand': '1 + true',
      'left operand': 'true + 1',
      negation: 'not 1',
      'in a field': '{ a = 0, b = not 1 }.a',
      'unknown name': 'planted',
      'another type': '{ planted = 0 }',
    },
  },
];

/** A use of a type that looks through it: OPERAND stands for the expression of that type. */
interface Use {
  readonly type: string;
  readonly value: string;
  readonly text: string;
}

const uses: readonly Use[] = [
  { type: 'int', value: '5', text: 'OPERAND + 0' },
  { type: 'int', value: '5', text: '0 * OPERAND' },
  { type: 'int', value: '5', text: 'if OPERAND = 0 then 1 else 2' },
  { type: 'int', value: '5', text: 'if 1 = OPERAND then 1 else 2' },
  { type: 'int', value: '5', text: 'plain OPERAND' },
  { type: 'int', value: '5', text: 'let i : int = OPERAND in i' },
  { type: 'int', value: '5', text: 'n := OPERAND' },
  { type: 'int', value: '5', text: 'both { a = 1, b = OPERAND }' },
  { type: '{ a : int }', value: '{ a = 5 }', text: 'OPERAND.a' },
  { type: 'int ref', value: 'n', text: '!OPERAND' },
  { type: 'int ref', value: 'n', text: 'OPERAND := 7' },
  { type: 'int -> int', value: 'plain', text: 'OPERAND 3' },
];

/** Where the value of the changed type comes from: what is bound, and the operands that lead to it. */
const ways: readonly { readonly param: string; readonly argument: string; readonly operands: readonly string[] }[] = [
  {
    param: 'q',
    argument: '!vq',
    operands: ['held', '(let y : u = 3 in held)', '(update; held)', '(idq held)', '(if 0 = 0 then held else held)'],
  },
  {
    param: 'q',
    argument: '(mkq 0)',
    operands: ['held', '(let y : u = 3 in held)', '(update; held)', '{ b = held }.b', '!(ref held)'],
  },
  {
    param: 'q ref',
    argument: '(ref (mkq 0))',
    operands: ['!held', '!(let y : u = 3 in held)', '!(update; held)', '(held := !held)'],
  },
  { param: '{ a : q }', argument: '{ a = mkq 0 }', operands: ['held.a', '(update; held).a', '(let y = held in y).a'] },
];

/** Whether an expression is what the function start does after its update point. */
const isStart = (program: Program, e: Term): boolean =>
  itemList(program.items).some(
    (i) =>
      i.tag === 'BindItem' &&
      i.z === 'start' &&
      i.binding.tag === 'Fun' &&
      i.binding.body.tag === 'Let' &&
      i.binding.body.e2 === e,
  );

/** What came of refusals. */
export interface Refused {
  readonly refused: number;
  readonly runs: number;
  readonly constructs: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, number>;
  readonly elsewhere: readonly { readonly text: string; readonly told: string }[];
}

/**
 * Plants a con in what is left to run, after an update point, in so many programs, and has an update of its type
 * refused: by the machine and by the rules, before and after another update, which converts values inside it.
 */
export function plantCons(count: number, seed: number): Refused {
  const constructs = new Map<string, number>();
  const kinds = new Map<string, number>();
  const elsewhere: { text: string; told: string }[] = [];
  let refused = 0;
  let runs = 0;
  for (let i = 0; refused < count; i++) {
    const choose = chooser(seed + i * 7919);
    const of = <T>(list: readonly T[]): T => list[choose(list.length)] as T;
    const use = of(uses);
    const way = of(ways);
    const operand = of(way.operands);
    const around = source('int', 1 + choose(12), [], choose).replaceAll('update', '0');
    const whole = (body: string) => `${prelude}type q = ${use.type}
type u = int
var vu : u = 3
var vq : q = ${use.value}
fun mkq (x : int) : q = ${use.value}
fun idq (x : q) : q = x
fun start (held : ${way.param}) : int = update; ${body}
in start ${way.argument}`;
    const inside = parseProgram(whole(around), 'planted.proteus');
    if (isLeft(inside)) continue;
    // The expression after the update point, and what is inside it.
    const body = [...spots(proteusGrammar, inside.right)].find(
      (s) => s.construct === 'Let.e2' && isStart(inside.right, s.e),
    );
    const places = body === undefined ? [] : [body, ...spots(proteusGrammar, body.e).filter((s) => s.e !== body.e)];
    if (places.length === 0) continue;
    const rare = (s: Spot) => constructs.get(s.construct) ?? 0;
    const spot = Array.from({ length: 4 }, () => of(places)).reduce((a, b) => (rare(b) < rare(a) ? b : a));
    const planted = `(${use.text.replace('OPERAND', operand)})`;
    const { text, from } = inSource('', inside.right, spot, planted);
    const loaded = load(text, 'planted.proteus');
    // The expression has another type there, or the value is of no use to it.
    if (isLeft(loaded)) continue;
    const first = from + planted.indexOf(operand);
    const last = first + operand.length;
    const read = (body: string, file: string) => {
      const items = parseUpdate(body, file);
      if (isLeft(items)) throw new Error(`the update does not read: ${body}`);
      return { file, items: items.right };
    };
    const changes = read(
      `update type q = { z : int } by cq add fun cq (x : ${use.type}) : { z : int } = { z = 1 }`,
      'q.update',
    );
    const before = read('update type u = { z : int } by cu add fun cu (x : int) : { z : int } = { z = x }', 'u.update');
    const queue = choose(2) === 0 ? [changes] : [before, changes];
    // Where only another update has been applied, its own point is gone; the con is met at the next.
    const runner = choose(2) === 0 ? fast(proteus, loaded.right.config) : byRules(proteus, loaded.right.config);
    const check = choose(4) === 0 ? 'static' : 'dynamic';
    runs++;
    const told: { code: string; line: number | undefined; column: number | undefined }[] = [];
    runWith(proteus, runner, queue, {
      check,
      maxSteps: 400,
      onRefuse: (_, update, __, reasons) => {
        if (update.file !== 'q.update') return;
        for (const r of reasons)
          if (r.type === 'q' && r.code !== 'capability') told.push({ code: r.code, line: r.line, column: r.column });
      },
    });
    if (!told.some((r) => r.code === 'stack')) continue;
    refused++;
    constructs.set(spot.construct, rare(spot) + 1);
    const kind = `${use.text} from ${operand}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    for (const r of told) {
      const error = { line: r.line ?? null, column: r.column ?? null } as LoadError;
      if (within(error, text, first, last)) continue;
      elsewhere.push({ text, told: `${r.code} ${r.line}:${r.column}` });
      break;
    }
  }
  return { refused, runs, constructs, kinds, elsewhere };
}
