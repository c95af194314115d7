/**
 * What is checked when a program is read, besides its grammar: names defined twice, unknown names and types, unguarded
 * definitions; and the one place where local variables and external names are told apart (section 1).
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type ErrorKind, type LoadError } from '../../errors.ts';
import type { Term } from '../../grammar.ts';
import { at, positionOf } from '../../positions.ts';
import { resolve } from '../../resolution.ts';
import { unguardedCycles } from '../guarded.ts';
import {
  make,
  proteus,
  type Binding,
  type Expr,
  type Fields,
  type Item,
  type Items,
  type Program,
  type Type,
  type TypeFields,
} from '../grammar.ts';
import { itemList, listOfItems } from '../programs.ts';
import { mentioned } from '../capability.ts';

type Node = Expr | Fields;
/** What a name that no binder around it binds stands for. */
type Free = (x: string, at: object) => 'external' | 'local';

/** Rebuilds an expression with every name resolved, in the order of the text. */
export const resolveExpr = (root: Expr, parameters: ReadonlySet<string>, free: Free, visit?: (e: Node) => void): Expr =>
  resolve(proteus, root, {
    bound: parameters,
    free: (x, occurrence) => (free(x, occurrence) === 'local' ? occurrence : make.Expr.Ext(x)),
    visit: visit as (e: Term) => void,
    made: (e, before) => at(e, positionOf(before)),
  }) as Expr;

class Checks {
  readonly errors: LoadError[] = [];
  private readonly file: string;
  private readonly knownType: (t: string) => boolean;
  constructor(file: string, knownType: (t: string) => boolean) {
    this.file = file;
    this.knownType = knownType;
  }

  error(kind: ErrorKind, message: string, place: object): void {
    this.errors.push(loadError(kind, message, positionOf(place), this.file));
  }

  /** Unknown names and repeated labels of a type. */
  type(root: Type): void {
    const stack: (Type | TypeFields)[] = [root];
    while (stack.length > 0) {
      const τ = stack.pop() as Type | TypeFields;
      switch (τ.tag) {
        case 'Named':
          if (!this.knownType(τ.t)) this.error('unknown-type', `unknown type ${τ.t}`, τ);
          break;
        case 'Ref':
          stack.push(τ.content);
          break;
        case 'Arrow':
          this.names(mentioned(τ.cap), τ.cap.tag === 'CapUnknown' ? τ : τ.cap);
          stack.push(τ.to, τ.from);
          break;
        case 'Record':
          this.labels(τ.fields);
          stack.push(τ.fields);
          break;
        case 'TypeField':
          stack.push(τ.rest, τ.type);
          break;
        default:
      }
    }
  }

  private names(names: readonly string[], place: object): void {
    for (const t of names) if (!this.knownType(t)) this.error('unknown-type', `unknown type ${t}`, place);
  }

  private labels(fields: Fields | TypeFields): void {
    const seen = new Set<string>();
    for (let f = fields; f.tag === 'Field' || f.tag === 'TypeField'; f = f.rest) {
      if (seen.has(f.label)) this.error('duplicate', `label ${f.label} occurs twice`, f);
      seen.add(f.label);
    }
  }

  private visit = (e: Node): void => {
    if (e.tag === 'Let' || e.tag === 'New') this.type(e.type);
    else if (e.tag === 'Rec') this.labels(e.fields);
    else if (e.tag === 'Con' || e.tag === 'Abs') this.names([e.t], e);
    else if (e.tag === 'Update') this.names(mentioned(e.cap), e);
  };

  expr(e: Expr, parameters: readonly string[], known: (x: string) => boolean): Expr {
    return this.open(e, parameters, (x, place) => {
      if (!known(x)) this.error('scope', `unknown name ${x}`, place);
      return 'external';
    });
  }

  /** An expression whose free names need not be defined. */
  open(e: Expr, parameters: readonly string[], free: Free): Expr {
    return resolveExpr(e, new Set(parameters), free, this.visit);
  }

