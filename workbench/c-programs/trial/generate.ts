/**
 * Random small C programs: as the code that the analysis looks at, and as C source whose facts have to be the same. Three to eight
 * functions, pointers to functions, loops, switches that fall through, gotos, functions that do not return.
 */
import type { RandomChooser } from '../../../checker/generate/choose.ts';
import { seq, type Call, type Callee, type Code, type Shape } from '../code.ts';
import type { Unit, UnitFunction } from '../clang/unit.ts';

/** A program: its code, with the lines of its source. */
export interface Generated {
  readonly unit: Unit;
  readonly source: string;
}

/** Functions take nothing, or a number: two shapes for pointers. */
const shapes: readonly Shape[] = [
  { result: 'void', parameters: [], variadic: false },
  { result: 'void', parameters: ['int'], variadic: false },
];
/** What the source calls of its surroundings: `poll` waits, `update_point` is a marker, `exit` does not return, `given` calls what it gets. */
export const marker = 'update_point';

interface Plan {
  readonly names: readonly string[];
  readonly takes: readonly number[];
  readonly types: number;
  readonly globals: number;
}

/** Makes statements; lines are put in when they are printed. */
class Statements {
  private readonly random: RandomChooser;
  private readonly plan: Plan;
  private readonly labels: string[] = [];
  /** Function f, for labels that are its own. */
  constructor(random: RandomChooser, plan: Plan) {
    this.random = random;
    this.plan = plan;
  }
  private oneOf<T>(list: readonly T[]): T {
    return list[this.random.choose(list.length)] as T;
  }
  private outside(name: string, functions: readonly Callee[] = []): Call {
    const never = name === 'exit';
    return { tag: 'Call', line: 0, callee: { tag: 'direct', name }, spans: [], given: [], functions, never };
  }
  private call(): Call {
    const { names } = this.plan;
    const kind = this.random.choose(10);
    if (kind < 6) return this.outside(this.oneOf(names.slice(1)));
    if (kind < 8) return { ...this.outside(''), callee: { tag: 'pointer', shape: this.oneOf(shapes) } };
    if (kind === 8) {
      const plain = names.filter((_, i) => i > 0 && this.plan.takes[i] === 0);
      return plain.length === 0
        ? this.outside('poll')
        : this.outside('given', [{ tag: 'direct', name: this.oneOf(plain) }]);
    }
    return this.outside(this.random.choose(3) === 0 ? 'exit' : 'poll');
  }
  private use(): Code {
    const { types, globals } = this.plan;
    const k = this.random.choose(types + globals);
    return { tag: 'Use', key: k < types ? `t:T${k}` : `g:G${k - types}`, line: 0 };
  }
  statement(depth: number, loop: boolean, cases: boolean): Code {
    const simple = depth <= 0 || this.random.choose(5) < 2;
    if (simple) {
      const k = this.random.choose(20);
      if (k < 7) return this.use();
      if (k < 12) return this.call();
      if (k < 14) return this.outside(marker);
      if (k === 14 && (loop || cases)) return { tag: 'Break' };
      if (k === 15 && loop) return { tag: 'Continue' };
      if (k === 16) return { tag: 'Return' };
      if (k === 17) return { tag: 'Goto', name: this.oneOf(['L0', 'L1']) };
      if (k === 18 && this.labels.length < 2) {
        const name = `L${this.labels.length}`;
        this.labels.push(name);
        return { tag: 'Label', name };
      }
      return this.use();
    }
    const block = (l: boolean, c: boolean): Code => this.block(depth - 1, l, c);
    switch (this.random.choose(5)) {
      case 0:
        return { tag: 'Choice', parts: [block(loop, cases), block(loop, cases)] };
      case 1:
        return { tag: 'Choice', parts: [block(loop, cases), seq([])] };
      case 2: {
        const parts: Code[] = [];
        const n = 1 + this.random.choose(3);
        for (let i = 0; i < n; i++) {
          parts.push({ tag: 'Case', otherwise: false });
          parts.push(block(loop, true));
          // Half of the cases fall through.
          if (this.random.choose(2) === 0) parts.push({ tag: 'Break' });
        }
        if (this.random.choose(2) === 0) parts.push({ tag: 'Case', otherwise: true }, this.use());
        return { tag: 'Switch', body: { tag: 'Seq', parts } };
      }
      default: {
        const kind = this.oneOf(['while', 'do', 'for'] as const);
        const test = this.random.choose(3) === 0 ? this.use() : seq([]);
        const body = this.random.choose(3) === 0 ? seq([this.outside('poll'), block(true, false)]) : block(true, false);
        const step = kind === 'for' && this.random.choose(2) === 0 ? this.use() : seq([]);
        const ends = kind === 'do' || this.random.choose(3) > 0 ? 'sometimes' : 'never';
        return { tag: 'Loop', line: 0, kind, ends, test: ends === 'never' ? seq([]) : test, body, step };
      }
    }
  }
  private block(depth: number, loop: boolean, cases: boolean): Code {
    const n = 1 + this.random.choose(3);
    return { tag: 'Seq', parts: Array.from({ length: n }, () => this.statement(depth, loop, cases)) };
  }
  body(): Code {
    const parts = Array.from({ length: 2 + this.random.choose(3) }, () => this.statement(2, false, false));
    // Gotos have somewhere to go.
    const missing = ['L0', 'L1'].filter((l) => !this.labels.includes(l));
    return { tag: 'Seq', parts: [...parts, ...missing.map((name): Code => ({ tag: 'Label', name }))] };
  }
}

