/** The files of a program together: from what was read of each to the facts of a version (sections 1 to 3). */
import type { Call, Callee, Code } from './code.ts';
import { format, version, type Facts, type Pin, type Remark, type Root, type Site, type Use } from './facts.ts';
import { graphOf, reached, usesAfter, usesExtracted, usesFrom, type Graph, type Node } from './graph.ts';
import { beginners, blocking, neverReturns, returnsTwice } from './outside.ts';
import { fits } from './clang/types.ts';
import type { Unit, UnitFunction, UnitType } from './clang/unit.ts';

export interface LinkOptions {
  readonly program: string;
  readonly release: string;
  /** What the preprocessor was called with. */
  readonly command: readonly string[];
  /** Functions whose calls are update points. */
  readonly markers?: readonly string[];
  /** Places besides: FILE:LINE or FUNCTION. */
  readonly at?: readonly string[];
}

/** Types of all files. One tag with two definitions: one type if the types of its members are the same in order, else two. */
function typesOf(units: readonly Unit[]): {
  readonly types: readonly UnitType[];
  readonly nameIn: (unit: Unit, name: string) => string;
  readonly remarks: readonly Remark[];
} {
  const groups = new Map<string, { readonly sequence: string; readonly name: string }[]>();
  const types: UnitType[] = [];
  const names = new Map<Unit, Map<string, string>>();
  const remarks: Remark[] = [];
  for (const unit of units) {
    const mine = new Map<string, string>();
    names.set(unit, mine);
    for (const t of unit.types) {
      const known = groups.get(t.name) ?? [];
      groups.set(t.name, known);
      let group = known.find((g) => g.sequence === t.sequence);
      if (group === undefined) {
        group = { sequence: t.sequence, name: known.length === 0 ? t.name : `${t.name}@${t.file}` };
        if (known.length > 0) {
          remarks.push({
            what: `${t.name} is another type here; it is called ${group.name}`,
            function: null,
            file: t.file,
            line: t.line,
          });
          // Two that differ in one header, by what was defined before it.
          while (types.some((x) => x.name === group?.name)) group = { ...group, name: `${group.name}'` };
        }
        known.push(group);
        types.push({ ...t, name: group.name });
      }
      if (group.name !== t.name) mine.set(t.name, group.name);
    }
  }
  const nameIn = (unit: Unit, name: string): string => names.get(unit)?.get(name) ?? name;
  return { types, nameIn, remarks };
}

/** A function with its graph. */
interface Linked {
  readonly unit: Unit;
  readonly fn: UnitFunction;
  graph: Graph;
  /** Whether control can come to its end. */
  never: boolean;
}

/** A list by its text: the same list once. */
class Lists {
  readonly all: (readonly Use[])[] = [];
  private readonly known = new Map<string, number>();
  add(list: readonly Use[]): number {
    const text = JSON.stringify(list);
    const before = this.known.get(text);
    if (before !== undefined) return before;
    this.known.set(text, this.all.length);
    this.all.push(list);
    return this.all.length - 1;
  }
}

function callsIn(code: Code): Call[] {
  const found: Call[] = [];
  const stack: Code[] = [code];
  for (let c = stack.pop(); c !== undefined; c = stack.pop()) {
    if (c.tag === 'Call') found.push(c);
    else if (c.tag === 'Seq' || c.tag === 'Choice') for (const part of c.parts) stack.push(part);
    else if (c.tag === 'Loop') stack.push(c.test, c.body, c.step);
    else if (c.tag === 'Switch') stack.push(c.body);
  }
  return found;
}

/** Everything that can be come to from some numbers, themselves among them. */
function closure(from: Iterable<number>, next: (n: number) => Iterable<number>): Set<number> {
  const found = new Set(from);
  for (const n of found) for (const m of next(n)) found.add(m);
  return found;
}

