/**
 * The body of a function in clang's tree, as the code that the analysis looks at: what is used concretely, and where (section 1), in the
 * order of evaluation (section 2). Where C leaves the order open, operands that call come first, so that a use of the others may be
 * after the call.
 */
import { nothing, seq, type Callee, type Code } from '../code.ts';
import { addressesIn, carriersIn, type Carriers } from './addresses.ts';
import type { Context } from './context.ts';
import { child, type TreeNode } from './tree.ts';
import { pointee, resolve, shapeOf, type CType } from './types.ts';

/** Members by which a function becomes a handler of signals. */
const handlerMembers = new Set(['sa_handler', 'sa_sigaction', '__sa_handler', '__sa_sigaction']);

const skipThrough = new Set(['ParenExpr', 'ImplicitCastExpr', 'ConstantExpr']);

/** An expression without parentheses and what the compiler converts by itself. */
export function surface(node: TreeNode): TreeNode {
  let at = node;
  while (skipThrough.has(at.kind ?? '')) at = child(at);
  return at;
}

export interface Body {
  readonly code: Code;
  /** The types whose values a frame holds: of parameters and locals. */
  readonly frame: readonly string[];
}

export function readBody(file: Context, fn: TreeNode, body: TreeNode, name: string, type: CType): Body {
  const reader = new BodyReader(file, name, body, type);
  for (const p of fn.inner ?? []) if (p.kind === 'ParmVarDecl') reader.local(p);
  const code = reader.statement(body);
  return { code, frame: [...reader.frame] };
}

class BodyReader {
  readonly frame = new Set<string>();
  private readonly file: Context;
  private readonly name: string;
  private readonly result: CType | undefined;
  private readonly locals = new Set<string>();
  private readonly staticLocals = new Map<string, string>();
  private readonly carriers: Carriers;
  private unevaluated = false;
  /** What the cases of the open switches name. */
  private caseUses: Code[][] = [];

  constructor(file: Context, name: string, body: TreeNode, type: CType) {
    this.file = file;
    this.name = name;
    const shape = resolve(type, file.typedefs);
    this.result = shape.tag === 'function' ? shape.result : undefined;
    this.carriers = carriersIn(file, body);
  }

  private line(node: TreeNode): number {
    return this.file.places.of(node)?.line ?? 0;
  }
  private use(key: string | null, line: number): Code[] {
    return key === null ? [] : [{ tag: 'Use', key, line }];
  }
  private type(node: TreeNode): CType {
    return this.file.typeOf(node);
  }
  private pin(key: string, why: string, node: TreeNode): void {
    const place = this.file.places.of(node);
    if (place !== undefined) this.file.pinned.push({ type: key.slice(2), why, ...place });
  }
  private unsupported(what: string, node: TreeNode): void {
    const place = this.file.places.of(node);
    if (place !== undefined) this.file.unsupported.push({ what, function: this.name, ...place });
  }

  /** A parameter or local variable is there. */
  local(node: TreeNode): void {
    this.locals.add(node.id ?? '');
    const key = this.file.key(this.type(node));
    if (key !== null) this.frame.add(key.slice(2));
  }

  // Statements.

  statement(node: TreeNode): Code {
    const begins: Code = { tag: 'Line', line: this.line(node) };
    return node.kind === 'CompoundStmt' ? this.inStatement(node) : seq([begins, this.inStatement(node)]);
  }