/** Prints code as C and gives it the lines of its text. */
class Printer {
  readonly lines: string[];
  private readonly plan: Plan;
  private cases = 0;
  constructor(lines: string[], plan: Plan) {
    this.lines = lines;
    this.plan = plan;
  }
  private put(text: string): number {
    return this.lines.push(text);
  }
  private expression(c: Code): string {
    // Tests and steps: a use or nothing.
    return c.tag === 'Use' ? this.used(c.key) : 'cond()';
  }
  private used(key: string): string {
    return key.startsWith('t:') ? `p${key.slice(3)}->m` : key.slice(2);
  }
  /** A call of something outside that says where to go. */
  private asked(name: string, line: number): Call {
    return { tag: 'Call', line, callee: { tag: 'direct', name }, spans: [], given: [], functions: [], never: false };
  }
  private at(c: Code, line: number): Code {
    return c.tag === 'Use' ? { ...c, line } : c;
  }
  print(c: Code): Code {
    switch (c.tag) {
      case 'Use':
        return { ...c, line: this.put(`${this.used(c.key)} = 1;`) };
      case 'Call': {
        const name = c.callee.tag === 'direct' ? c.callee.name : '';
        const f = this.plan.names.indexOf(name);
        const given = c.functions[0]?.tag === 'direct' ? c.functions[0].name : '';
        const text =
          c.callee.tag === 'pointer'
            ? c.callee.shape.parameters?.length === 0
              ? 'pointer0()();'
              : 'pointer1()(0);'
            : f >= 0
              ? `${name}(${this.plan.takes[f] === 1 ? '0' : ''});`
              : name === 'given'
                ? `given(${given});`
                : name === 'poll'
                  ? 'poll(0, 0, 0);'
                  : name === 'exit'
                    ? 'exit(0);'
                    : `${name}();`;
        const line = this.put(text);
        const made = { ...c, line };
        const pointer = c.callee.tag === 'pointer' ? text.slice(0, text.indexOf('(')) : undefined;
        return pointer === undefined ? made : seq([this.asked(pointer, line), made]);
      }
      case 'Line':
        return c;
      case 'Seq':
        return { ...c, parts: c.parts.map((p) => this.print(p)) };
      case 'Choice': {
        const cond = this.asked('cond', this.put('if (cond()) {'));
        const a = this.print(c.parts[0] as Code);
        const other = c.parts[1] as Code;
        if (other.tag === 'Seq' && other.parts.length === 0) {
          this.put('}');
          return seq([cond, { tag: 'Choice', parts: [a, other] }]);
        }
        this.put('} else {');
        const b = this.print(other);
        this.put('}');
        return seq([cond, { tag: 'Choice', parts: [a, b] }]);
      }
      case 'Loop': {
        const never = c.ends === 'never';
        const test = never ? (c.kind === 'for' ? '' : '1') : `cond() && ${this.expression(c.test)}`;
        if (c.kind === 'do') {
          const line = this.put('do {');
          const body = this.print(c.body);
          const end = this.put(`} while (${test});`);
          return { ...c, line, body, test: this.tested(c.test, never, end) };
        }
        const step = c.step.tag === 'Use' ? `${this.used(c.step.key)} = 1` : '';
        const line = this.put(c.kind === 'while' ? `while (${test}) {` : `for (; ${test}; ${step}) {`);
        const body = this.print(c.body);
        this.put('}');
        return { ...c, line, body, test: this.tested(c.test, never, line), step: this.at(c.step, line) };
      }
      case 'Switch': {
        const cond = this.asked('cond', this.put('switch (cond()) {'));
        const body = this.print(c.body);
        this.put('}');
        return seq([cond, { tag: 'Switch', body }]);
      }
      case 'Case':
        this.put(c.otherwise ? 'default:' : `case ${this.cases++}:`);
        this.put(';');
        return c;
      case 'Label':
        this.put(`${c.name}:;`);
        return c;
      case 'Goto':
        this.put(`goto ${c.name};`);
        return c;
      case 'Break':
        this.put('break;');
        return c;
      case 'Continue':
        this.put('continue;');
        return c;
      case 'Return':
        this.put('return;');
        return c;
    }
  }
  /** The right side of && is come to or not. */
  private tested(test: Code, never: boolean, line: number): Code {
    if (never) return test;
    const asked = this.asked('cond', line);
    // Without a use of its own the test asks twice.
    const right = test.tag === 'Use' ? this.at(test, line) : asked;
    return seq([asked, { tag: 'Choice', parts: [right, seq([])] }]);
  }
}