/** Links files, in this order: where two define the same the first counts. */
export function link(units: readonly Unit[], options: LinkOptions): Facts {
  const { types, nameIn, remarks } = typesOf(units);
  const functions: Linked[] = [];
  const index = new Map<string, number>();
  for (const unit of units)
    for (const fn of unit.functions) {
      if (index.has(fn.name)) continue;
      index.set(fn.name, functions.length);
      functions.push({ unit, fn, graph: { nodes: [], entry: 0, exit: 0, loops: [] }, never: false });
    }
  const globals = new Map(units.flatMap((u) => u.globals.filter((g) => g.defined).map((g) => [g.name, g] as const)));
  const typeNames = new Set(types.map((t) => t.name));
  /** A key of a file, as the program knows it; undefined for what the program does not define. */
  const keyIn = (unit: Unit, key: string): string | undefined => {
    const name = key.slice(2);
    if (key.startsWith('t:')) {
      const t = nameIn(unit, name);
      return typeNames.has(t) ? `t:${t}` : undefined;
    }
    return (key.startsWith('f:') ? index.has(name) : globals.has(name)) ? key : undefined;
  };

  // Calls through pointers: what has its address taken, and fits.
  const taken = new Set(units.flatMap((u) => u.taken));
  const candidates = functions.flatMap(({ fn }, i) =>
    taken.has(fn.name) && fn.shape !== null ? [{ i, shape: fn.shape }] : [],
  );
  const fitting = new Map<string, readonly number[]>();
  const functionsOf = (callee: Callee): readonly number[] => {
    if (callee.tag === 'direct') {
      const f = index.get(callee.name);
      return f === undefined ? [] : [f];
    }
    const text = JSON.stringify(callee.shape);
    const known = fitting.get(text) ?? candidates.filter(({ shape }) => fits(callee.shape, shape)).map(({ i }) => i);
    fitting.set(text, known);
    return known;
  };
  const isOutside = (call: Call): boolean => call.callee.tag === 'direct' && !index.has(call.callee.name);
  const outsideName = (call: Call): string => (call.callee.tag === 'direct' && isOutside(call) ? call.callee.name : '');
  const called = new Map<Call, readonly number[]>();
  const calleesOf = (call: Call): readonly number[] => {
    const known = called.get(call);
    if (known !== undefined) return known;
    // A function that is given to an outside function is called by that call.
    const found = isOutside(call) ? [...new Set(call.functions.flatMap(functionsOf))] : functionsOf(call.callee);
    called.set(call, found);
    return found;
  };
  const never = (call: Call): boolean => {
    if (isOutside(call)) return call.never || neverReturns.has(outsideName(call));
    const all = calleesOf(call);
    return all.length > 0 && all.every((f) => functions[f]?.never);
  };
  const wanted = new Set(options.at ?? []);
  const markers = new Set(options.markers ?? []);
  const makeGraph = ({ unit, fn }: Linked): Graph =>
    graphOf(fn.code, {
      never,
      used: (call) => [
        ...(call.callee.tag === 'direct' && !isOutside(call) ? [`f:${call.callee.name}`] : []),
        ...(isOutside(call) ? call.given : []),
      ],
      marker: (call) => call.callee.tag === 'direct' && markers.has(call.callee.name),
      at: new Set(
        [...wanted].flatMap((at) =>
          at.startsWith(`${fn.file}:`) && /^\d+$/.test(at.slice(fn.file.length + 1))
            ? [Number(at.slice(fn.file.length + 1))]
            : [],
        ),
      ),
      atEntry: wanted.has(fn.name) || wanted.has(fn.name.slice(fn.name.indexOf(':') + 1)),
      line: fn.line,
      key: (key) => keyIn(unit, key),
    });
  for (const f of functions) f.graph = makeGraph(f);
  // What always ends in a function that does not return does not return.
  for (let more = true; more;) {
    more = false;
    for (const f of functions) {
      if (f.never || reached(f.graph).has(f.graph.exit)) continue;
      f.never = more = true;
    }
    if (more) for (const f of functions) if (callsIn(f.fn.code).some(never)) f.graph = makeGraph(f);
  }

  // Control reaches only what is reached: calls behind what never returns are none.
  const live = functions.map(({ graph }) => reached(graph));
  const callNodes = functions.map(({ graph }, f) =>
    graph.nodes.flatMap((n, i) => (n.call !== undefined && live[f]?.has(i) ? [i] : [])),
  );
  const callAt = (f: number, n: number): Call => (functions[f]?.graph.nodes[n] as Node).call as Call;
  const callees = functions.map(
    (_, f) => new Set((callNodes[f] as number[]).flatMap((n) => [...calleesOf(callAt(f, n))])),
  );

  const roots: Root[] = [];
  const addRoot = (f: number, why: string): void => {
    const name = functions[f]?.fn.name as string;
    if (!roots.some((r) => r.function === name)) roots.push({ function: name, why });
  };
  const unresolved: Remark[] = [];
  const unsupported: Remark[] = [...units.flatMap((u) => u.unsupported), ...remarks];
  functions.forEach(({ fn }, f) => {
    for (const n of callNodes[f] as number[]) {
      const call = callAt(f, n);
      const place = { function: fn.name, file: fn.file, line: call.line };
      const why = beginners.get(outsideName(call));
      if (why !== undefined)
        for (const g of calleesOf(call)) addRoot(g, `${why}: ${outsideName(call)} at ${fn.file}:${call.line}`);
      if (returnsTwice.has(outsideName(call)))
        unsupported.push({ what: `${outsideName(call)}: longjmp into a frame`, ...place });
      if (call.callee.tag === 'pointer' && calleesOf(call).length === 0)
        unresolved.push({ what: 'no function whose address is taken fits this call', ...place });
    }
  });
  for (const u of units)
    for (const { callee, why } of u.handlers)
      for (const g of functionsOf(callee)) addRoot(g, `a handler of signals: ${why}`);

  const main = index.get('main');
  const starts = [...(main === undefined ? [] : [main]), ...roots.map((r) => index.get(r.function) as number)];
  const reachable = closure(starts, (f) => callees[f] as Set<number>);
  const waits = new Set(
    functions.flatMap((_, f) =>
      (callNodes[f] as number[]).some((n) => blocking.has(outsideName(callAt(f, n)))) ? [f] : [],
    ),
  );
  for (let more = true; more;) {
    more = false;
    functions.forEach((_, f) => {
      if (waits.has(f) || ![...(callees[f] as Set<number>)].some((g) => waits.has(g))) return;
      waits.add(f);
      more = true;
    });
  }

  // Candidates: loops that wait. A marker or a place that was asked for is a point whatever is there.
  interface Candidate {
    readonly f: number;
    readonly node: number;
    readonly body: readonly number[];
  }
  const points: Candidate[] = [];
  functions.forEach(({ graph }, f) => {
    if (!reachable.has(f)) return;
    graph.nodes.forEach((n, node) => {
      if (n.point === undefined || !live[f]?.has(node)) return;
      if (n.point.kind !== 'loop') return void points.push({ f, node, body: [] });
      if (n.point.counted && n.point.bounded) return;
      const [from, to] = graph.loops.find((l) => l.body[0] === node)?.all ?? [0, 0];
      const body = (callNodes[f] as number[]).filter((c) => c >= from && c < to);
      const waiting = body.some(
        (c) => blocking.has(outsideName(callAt(f, c))) || calleesOf(callAt(f, c)).some((g) => waits.has(g)),
      );
      if (waiting) points.push({ f, node, body });
    });
  });
  const inBody = points.map(({ f, body }) =>
    closure(
      body.flatMap((c) => [...calleesOf(callAt(f, c))]),
      (g) => callees[g] as Set<number>,
    ),
  );
  const callers = functions.map(() => new Set<number>());
  callees.forEach((list, f) => {
    for (const g of list) callers[g]?.add(f);
  });
  const leads = closure(
    points.map((p) => p.f),
    (f) => callers[f] as Set<number>,
  );

  const keys: string[] = [];
  const keyNumbers = new Map<string, number>();
  const keyOf = (key: string): number => {
    const known = keyNumbers.get(key);
    if (known !== undefined) return known;
    keyNumbers.set(key, keys.length);
    keys.push(key);
    return keys.length - 1;
  };
  const uses = new Lists();
  const sites: Site[] = [];
  const loops: NonNullable<Facts['loops']>[number][] = [];
  const pointFacts = points.map((p): Facts['points'][number] | undefined => void p);
  functions.forEach(({ fn, graph }, f) => {
    if (!leads.has(f)) return;
    const from = usesFrom(graph, keyOf);
    const siteOf = new Map<number, number>();
    const seen = new Map<string, number>();
    for (const n of callNodes[f] as number[]) {
      const call = callAt(f, n);
      const to = calleesOf(call).filter((g) => leads.has(g));
      if (to.length === 0) continue;
      const site: Site = [f, call.line, to, uses.add(usesAfter(graph, from, n))];
      const text = JSON.stringify(site);
      if (!seen.has(text)) seen.set(text, sites.push(site) - 1);
      siteOf.set(n, seen.get(text) as number);
    }
    points.forEach((p, i) => {
      if (p.f !== f) return;
      const place = (graph.nodes[p.node] as Node).point;
      pointFacts[i] = {
        function: fn.name,
        file: fn.file,
        line: place?.line ?? fn.line,
        inside: points.filter((_, k) => k !== i && inBody[k]?.has(f)).length,
        unbounded: place?.kind === 'loop' && !place.bounded,
        uses: uses.add(usesAfter(graph, from, p.node)),
        ...(place?.kind === 'loop' ? {} : { marker: true }),
      };
    });
    for (const loop of graph.loops) {
      const [start, end] = loop.body;
      const inside = [...siteOf].filter(([n]) => n >= start && n < end);
      const here = points.flatMap((p, i) => (p.f === f && p.node === start ? [i] : []));
      if (inside.length + here.length === 0) continue;
      const { after, within } = usesExtracted(graph, loop, keyOf);
      loops.push({
        function: fn.name,
        file: fn.file,
        line: loop.line,
        after: uses.add(after),
        sites: inside.map(([n, s]) => [s, uses.add(usesAfter(graph, within, n))] as const),
        points: here,
      });
    }
  });

  const pins = new Map<string, Pin>();
  for (const u of units)
    for (const p of u.pinned) {
      const type = nameIn(u, p.type);
      if (!typeNames.has(type)) continue;
      const before = pins.get(`${type} ${p.why}`);
      pins.set(`${type} ${p.why}`, before ? { ...before, places: before.places + 1 } : { ...p, type, places: 1 });
    }
  return {
    format,
    version,
    program: options.program,
    release: options.release,
    command: [...options.command],
    keys,
    types: types.map(({ name, kind, file, line, definition, holds }, i) => ({
      name,
      kind,
      file,
      line,
      definition,
      holds: holds.flatMap((h) => {
        const unit = units.find((u) =>
          u.types.some((t) => t.file === file && t.line === line && t.definition === definition),
        );
        const held = unit === undefined ? h : nameIn(unit, h);
        return typeNames.has(held) && held !== types[i]?.name ? [held] : [];
      }),
    })),
    functions: functions.map(({ unit, fn, never: ends }) => ({
      name: fn.name,
      file: fn.file,
      line: fn.line,
      signature: fn.signature,
      body: fn.body,
      literals: fn.literals,
      frame: fn.frame.flatMap((t) => keyIn(unit, `t:${t}`)?.slice(2) ?? []),
      ...(taken.has(fn.name) ? { addressTaken: true } : {}),
      ...(ends ? { neverReturns: true } : {}),
    })),
    globals: [...globals.values()].map(({ name, type, initial }) => ({ name, type, initial })),
    sites,
    points: pointFacts.flatMap((p) => (p === undefined ? [] : [p])),
    uses: uses.all,
    pinned: [...pins.values()],
    loops,
    roots,
    unresolved,
    unsupported,
    skipped: units.flatMap((u) => u.skipped),
  };
}