  private inStatement(node: TreeNode): Code {
    switch (node.kind) {
      case undefined:
      case 'NullStmt':
        return nothing;
      case 'CompoundStmt':
        return seq((node.inner ?? []).map((n) => this.statement(n)));
      case 'DeclStmt':
        return seq((node.inner ?? []).flatMap((n) => this.declaration(n)));
      case 'IfStmt': {
        const [cond, ...branches] = (node.inner ?? []).filter((n) => n.kind !== undefined);
        const parts = branches.map((b) => this.statement(b));
        if (parts.length < 2) parts.push(nothing);
        return seq([...this.test(cond ?? {}), { tag: 'Choice', parts }]);
      }
      case 'WhileStmt': {
        const inner = (node.inner ?? []).filter((n) => n.kind !== undefined);
        return this.loop(node, 'while', inner[0], inner[inner.length - 1], undefined);
      }
      case 'DoStmt':
        return this.loop(node, 'do', child(node, 1), child(node), undefined);
      case 'ForStmt': {
        const init = this.inStatementOrNothing(child(node));
        return seq([init, this.loop(node, 'for', child(node, 2), child(node, 4), child(node, 3))]);
      }
      case 'SwitchStmt': {
        const inner = (node.inner ?? []).filter((n) => n.kind !== undefined);
        const cond = this.test(inner[0] ?? {});
        this.caseUses.push([]);
        const body = this.statement(inner[inner.length - 1] ?? {});
        const named = this.caseUses.pop() ?? [];
        return seq([...cond, ...named, { tag: 'Switch', body }]);
      }
      case 'CaseStmt': {
        const inner = node.inner ?? [];
        for (const value of inner.slice(0, -1)) this.caseUses[this.caseUses.length - 1]?.push(...this.expr(value));
        return seq([{ tag: 'Case', otherwise: false }, this.statement(inner[inner.length - 1] ?? {})]);
      }
      case 'DefaultStmt':
        return seq([{ tag: 'Case', otherwise: true }, this.statement(child(node))]);
      case 'LabelStmt':
        return seq([{ tag: 'Label', name: String(node['declId']) }, this.statement(child(node))]);
      case 'GotoStmt':
        return { tag: 'Goto', name: String(node['targetLabelDeclId']) };
      case 'IndirectGotoStmt':
        this.unsupported('computed goto', node);
        return seq([...this.children(node), { tag: 'Return' }]);
      case 'BreakStmt':
        return { tag: 'Break' };
      case 'ContinueStmt':
        return { tag: 'Continue' };
      case 'ReturnStmt': {
        const value = node.inner?.[0];
        if (value === undefined) return { tag: 'Return' };
        for (const key of addressesIn(this.file, value, this.carriers))
          this.pin(key, 'an address into it is returned', node);
        const converted = this.result === undefined ? [] : this.converted(this.result, value);
        return seq([...this.expr(value), ...converted, { tag: 'Return' }]);
      }
      case 'GCCAsmStmt':
      case 'MSAsmStmt':
        this.unsupported('assembler', node);
        return seq(this.children(node));
      case 'AttributedStmt':
        return this.statement(node.inner?.[node.inner.length - 1] ?? {});
      default:
        return seq(this.expr(node));
    }
  }

  private inStatementOrNothing(node: TreeNode): Code {
    return node.kind === undefined ? nothing : this.inStatement(node);
  }

  private loop(node: TreeNode, kind: 'while' | 'do' | 'for', cond?: TreeNode, body?: TreeNode, step?: TreeNode): Code {
    const there = cond !== undefined && cond.kind !== undefined;
    const constant = there ? constantOf(cond) : 1;
    return {
      tag: 'Loop',
      line: this.line(node),
      kind,
      ends: constant === undefined ? 'sometimes' : constant !== 0 ? 'never' : kind === 'do' ? 'at once' : 'sometimes',
      test: there ? seq(this.test(cond)) : nothing,
      body: this.statement(body ?? {}),
      step: step === undefined || step.kind === undefined ? nothing : seq(this.expr(step)),
    };
  }

  private declaration(node: TreeNode): Code[] {
    const place = this.file.places.of(node);
    if (node.kind !== 'VarDecl' || place === undefined) {
      if (place !== undefined && node.kind !== 'FunctionDecl') this.file.declare(node, place, true, this.name);
      return [];
    }
    if (node['storageClass'] === 'static') {
      this.staticLocals.set(node.id ?? '', this.file.global(node, place, this.name));
      return [];
    }
    if (node['storageClass'] === 'extern') return [];
    this.file.nameAnonymous(node.type?.qualType ?? '', `${this.name}.${node.name ?? ''}`);
    this.local(node);
    const init = (node.inner ?? []).find(
      (n) => n.kind !== undefined && !n.kind.endsWith('Attr') && !n.kind.endsWith('Comment'),
    );
    if (node['init'] === undefined || init === undefined) return [];
    return [...this.expr(init), ...this.converted(this.type(node), init)];
  }

  // Expressions.

  private children(node: TreeNode): Code[] {
    return (node.inner ?? []).flatMap((n) => this.expr(n));
  }

  /** Operands in no order: those that call first. */
  private group(parts: readonly Code[][]): Code[] {
    const calls = (list: readonly Code[]): boolean => list.some(hasCall);
    return [...parts.filter(calls), ...parts.filter((p) => !calls(p))].flat();
  }

  /** A value is computed with, compared or tested: a use of its type, if that is a typedef or enumeration. */
  private scalar(node: TreeNode): Code[] {
    return this.use(this.scalarKey(this.type(surface(node))), this.line(node));
  }
  private scalarKey(t: CType): string | null {
    const behind = resolve(t, this.file.typedefs);
    return behind.tag === 'record' || behind.tag === 'array' || behind.tag === 'function' ? null : this.file.key(t);
  }