/** Makes a program. */
export function generate(random: RandomChooser): Generated {
  const functions = 3 + random.choose(6);
  const plan: Plan = {
    names: ['main', ...Array.from({ length: functions - 1 }, (_, i) => `f${i + 1}`)],
    takes: Array.from({ length: functions }, (_, i) => (i === 0 ? 0 : random.choose(2))),
    types: 2 + random.choose(3),
    globals: 1 + random.choose(2),
  };
  const list = (n: number) => Array.from({ length: n }, (_, i) => i);
  const lines: string[] = [
    ...list(plan.types).map((t) => `struct T${t} { int m; };`),
    ...list(plan.globals).map((g) => `int G${g};`),
    'int cond(void); int poll(void *, unsigned long, int); void exit(int) __attribute__((noreturn)); void update_point(void);',
    'void given(void (*)(void)); void (*pointer0(void))(void); void (*pointer1(void))(int); void keep(void *);',
    ...list(plan.types).map((t) => `struct T${t} *get${t}(void);`),
    ...plan.names.slice(1).map((f, i) => `void ${f}(${plan.takes[i + 1] === 1 ? 'int' : 'void'});`),
  ];
  const taken = plan.names.filter((_, i) => i > 0 && random.choose(2) === 0);
  lines.push(`void *taken[] = { 0${taken.map((f) => `, (void *)${f}`).join('')} };`);
  const made = plan.names.map((name, i): UnitFunction => {
    const takes = plan.takes[i] === 1;
    const line = lines.push(`void ${name}(${takes ? 'int x' : 'void'}) {`);
    for (const t of list(plan.types)) lines.push(`struct T${t} *p${t} = get${t}();`);
    const code = new Printer(lines, plan).print(new Statements(random, plan).body());
    const end = lines.push('}');
    return {
      name,
      file: 'p.c',
      line,
      end,
      signature: takes ? 'void (int)' : 'void (void)',
      shape: shapes[takes ? 1 : 0] ?? null,
      body: String(line),
      literals: String(line),
      frame: [],
      code: seq([code]),
    };
  });
  // What is handed to an outside function has its address taken, too.
  const given = new Set<string>();
  for (const l of lines) {
    const name = /^given\((\w+)\);/.exec(l)?.[1];
    if (name !== undefined) given.add(name);
  }
  return {
    source: `${lines.join('\n')}\n`,
    unit: {
      file: 'p.c',
      types: list(plan.types).map((t) => ({
        name: `T${t}`,
        kind: 'struct',
        file: 'p.c',
        line: t + 1,
        definition: 'a',
        sequence: 'a',
        holds: [],
      })),
      functions: made,
      globals: list(plan.globals).map((g) => ({ name: `G${g}`, type: 'int', initial: null, defined: true })),
      taken: [...taken, ...given],
      handlers: [],
      pinned: [],
      unsupported: [],
      skipped: [],
    },
  };
}

/** The next version of a program: some types, signatures and globals changed, some functions with other bodies, or gone. */
export function successor(random: RandomChooser, { unit }: Generated, other: Generated): Unit {
  const some = (): boolean => random.choose(3) === 0;
  const bodies = new Map(other.unit.functions.map((f) => [f.name, f]));
  return {
    ...unit,
    types: unit.types.map((t) => (some() ? { ...t, definition: 'b' } : t)),
    globals: unit.globals.map((g) => (some() ? { ...g, type: 'long' } : g)),
    functions: unit.functions
      .filter((f) => f.name === 'main' || random.choose(12) > 0)
      .map((f) => {
        const now = random.choose(2) === 0 ? { ...f, code: bodies.get(f.name)?.code ?? f.code, body: 'b' } : f;
        return f.name !== 'main' && random.choose(6) === 0 ? { ...now, signature: 'void (long)' } : now;
      }),
  };
}
