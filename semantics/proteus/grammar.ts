/**
 * The grammar of Proteus (calculus.md, sections 1, 6, 7 and 8). The order of constructors here is their order in
 * every pass: typing, reduction, printing, parsing.
 *
 * Levels of expressions, lowest first: 0 let, if, sequence; 1 assignment; 2 sum; 3 product; 4 call; 5 prefix;
 * 6 postfix; 7 primary (no level). Types: 0 arrow; 1 ref; 2 atom.
 */
import { con, grammar, type SortOf, type TypedGrammar } from '../grammar.ts';
import { mapOperations } from '../maps.ts';

const declaration = {
  sorts: {
    Mu: {
      N: con([], 'N', { latex: '\\mathsf{N}' }),
      U: con([], 'U', { latex: '\\mathsf{U}' }),
      // Not yet inferred (section 9). The name `?` is a place nobody has named yet.
      MuUnknown: con([['name', 'name']], '?{name}', { latex: '{?}_{name}' }),
    },
    Cap: {
      Finite: con([['names', 'names']], '{{names}}', { latex: '\\{{names}\\}' }),
      Cofinite: con([['names', 'names']], '*∖{{names}}', { latex: '{*}\\setminus\\{{names}\\}' }),
      CapUnknown: con([['name', 'name']], '?{name}', { latex: '{?}_{name}' }),
    },
    Type: {
      Int: con([], 'int', { latex: '\\mathsf{int}' }),
      Named: con([['t', 'name']], '{t}'),
      Record: con([['fields', 'TypeFields']], '{ {fields} }', { latex: '\\{{fields}\\}' }),
      Ref: con([['content', 'Type']], '{content@1} ref', { latex: '{content@1}\\;\\mathsf{ref}', level: 1 }),
      Arrow: con(
        [
          ['from', 'Type'],
          ['mu', 'Mu'],
          ['cap', 'Cap'],
          ['to', 'Type'],
        ],
        '{from@1} -[{mu};{cap}]-> {to}',
        { latex: '{from@1} \\xrightarrow{{mu};{cap}} {to}', level: 0 },
      ),
      // A type that a source program leaves out: `let x = e`, `ref e`.
      Omitted: con([], '_', { latex: '\\_' }),
    },
    TypeFields: {
      NoTypes: con([], '·', { latex: '\\cdot' }),
      TypeField: con(
        [
          ['label', 'name'],
          ['type', 'Type'],
          ['rest', 'TypeFields'],
        ],
        '{label} : {type}, {rest}',
        { latex: '{label}:{type}, {rest}' },
      ),
    },
    Operator: {
      Plus: con([], '+'),
      Minus: con([], '-'),
      Times: con([], '*', { latex: '\\times' }),
    },
    Expr: {
      Num: con([['n', 'int']], '{n}', { value: true }),
      Var: con([['x', 'name']], '{x}', { variable: 'x' }),
      Ext: con([['z', 'name']], '{z}', { latex: '{z}', value: true }),
      Loc: con([['r', 'name']], '{r}', { value: true }),
      Rec: con([['fields', 'Fields']], '{ {fields} }', {
        latex: '\\{{fields}\\}',
        evaluates: ['fields'],
        frames: ['InRec'],
        value: true,
      }),
      Proj: con(
        [
          ['e', 'Expr'],
          ['label', 'name'],
        ],
        '{e@6}.{label}',
        { level: 6, evaluates: ['e'], frames: ['InProj'] },
      ),
      App: con(
        [
          ['fun', 'Expr'],
          ['arg', 'Expr'],
        ],
        '{fun@4} {arg@5}',
        { latex: '{fun@4}\\;{arg@5}', level: 4, evaluates: ['fun', 'arg'], frames: ['InFun', 'InArg'] },
      ),
      // e1 ; e2 is `let _ = e1 in e2` with its type omitted or int or anything else: `_` is an ordinary name.
      Let: con(
        [
          ['x', 'name'],
          ['type', 'Type'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        'let {x} : {type} = {e1} in {e2}',
        {
          latex: '\\mathsf{let}\\;{x}:{type}={e1}\\;\\mathsf{in}\\;{e2}',
          level: 0,
          binds: { x: 'e2' },
          evaluates: ['e1'],
          frames: ['InLet'],
        },
      ),
      New: con(
        [
          ['type', 'Type'],
          ['e', 'Expr'],
        ],
        'ref[{type}] {e@5}',
        { latex: '\\mathsf{ref}[{type}]\\;{e@5}', level: 5, evaluates: ['e'], frames: ['InNew'] },
      ),
      Deref: con([['e', 'Expr']], '!{e@5}', { latex: '{!}{e@5}', level: 5, evaluates: ['e'], frames: ['InDeref'] }),
      Assign: con(
        [
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        '{e1@2} := {e2@1}',
        { latex: '{e1@2} := {e2@1}', level: 1, evaluates: ['e1', 'e2'], frames: ['InTarget', 'InSource'] },
      ),
      // At the level of sums; the concrete printer gives products their own.
      Op: con(
        [
          ['op', 'Operator'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        '{e1@2} {op} {e2@3}',
        { level: 2, latex: '{e1@2}\\;{op}\\;{e2@3}', evaluates: ['e1', 'e2'], frames: ['InLeft', 'InRight'] },
      ),
      If: con(
        [
          ['e1', 'Expr'],
          ['e2', 'Expr'],
          ['e3', 'Expr'],
          ['e4', 'Expr'],
        ],
        'if {e1@2} = {e2@2} then {e3} else {e4}',
        {
          latex: '\\mathsf{if}\\;{e1@2}={e2@2}\\;\\mathsf{then}\\;{e3}\\;\\mathsf{else}\\;{e4}',
          level: 0,
          evaluates: ['e1', 'e2'],
          frames: ['InIfLeft', 'InIfRight'],
        },
      ),
      Con: con(
        [
          ['t', 'name'],
          ['e', 'Expr'],
        ],
        'con[{t}] {e@5}',
        { latex: '\\mathsf{con}_{{t}}\\;{e@5}', level: 5, evaluates: ['e'], frames: ['InCon'], placed: true },
      ),
      Abs: con(
        [
          ['t', 'name'],
          ['e', 'Expr'],
        ],
        'abs[{t}] {e@5}',
        { latex: '\\mathsf{abs}_{{t}}\\;{e@5}', level: 5, evaluates: ['e'], frames: ['InAbs'], value: true },
      ),
      Update: con([['cap', 'Cap']], 'update[{cap}]', { latex: '\\mathsf{update}[{cap}]' }),
    },
    Fields: {
      NoFields: con([], '·', { latex: '\\cdot', value: true }),
      Field: con(
        [
          ['label', 'name'],
          ['e', 'Expr'],
          ['rest', 'Fields'],
        ],
        '{label} = {e}, {rest}',
        { latex: '{label}={e}, {rest}', evaluates: ['e', 'rest'], value: true },
      ),
    },
    // Evaluation contexts, inside out: the frame around the hole first (section 7).
    Context: {
      Hole: con([], '[]'),
      In: con(
        [
          ['frame', 'Frame'],
          ['outer', 'Context'],
        ],
        '{outer}∘{frame}',
        { latex: '{outer}\\circ {frame}' },
      ),
    },
    Frame: {
      // The evaluated fields, the last one first; the label of the hole; the fields to come.
      InRec: con(
        [
          ['done', 'Fields'],
          ['label', 'name'],
          ['todo', 'Fields'],
        ],
        '{ {done} {label} = [], {todo} }',
      ),
      InProj: con([['label', 'name']], '[].{label}'),
      InFun: con([['arg', 'Expr']], '[] {arg@5}'),
      InArg: con([['fun', 'Expr']], '{fun@4} []'),
      InLet: con(
        [
          ['x', 'name'],
          ['type', 'Type'],
          ['e2', 'Expr'],
        ],
        'let {x} : {type} = [] in {e2}',
      ),
      InNew: con([['type', 'Type']], 'ref[{type}] []'),
      InDeref: con([], '![]'),
      InTarget: con([['e2', 'Expr']], '[] := {e2@1}'),
      InSource: con([['e1', 'Expr']], '{e1@2} := []'),
      InLeft: con(
        [
          ['op', 'Operator'],
          ['e2', 'Expr'],
        ],
        '[] {op} {e2@3}',
      ),
      InRight: con(
        [
          ['op', 'Operator'],
          ['e1', 'Expr'],
        ],
        '{e1@2} {op} []',
      ),
      InIfLeft: con(
        [
          ['e2', 'Expr'],
          ['e3', 'Expr'],
          ['e4', 'Expr'],
        ],
        'if [] = {e2@2} then {e3} else {e4}',
      ),
      InIfRight: con(
        [
          ['e1', 'Expr'],
          ['e3', 'Expr'],
          ['e4', 'Expr'],
        ],
        'if {e1@2} = [] then {e3} else {e4}',
      ),
      InCon: con([['t', 'name']], 'con[{t}] []'),
      InAbs: con([['t', 'name']], 'abs[{t}] []'),
    },
    // What a name or reference is bound to in a heap (section 6).
    Binding: {
      Fun: con(
        [
          ['x', 'name'],
          ['from', 'Type'],
          ['to', 'Type'],
          ['mu', 'Mu'],
          ['cap', 'Cap'],
          ['body', 'Expr'],
        ],
        'fun({x} : {from}) : {to} [{mu};{cap}] = {body}',
        { latex: '\\mathsf{fun}({x}:{from}):{to}\\,[{mu};{cap}] = {body}', binds: { x: 'body' } },
      ),
      Variable: con(
        [
          ['type', 'Type'],
          ['e', 'Expr'],
        ],
        'var({type}) = {e}',
        { latex: '\\mathsf{var}({type}) = {e}' },
      ),
      Cell: con(
        [
          ['type', 'Type'],
          ['e', 'Expr'],
        ],
        'cell({type}) = {e}',
        { latex: '\\mathsf{cell}({type}) = {e}' },
      ),
    },
    // Bindings as a list, for judgements on all of a heap.
    Bindings: {
      NoBindings: con([], '∅', { latex: '\\emptyset' }),
      Bound: con(
        [
          ['z', 'name'],
          ['binding', 'Binding'],
          ['rest', 'Bindings'],
        ],
        '{z} ↦ {binding}, {rest}',
        { latex: '{z} \\mapsto {binding}, {rest}' },
      ),
    },
    // (Ω, H, E[e]): the program (Ω, H, plug(E, e)), kept at its place.
    Config: {
      Configuration: con(
        [
          ['types', 'Types'],
          ['heap', 'Heap'],
          ['context', 'Context'],
          ['e', 'Expr'],
        ],
        '({types}, {heap}, {context}[{e}])',
      ),
    },
    Change: {
      // A changed type: its new definition and its transformer.
      Changed: con(
        [
          ['type', 'Type'],
          ['by', 'name'],
        ],
        '({type}, {by})',
      ),
    },
    // Changes as a list, for judgements on all of them.
    ChangeList: {
      NoChanges: con([], '∅', { latex: '\\emptyset' }),
      ToChange: con(
        [
          ['t', 'name'],
          ['change', 'Change'],
          ['rest', 'ChangeList'],
        ],
        '{t} ↦ {change}, {rest}',
        { latex: '{t} \\mapsto {change}, {rest}' },
      ),
    },
    Update: {
      Upd: con(
        [
          ['changed', 'Changes'],
          ['added', 'Types'],
          ['replaced', 'Heap'],
          ['extended', 'Heap'],
        ],
        '{ UN: {changed}; AN: {added}; UB: {replaced}; AB: {extended} }',
        {
          latex:
            '\\{\\mathit{UN}{:}\\,{changed};\\ \\mathit{AN}{:}\\,{added};\\ \\mathit{UB}{:}\\,{replaced};\\ \\mathit{AB}{:}\\,{extended}\\}',
        },
      ),
    },
    Check: {
      Dynamic: con([], 'dynamic', { latex: '\\mathsf{dynamic}' }),
      Static: con([], 'static', { latex: '\\mathsf{static}' }),
    },
    // What a step does besides computing: nothing, or an update applied under a check.
    Action: {
      Silent: con([], 'ε', { latex: '\\varepsilon' }),
      Apply: con(
        [
          ['check', 'Check'],
          ['update', 'Update'],
        ],
        '{update} ({check})',
      ),
    },
    // Programs and updates as written; a program that is read has unknown latents and omitted types.
    Item: {
      TypeItem: con(
        [
          ['t', 'name'],
          ['type', 'Type'],
        ],
        'type {t} = {type}',
        { latex: '\\mathsf{type}\\;{t}={type}' },
      ),
      // In updates only: the new definition of an existing type, and its transformer.
      ChangeItem: con(
        [
          ['t', 'name'],
          ['type', 'Type'],
          ['by', 'name'],
        ],
        'type {t} = {type} by {by}',
        { latex: '\\mathsf{type}\\;{t}={type}\\;\\mathsf{by}\\;{by}' },
      ),
      BindItem: con(
        [
          ['z', 'name'],
          ['binding', 'Binding'],
        ],
        '{z} ↦ {binding}',
        { latex: '{z} \\mapsto {binding}' },
      ),
      // In updates only: adds its item, which must not exist.
      AddItem: con([['item', 'Item']], 'add {item}', { latex: '\\mathsf{add}\\;{item}' }),
    },
    Items: {
      NoItems: con([], '·', { latex: '\\cdot' }),
      Items: con(
        [
          ['item', 'Item'],
          ['rest', 'Items'],
        ],
        '{item} {rest}',
        { latex: '{item}\\;{rest}' },
      ),
    },
    Program: {
      Program: con(
        [
          ['items', 'Items'],
          ['e', 'Expr'],
        ],
        '{items} in {e}',
        { latex: '{items}\\;\\mathsf{in}\\;{e}' },
      ),
    },
  },
  maps: {
    /** Ω: type names to definitions. */
    Types: 'Type',
    /** Σ: external names and references to types. */
    Signature: 'Type',
    /** Γ: local variables to types. */
    Locals: 'Type',
    /** H. */
    Heap: 'Binding',
    /** UN. */
    Changes: 'Change',
  } as const,
};

// Interfaces, so that the compiler speaks of them by name.
type DeclaredSorts = typeof declaration.sorts;
type DeclaredMaps = typeof declaration.maps;
export interface ProteusSorts extends DeclaredSorts {}
export interface ProteusMaps extends DeclaredMaps {}
export interface ProteusDeclaration {
  readonly sorts: ProteusSorts;
  readonly maps: ProteusMaps;
}

export const proteus: TypedGrammar<ProteusDeclaration> = grammar<ProteusDeclaration>('proteus', declaration);

/** Sorts of the calculus as TypeScript types. */
export type Sort<S> = SortOf<ProteusDeclaration, S>;
export type Mu = Sort<'Mu'>;
export type Cap = Sort<'Cap'>;
export type Type = Sort<'Type'>;
export type TypeFields = Sort<'TypeFields'>;
export type Operator = Sort<'Operator'>;
export type Expr = Sort<'Expr'>;
export type Fields = Sort<'Fields'>;
export type Context = Sort<'Context'>;
export type Frame = Sort<'Frame'>;
export type Binding = Sort<'Binding'>;
export type Bindings = Sort<'Bindings'>;
export type Config = Sort<'Config'>;
export type Change = Sort<'Change'>;
export type ChangeList = Sort<'ChangeList'>;
export type Update = Sort<'Update'>;
export type Check = Sort<'Check'>;
export type Action = Sort<'Action'>;
export type Item = Sort<'Item'>;
export type Items = Sort<'Items'>;
export type Program = Sort<'Program'>;
export type Types = Sort<'Types'>;
export type Signature = Sort<'Signature'>;
export type Locals = Sort<'Locals'>;
export type Heap = Sort<'Heap'>;
export type Changes = Sort<'Changes'>;

/** The constructors, by sort and tag: `make.Expr.App(e1, e2)`. */
export const make = proteus.make;

export const typesMap = mapOperations<'Types', Type>('Types');
export const signatureMap = mapOperations<'Signature', Type>('Signature');
export const localsMap = mapOperations<'Locals', Type>('Locals');
export const heapMap = mapOperations<'Heap', Binding>('Heap');
export const changesMap = mapOperations<'Changes', Change>('Changes');