  private test(cond: TreeNode): Code[] {
    return [...this.expr(cond), ...this.scalar(cond)];
  }

  /** Indexing and arithmetic on `t *`. */
  private arithmetic(node: TreeNode): Code[] {
    const to = pointee(this.type(surface(node)), this.file.typedefs);
    return to === undefined ? [] : this.use(this.file.key(to), this.line(node));
  }

  /** A value becomes one of this type: a use of both, where they are different types of the program. */
  private converted(to: CType, value: TreeNode): Code[] {
    const from = this.type(surface(value));
    const line = this.line(value);
    const [p, q] = [pointee(from, this.file.typedefs), pointee(to, this.file.typedefs)];
    if (p !== undefined && q !== undefined) {
      const isVoid = (t: CType): boolean => {
        const behind = resolve(t, this.file.typedefs);
        return behind.tag === 'name' && behind.name === 'void';
      };
      const [a, b] = [this.file.key(p), this.file.key(q)];
      if (a !== b && !isVoid(p) && !isVoid(q)) {
        for (const key of [a, b])
          if (key !== null) this.pin(key, 'a pointer to it is converted to or from one to another type', value);
        return [...this.use(a, line), ...this.use(b, line)];
      }
    }
    const [a, b] = [this.scalarKey(from), this.scalarKey(to)];
    return a === b ? [] : [...this.use(a, line), ...this.use(b, line)];
  }

  private expr(node: TreeNode): Code[] {
    switch (node.kind) {
      case undefined:
      case 'IntegerLiteral':
      case 'StringLiteral':
      case 'CharacterLiteral':
      case 'FloatingLiteral':
      case 'PredefinedExpr':
      case 'ImplicitValueInitExpr':
        return [];
      case 'ParenExpr':
      case 'ConstantExpr':
        return this.expr(child(node));
      case 'DeclRefExpr':
        return this.name_(node);
      case 'MemberExpr': {
        const owners = this.file.fields.get(String(node['referencedMemberDecl'])) ?? [];
        const line = this.file.places.endOf(node)?.line ?? this.line(node);
        return [...this.expr(child(node)), ...owners.flatMap((o) => this.use(`t:${o}`, line))];
      }
      case 'ArraySubscriptExpr': {
        const [base, index] = [child(node), child(node, 1)];
        return [
          ...this.group([this.expr(base), this.expr(index)]),
          ...this.arithmetic(base),
          ...this.arithmetic(index),
          ...this.scalar(index),
        ];
      }
      case 'UnaryOperator':
        return this.unary(node);
      case 'BinaryOperator':
        return this.binary(node);
      case 'CompoundAssignOperator': {
        const [l, r] = [child(node), child(node, 1)];
        const pointer = ['+=', '-='].includes(String(node['opcode'])) ? this.arithmetic(l) : [];
        return [...this.expr(r), ...this.expr(l), ...pointer, ...this.scalar(l), ...this.scalar(r)];
      }
      case 'ConditionalOperator': {
        const parts = [child(node, 1), child(node, 2)].map((n) => seq(this.expr(n)));
        return [...this.test(child(node)), { tag: 'Choice', parts }];
      }
      case 'BinaryConditionalOperator': {
        const last = node.inner?.[node.inner.length - 1] ?? {};
        return [...this.test(child(node)), { tag: 'Choice', parts: [nothing, seq(this.expr(last))] }];
      }
      case 'OpaqueValueExpr':
        return [];
      case 'CallExpr':
        return this.call(node);
      case 'ImplicitCastExpr': {
        const made = this.expr(child(node));
        // A structure is read whole.
        return node['castKind'] === 'LValueToRValue' ? [...made, ...this.whole(node)] : made;
      }
      case 'CStyleCastExpr': {
        const value = child(node);
        return node['castKind'] === 'ToVoid'
          ? this.expr(value)
          : [...this.expr(value), ...this.converted(this.type(node), value)];
      }
      case 'InitListExpr':
        return this.initialiser(node);
      case 'CompoundLiteralExpr':
        return [...this.children(node), ...this.whole(node)];
      case 'StmtExpr':
        return [this.statement(child(node))];
      case 'UnaryExprOrTypeTraitExpr': {
        const arg = (node['argType'] as TreeNode['type'])?.qualType;
        const inner = node.inner?.[0];
        const type = arg !== undefined ? this.file.types.read(arg) : inner && this.type(surfaceOfSize(inner));
        const key = type === undefined ? null : this.file.key(type);
        return [...(inner ? this.withoutCalls(inner) : []), ...this.use(key, this.line(node))];
      }
      case 'GenericSelectionExpr': {
        const chosen = (node.inner ?? []).find((n) => n['selected'] === true);
        const value = chosen?.inner?.[chosen.inner.length - 1];
        return [...this.withoutCalls(child(node)), ...(value ? this.expr(value) : this.children(node))];
      }
      case 'VAArgExpr':
        return [...this.children(node), ...this.use(this.file.key(this.type(node)), this.line(node))];
      case 'ChooseExpr':
        return [
          ...this.expr(child(node)),
          { tag: 'Choice', parts: [seq(this.expr(child(node, 1))), seq(this.expr(child(node, 2)))] },
        ];
      case 'AddrLabelExpr':
        this.unsupported('computed goto', node);
        return [];
      default:
        return this.children(node);
    }
  }