  binding(b: Binding, known: (x: string) => boolean): Binding {
    if (b.tag !== 'Fun') {
      this.type(b.type);
      const e = this.expr(b.e, [], known);
      return at(b.tag === 'Variable' ? make.Binding.Variable(b.type, e) : make.Binding.Cell(b.type, e), positionOf(b));
    }
    this.type(b.from);
    this.type(b.to);
    this.names(mentioned(b.cap), b);
    const body = this.expr(b.body, [b.x], known);
    return at(make.Binding.Fun(b.x, b.from, b.to, b.mu, b.cap, body), positionOf(b));
  }

  item(i: Item, known: (x: string) => boolean): Item {
    switch (i.tag) {
      case 'TypeItem':
      case 'ChangeItem':
        this.type(i.type);
        return i;
      case 'BindItem':
        return at(make.Item.BindItem(i.z, this.binding(i.binding, known)), positionOf(i));
      case 'AddItem':
        return at(make.Item.AddItem(this.item(i.item, known)), positionOf(i));
    }
  }

  /** What was checked, or the errors in the order of their places. */
  verdict<R>(checked: R): Either<LoadError[], R> {
    if (this.errors.length === 0) return right(checked);
    return left(this.errors.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)));
  }
}

/** Checks and resolves a program. */
export function checkProgram(p: Program, file: string): Either<LoadError[], Program> {
  const items = itemList(p.items);
  const definitions = items.flatMap((i): [string, Type, Item][] => (i.tag === 'TypeItem' ? [[i.t, i.type, i]] : []));
  const types = new Set(definitions.map(([t]) => t));
  const checks = new Checks(file, (t) => types.has(t));
  const values = new Set<string>();
  const seen = new Set<string>();
  for (const i of items) {
    const [name, what] =
      i.tag === 'BindItem' ? [i.z, 'name'] : i.tag === 'TypeItem' || i.tag === 'ChangeItem' ? [i.t, 'type'] : ['', ''];
    if (i.tag === 'ChangeItem') checks.error('parse', `'by' belongs to updates`, i);
    if (seen.has(`${what} ${name}`)) checks.error('duplicate', `${what} ${name} is defined twice`, i);
    seen.add(`${what} ${name}`);
    if (i.tag === 'BindItem') values.add(i.z);
  }
  const definitionOf = new Map([...definitions].reverse().map(([t, τ]) => [t, τ]));
  for (const cycle of unguardedCycles(definitions.map(([t, τ]) => [t, τ] as const)))
    checks.error(
      'unguarded',
      `unguarded cycle of types: ${cycle.join(' = ')}`,
      definitionOf.get(cycle[0] as string) ?? p,
    );
  const known = (x: string) => values.has(x);
  const resolved = items.map((i) => checks.item(i, known));
  const e = checks.expr(p.e, [], known);
  return checks.verdict(make.Program.Program(listOfItems(resolved), e));
}

/** Checks and resolves an update; its names and types are judged when it is to be applied. */
export function checkUpdate(items: Items, file: string): Either<LoadError[], Items> {
  const checks = new Checks(file, () => true);
  const seen = new Map<string, string>();
  for (const i of itemList(items)) {
    const added = i.tag === 'AddItem';
    const inner = added ? i.item : i;
    const [name, what] =
      inner.tag === 'BindItem' ? [inner.z, ''] : inner.tag === 'AddItem' ? ['', ''] : [inner.t, 'type '];
    const how = added ? 'added' : what === '' ? 'replaced' : 'changed';
    const before = seen.get(what + name);
    if (before !== undefined)
      checks.error(
        'duplicate',
        before === how ? `${what}${name} is ${how} twice` : `${what}${name} is both ${before} and ${how}`,
        inner,
      );
    seen.set(what + name, how);
  }
  const resolved = itemList(items).map((i) => checks.item(i, () => true));
  return checks.verdict(listOfItems(resolved));
}

/** Checks and resolves an expression on its own: its types are not known here. */
export function checkExpr(e: Expr, file: string, free: Free): Either<LoadError[], Expr> {
  const checks = new Checks(file, () => true);
  return checks.verdict(checks.open(e, [], free));
}

/** Checks a type on its own. */
export function checkType(τ: Type, file: string): Either<LoadError[], Type> {
  const checks = new Checks(file, () => true);
  checks.type(τ);
  return checks.verdict(τ);
}