  /** What is not evaluated: names count, calls do not. */
  private withoutCalls(node: TreeNode): Code[] {
    const before = this.unevaluated;
    this.unevaluated = true;
    const made = this.expr(node);
    this.unevaluated = before;
    return made;
  }

  /** A structure's value is copied, made or handed over. */
  private whole(node: TreeNode): Code[] {
    const t = this.type(node);
    return resolve(t, this.file.typedefs).tag === 'record' ? this.use(this.file.key(t), this.line(node)) : [];
  }

  private name_(node: TreeNode): Code[] {
    const ref = node['referencedDecl'] as TreeNode | undefined;
    const id = ref?.id ?? '';
    const line = this.line(node);
    switch (ref?.kind) {
      case 'EnumConstantDecl': {
        const key = this.file.enumerators.get(id);
        return key === undefined ? [] : this.use(`t:${key}`, line);
      }
      case 'FunctionDecl':
        if (!this.unevaluated) this.file.taken.add(this.file.functionName(ref.name ?? ''));
        return [];
      case 'VarDecl': {
        const inFunction = this.staticLocals.get(id);
        if (inFunction !== undefined) return this.use(`g:${inFunction}`, line);
        if (!this.locals.has(id)) return this.use(`g:${this.file.statics.get(ref.name ?? '') ?? ref.name ?? ''}`, line);
      }
    }
    return [...(this.carriers.get(id) ?? [])].flatMap((key) => this.use(key, line));
  }

  private unary(node: TreeNode): Code[] {
    const operand = child(node);
    const made = this.expr(operand);
    const op = node['opcode'];
    if (op === '&' || op === '__extension__') return made;
    if (op === '++' || op === '--') return [...made, ...this.arithmetic(operand), ...this.scalar(operand)];
    return [...made, ...this.scalar(operand)];
  }

  private binary(node: TreeNode): Code[] {
    const [l, r] = [child(node), child(node, 1)];
    const op = String(node['opcode']);
    if (op === ',') return [...this.expr(l), ...this.expr(r)];
    if (op === '&&' || op === '||') return [...this.test(l), { tag: 'Choice', parts: [seq(this.test(r)), nothing] }];
    if (op === '=') {
      this.stored(l, r);
      return [...this.expr(r), ...this.expr(l), ...this.converted(this.type(surface(l)), r), ...this.whole(l)];
    }
    const pointers = op === '+' || op === '-' ? [...this.arithmetic(l), ...this.arithmetic(r)] : [];
    return [...this.group([this.expr(l), this.expr(r)]), ...pointers, ...this.scalar(l), ...this.scalar(r)];
  }

  /** Something is stored: an address into a value outlives in what is not a local variable; a function becomes a handler. */
  private stored(to: TreeNode, value: TreeNode): void {
    const target = surface(to);
    const ref = target.kind === 'DeclRefExpr' ? (target['referencedDecl'] as TreeNode | undefined) : undefined;
    if (ref === undefined || !this.locals.has(ref.id ?? ''))
      for (const key of addressesIn(this.file, value, this.carriers))
        this.pin(key, 'an address into it is stored', value);
    if (target.kind === 'MemberExpr' && handlerMembers.has(String(target.name)))
      this.handler(value, `stored in ${target.name}`);
  }

  private handler(value: TreeNode, why: string): void {
    for (const callee of this.functionsIn(value))
      this.file.handlers.push({
        callee,
        why: `${why} at ${this.file.places.of(value)?.file ?? ''}:${this.line(value)}`,
      });
  }

  private initialiser(node: TreeNode): Code[] {
    const t = this.type(node);
    const elements = ((node['array_filler'] as readonly TreeNode[] | undefined) ?? node.inner ?? []).filter(
      (n) => n.kind !== undefined,
    );
    const element = resolve(t, this.file.typedefs);
    for (const e of elements) {
      if (element.tag === 'record')
        for (const key of addressesIn(this.file, e, this.carriers)) this.pin(key, 'an address into it is stored', e);
    }
    const converted = element.tag === 'array' ? elements.flatMap((e) => this.converted(element.of, e)) : [];
    return [...this.group(elements.map((e) => this.expr(e))), ...converted, ...this.whole(node)];
  }

  /** The functions that a value may be: named ones, or by its type. */
  private functionsIn(node: TreeNode): Callee[] {
    let at = surface(node);
    while (at.kind === 'CStyleCastExpr' || (at.kind === 'UnaryOperator' && at['opcode'] === '&'))
      at = surface(child(at));
    if (at.kind === 'ConditionalOperator')
      return [...this.functionsIn(child(at, 1)), ...this.functionsIn(child(at, 2))];
    const ref = at['referencedDecl'] as TreeNode | undefined;
    if (ref?.kind === 'FunctionDecl') return [{ tag: 'direct', name: this.file.functionName(ref.name ?? '') }];
    const t = this.type(at);
    const to = pointee(t, this.file.typedefs);
    const shape = to === undefined ? undefined : shapeOf(to, this.file.typedefs);
    return shape === undefined ? [] : [{ tag: 'pointer', shape }];
  }

  private call(node: TreeNode): Code[] {
    const [f, ...args] = node.inner ?? [];
    const target = surface(f ?? {});
    const ref = target['referencedDecl'] as TreeNode | undefined;
    const type = resolve(this.type(target), this.file.typedefs);
    const called = type.tag === 'pointer' ? resolve(type.to, this.file.typedefs) : type;
    const parameters = called.tag === 'function' ? (called.parameters ?? []) : [];
    const line = this.line(node);
    const conversions = args.flatMap((a, i) => {
      const p = parameters[i];
      return p === undefined ? [] : this.converted(p, a);
    });
    const values = args.map((a) => this.expr(a));
    if (this.unevaluated) return [...values.flat(), ...conversions];
    const direct = ref?.kind === 'FunctionDecl';
    // Where the callee is given by an expression, that is evaluated with the arguments; a named function's address is not taken by a call.
    const operands = direct ? values : [this.expr(f ?? {}), ...values];
    const shape = shapeOf(this.type(target), this.file.typedefs) ?? { result: '', parameters: null, variadic: false };
    const callee: Callee = direct
      ? { tag: 'direct', name: this.file.functionName(ref.name ?? '') }
      : { tag: 'pointer', shape };
    const spans = new Set(args.flatMap((a) => [...addressesIn(this.file, a, this.carriers)]));
    const given = new Set(
      args.flatMap((a) => {
        const to = pointee(this.type(surface(withoutVoid(a))), this.file.typedefs);
        const key = to === undefined ? null : this.file.key(to);
        return key === null ? [] : [key];
      }),
    );
    const functions = args.flatMap((a) => this.functionsIn(a));
    const never = (ref?.type?.qualType ?? '').includes('noreturn');
    return [
      ...this.group(operands),
      ...conversions,
      ...(direct ? [] : this.scalar(f ?? {})),
      { tag: 'Call', line, callee, spans: [...spans], given: [...given], functions, never },
      ...this.whole(node),
    ];
  }
}

/** An argument without a conversion to `void *` that is written out. */
function withoutVoid(node: TreeNode): TreeNode {
  let at = surface(node);
  while (at.kind === 'CStyleCastExpr' && at['castKind'] === 'BitCast' && (at.type?.qualType ?? '').includes('void'))
    at = surface(child(at));
  return at;
}

/** What sizeof is applied to: an array does not decay there. */
function surfaceOfSize(node: TreeNode): TreeNode {
  let at = node;
  while (at.kind === 'ParenExpr') at = child(at);
  return at;
}

/** The value of a condition that is a constant. */
export function constantOf(node: TreeNode): number | undefined {
  const at = surface(node);
  if (at.kind === 'IntegerLiteral') return Number(at['value']);
  if (at.kind === 'UnaryOperator' && at['opcode'] === '!') {
    const v = constantOf(child(at));
    return v === undefined ? undefined : Number(v === 0);
  }
  if (at.kind === 'CStyleCastExpr') return constantOf(child(at));
  return undefined;
}

function hasCall(code: Code): boolean {
  switch (code.tag) {
    case 'Call':
      return true;
    case 'Seq':
    case 'Choice':
      return code.parts.some(hasCall);
    case 'Loop':
      return hasCall(code.test) || hasCall(code.body) || hasCall(code.step);
    case 'Switch':
      return hasCall(code.body);
    default:
      return false;
  }
}
