/**
 * The grammar of components (components.md, sections 1, 2, 4 and 6). The order of constructors is their order in every pass.
 *
 * Levels of expressions, lowest first: 0 sequence and what extends to the right; 1 assignment; 2 cons; 3 sum; 4 product; 5 call and field.
 */
import { con, grammar, type SortOf, type TypedGrammar } from '../grammar.ts';
import { mapOperations } from '../maps.ts';

const declaration = {
  sorts: {
    Type: {
      Int: con([], 'int', { latex: '\\mathsf{int}' }),
      // In source: the version is that which the name means (section 5).
      Named: con([['C', 'name']], '{C}'),
      Ref: con(
        [
          ['C', 'name'],
          ['j', 'int'],
        ],
        '{C}@{j}',
        { latex: '{C}@{j}' },
      ),
      Record: con([['fields', 'TypeFields']], '{ {fields} }', { latex: '\\{{fields}\\}' }),
      List: con([['of', 'Type']], '{of} list', { latex: '{of}\\;\\mathsf{list}' }),
    },
    TypeFields: {
      NoTypes: con([], '·', { latex: '\\cdot' }),
      TypeField: con(
        [
          ['l', 'name'],
          ['type', 'Type'],
          ['rest', 'TypeFields'],
        ],
        '{l} : {type}, {rest}',
      ),
    },
    Operator: {
      Plus: con([], '+'),
      Minus: con([], '-'),
      Times: con([], '*', { latex: '\\times' }),
    },
    Comparison: {
      Equal: con([], '='),
      Less: con([], '<'),
    },
    Expr: {
      Num: con([['n', 'int']], '{n}', { value: true }),
      Var: con([['x', 'name']], '{x}', { variable: 'x' }),
      Obj: con([['o', 'name']], '{o}', { value: true }),
      Self: con([], 'self', { latex: '\\mathsf{self}' }),
      Next: con([], 'next', { latex: '\\mathsf{next}' }),
      Rec: con([['fields', 'Fields']], '{ {fields} }', {
        latex: '\\{{fields}\\}',
        evaluates: ['fields'],
        frames: ['InRec'],
        value: true,
      }),
      Proj: con(
        [
          ['e', 'Expr'],
          ['l', 'name'],
        ],
        '{e@5}.{l}',
        { level: 5, evaluates: ['e'], frames: ['InProj'] },
      ),
      Nil: con([['type', 'Type']], 'nil[{type}]', { latex: '\\mathsf{nil}[{type}]', value: true }),
      Lit: con([['items', 'Items']], '[{items}]', { evaluates: ['items'], frames: ['InLit'], value: true }),
      Cons: con(
        [
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        '{e1@3} :: {e2@2}',
        { level: 2, evaluates: ['e1', 'e2'], frames: ['ConsLeft', 'ConsRight'] },
      ),
      Op: con(
        [
          ['op', 'Operator'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        '{e1@3} {op} {e2@4}',
        { latex: '{e1@3}\\;{op}\\;{e2@4}', level: 3, evaluates: ['e1', 'e2'], frames: ['OpLeft', 'OpRight'] },
      ),
      If: con(
        [
          ['cmp', 'Comparison'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
          ['yes', 'Expr'],
          ['no', 'Expr'],
        ],
        'if {e1@3} {cmp} {e2@3} then {yes} else {no}',
        {
          latex: '\\mathsf{if}\\;{e1@3}\\;{cmp}\\;{e2@3}\\;\\mathsf{then}\\;{yes}\\;\\mathsf{else}\\;{no}',
          level: 0,
          evaluates: ['e1', 'e2'],
          frames: ['IfLeft', 'IfRight'],
        },
      ),
      // `e1; e2` is `let x = e1 in e2` with the empty name for x, which no expression can say.
      Let: con(
        [
          ['x', 'name'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        'let {x} = {e1} in {e2}',
        {
          latex: '\\mathsf{let}\\;{x}={e1}\\;\\mathsf{in}\\;{e2}',
          level: 0,
          binds: { x: 'e2' },
          evaluates: ['e1'],
          frames: ['InLet'],
        },
      ),
      Fold: con(
        [
          ['x', 'name'],
          ['y', 'name'],
          ['type', 'Type'],
          ['e0', 'Expr'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        'fold ({x}, {y} : {type} = {e0}) over {e1@3} do {e2}',
        {
          latex: '\\mathsf{fold}\\;({x}, {y} : {type} = {e0})\\;\\mathsf{over}\\;{e1@3}\\;\\mathsf{do}\\;{e2}',
          level: 0,
          binds: { x: 'e2', y: 'e2' },
          evaluates: ['e0', 'e1'],
          frames: ['FoldFrom', 'FoldOver'],
        },
      ),
      While: con(
        [
          ['cmp', 'Comparison'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
          ['e3', 'Expr'],
        ],
        'while {e1@3} {cmp} {e2@3} do {e3}',
        { latex: '\\mathsf{while}\\;{e1@3}\\;{cmp}\\;{e2@3}\\;\\mathsf{do}\\;{e3}', level: 0 },
      ),
      Get: con([['f', 'name']], 'my.{f}', { latex: '\\mathsf{my}.{f}' }),
      Set: con(
        [
          ['f', 'name'],
          ['e', 'Expr'],
        ],
        'my.{f} := {e@1}',
        { latex: '\\mathsf{my}.{f} := {e@1}', level: 1, evaluates: ['e'], frames: ['InSet'] },
      ),
      New: con([['C', 'name']], 'new {C}', { latex: '\\mathsf{new}\\;{C}' }),
      // A call as it is written, and one that remembers the version of the interface that it was compiled against.
      Send: con(
        [
          ['e', 'Expr'],
          ['m', 'name'],
          ['args', 'Items'],
        ],
        '{e@5}.{m}({args})',
        { level: 5, evaluates: ['e', 'args'], frames: ['SendTo', 'SendWith'] },
      ),
      Call: con(
        [
          ['e', 'Expr'],
          ['m', 'name'],
          ['C', 'name'],
          ['k', 'int'],
          ['args', 'Items'],
        ],
        '{e@5}.{m}[{C}@{k}]({args})',
        { level: 5, evaluates: ['e', 'args'], frames: ['CallOf', 'CallWith'] },
      ),
      // Where a call stands, in a frame that waits for it: with the type of the call.
      Waits: con([['type', 'Type']], '□[{type}]', { latex: '\\square[{type}]' }),
    },
    Fields: {
      NoFields: con([], '·', { latex: '\\cdot', value: true }),
      Field: con(
        [
          ['f', 'name'],
          ['e', 'Expr'],
          ['rest', 'Fields'],
        ],
        '{f} = {e}, {rest}',
        { evaluates: ['e', 'rest'], value: true },
      ),
    },
    Items: {
      NoItems: con([], '·', { latex: '\\cdot', value: true }),
      Item: con(
        [
          ['e', 'Expr'],
          ['rest', 'Items'],
        ],
        '{e}, {rest}',
        { evaluates: ['e', 'rest'], value: true },
      ),
    },
    EFrame: {
      InRec: con(
        [
          ['f', 'name'],
          ['done', 'Fields'],
          ['todo', 'Fields'],
        ],
        '{ {done}, {f} = □, {todo} }',
      ),
      InProj: con([['l', 'name']], '□.{l}'),
      InLit: con(
        [
          ['done', 'Items'],
          ['todo', 'Items'],
        ],
        '[{done}, □, {todo}]',
      ),
      ConsLeft: con([['e2', 'Expr']], '□ :: {e2}'),
      ConsRight: con([['e1', 'Expr']], '{e1} :: □'),
      OpLeft: con(
        [
          ['op', 'Operator'],
          ['e2', 'Expr'],
        ],
        '□ {op} {e2}',
      ),
      OpRight: con(
        [
          ['op', 'Operator'],
          ['e1', 'Expr'],
        ],
        '{e1} {op} □',
      ),
      IfLeft: con(
        [
          ['cmp', 'Comparison'],
          ['e2', 'Expr'],
          ['yes', 'Expr'],
          ['no', 'Expr'],
        ],
        'if □ {cmp} {e2} then {yes} else {no}',
      ),
      IfRight: con(
        [
          ['cmp', 'Comparison'],
          ['e1', 'Expr'],
          ['yes', 'Expr'],
          ['no', 'Expr'],
        ],
        'if {e1} {cmp} □ then {yes} else {no}',
      ),
      InLet: con(
        [
          ['x', 'name'],
          ['e2', 'Expr'],
        ],
        'let {x} = □ in {e2}',
      ),
      FoldFrom: con(
        [
          ['x', 'name'],
          ['y', 'name'],
          ['type', 'Type'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        'fold ({x}, {y} : {type} = □) over {e1} do {e2}',
      ),
      FoldOver: con(
        [
          ['x', 'name'],
          ['y', 'name'],
          ['type', 'Type'],
          ['e0', 'Expr'],
          ['e2', 'Expr'],
        ],
        'fold ({x}, {y} : {type} = {e0}) over □ do {e2}',
      ),
      InSet: con([['f', 'name']], 'my.{f} := □'),
      SendTo: con(
        [
          ['m', 'name'],
          ['args', 'Items'],
        ],
        '□.{m}({args})',
      ),
      SendWith: con(
        [
          ['e', 'Expr'],
          ['m', 'name'],
          ['done', 'Items'],
          ['todo', 'Items'],
        ],
        '{e}.{m}({done}, □, {todo})',
      ),
      CallOf: con(
        [
          ['m', 'name'],
          ['C', 'name'],
          ['k', 'int'],
          ['args', 'Items'],
        ],
        '□.{m}[{C}@{k}]({args})',
      ),
      CallWith: con(
        [
          ['e', 'Expr'],
          ['m', 'name'],
          ['C', 'name'],
          ['k', 'int'],
          ['done', 'Items'],
          ['todo', 'Items'],
        ],
        '{e}.{m}[{C}@{k}]({done}, □, {todo})',
      ),
    },
    Context: {
      Hole: con([], '□', { latex: '\\square' }),
      In: con(
        [
          ['frame', 'EFrame'],
          ['outer', 'Context'],
        ],
        '{outer}[{frame}]',
      ),
    },
    // Classes (section 1).
    Slots: {
      NoSlots: con([], '·', { latex: '\\cdot' }),
      Slot: con(
        [
          ['f', 'name'],
          ['type', 'Type'],
          ['e', 'Expr'],
          ['rest', 'Slots'],
        ],
        'field {f} : {type} = {e}; {rest}',
        { latex: '\\mathsf{field}\\;{f} : {type} = {e};\\ {rest}' },
      ),
    },
    Params: {
      NoParams: con([], '·', { latex: '\\cdot' }),
      Param: con(
        [
          ['x', 'name'],
          ['type', 'Type'],
          ['rest', 'Params'],
        ],
        '{x} : {type}, {rest}',
      ),
    },
    Methods: {
      NoMethods: con([], '·', { latex: '\\cdot' }),
      Method: con(
        [
          ['m', 'name'],
          ['params', 'Params'],
          ['type', 'Type'],
          ['e', 'Expr'],
          ['rest', 'Methods'],
        ],
        '{m}({params}) : {type} = {e}; {rest}',
      ),
    },
    Exports: {
      NoExports: con([], '·', { latex: '\\cdot' }),
      Export: con(
        [
          ['F', 'name'],
          ['e', 'Expr'],
          ['rest', 'Exports'],
        ],
        'export {F} = {e}; {rest}',
        { latex: '\\mathsf{export}\\;{F} = {e};\\ {rest}' },
      ),
    },
    Imports: {
      NoImports: con([], '·', { latex: '\\cdot' }),
      Import: con(
        [
          ['F', 'name'],
          ['x', 'name'],
          ['fields', 'Fields'],
          ['rest', 'Imports'],
        ],
        'import {F}({x}) = { {fields} }; {rest}',
        { latex: '\\mathsf{import}\\;{F}({x}) = \\{{fields}\\};\\ {rest}', binds: { x: 'fields' } },
      ),
    },
    Version: {
      Version: con(
        [
          ['fields', 'Slots'],
          ['methods', 'Methods'],
          ['exports', 'Exports'],
          ['imports', 'Imports'],
          ['adaptors', 'Methods'],
        ],
        '{fields} {methods} {exports} {imports} adapt {adaptors}',
        { latex: '{fields}\\;{methods}\\;{exports}\\;{imports}\\;\\mathsf{adapt}\\;{adaptors}' },
      ),
    },
    // The newest first.
    Versions: {
      NoVersions: con([], '·', { latex: '\\cdot' }),
      Later: con(
        [
          ['version', 'Version'],
          ['rest', 'Versions'],
        ],
        '{version} | {rest}',
        { latex: '{version} \\mid {rest}' },
      ),
    },
    // Systems and updates, as they are written.
    Formats: {
      NoFormats: con([], '·', { latex: '\\cdot' }),
      Format: con(
        [
          ['F', 'name'],
          ['type', 'Type'],
          ['rest', 'Formats'],
        ],
        'format {F} = {type}; {rest}',
        { latex: '\\mathsf{format}\\;{F} = {type};\\ {rest}' },
      ),
    },
    Classes: {
      NoClasses: con([], '·', { latex: '\\cdot' }),
      Class: con(
        [
          ['C', 'name'],
          ['version', 'Version'],
          ['rest', 'Classes'],
        ],
        'class {C} { {version} } {rest}',
        { latex: '\\mathsf{class}\\;{C}\\;\\{{version}\\}\\;{rest}' },
      ),
    },
    Objects: {
      NoObjects: con([], '·', { latex: '\\cdot' }),
      Object: con(
        [
          ['o', 'name'],
          ['C', 'name'],
          ['fields', 'Fields'],
          ['rest', 'Objects'],
        ],
        'object {o} : {C} { {fields} } {rest}',
        { latex: '\\mathsf{object}\\;{o} : {C}\\;\\{{fields}\\}\\;{rest}' },
      ),
    },
    Starts: {
      NoStarts: con([], '·', { latex: '\\cdot' }),
      Start: con(
        [
          ['t', 'name'],
          ['kind', 'Kind'],
          ['e', 'Expr'],
          ['rest', 'Starts'],
        ],
        '{kind} {t} = {e}; {rest}',
        { latex: '{kind}\\;{t} = {e};\\ {rest}' },
      ),
    },
    Kind: {
      Once: con([], 'thread', { latex: '\\mathsf{thread}' }),
      Again: con([], 'source', { latex: '\\mathsf{source}' }),
    },
    Haste: {
      Eager: con([], 'eager', { latex: '\\mathsf{eager}' }),
      Lazy: con([], 'lazy', { latex: '\\mathsf{lazy}' }),
    },
    Update: {
      Update: con(
        [
          ['u', 'name'],
          ['haste', 'Haste'],
          ['formats', 'Formats'],
          ['classes', 'Classes'],
        ],
        'update {u} {haste} {formats} {classes}',
        { latex: '\\mathsf{update}\\;{u}\\;{haste}\\;{formats}\\;{classes}' },
      ),
    },
    Updates: {
      NoUpdates: con([], '·', { latex: '\\cdot' }),
      Updates: con(
        [
          ['update', 'Update'],
          ['rest', 'Updates'],
        ],
        '{update}, {rest}',
      ),
    },
    System: {
      System: con(
        [
          ['formats', 'Formats'],
          ['classes', 'Classes'],
          ['objects', 'Objects'],
          ['starts', 'Starts'],
          ['updates', 'Updates'],
        ],
        '{formats} {classes} {objects} {starts} {updates}',
      ),
    },
    // Where code stands, and all that typing is told (section 4).
    Stand: {
      InClass: con(
        [
          ['C', 'name'],
          ['j', 'int'],
        ],
        'in {C}@{j}',
        { latex: '\\mathsf{in}\\;{C}@{j}' },
      ),
      Adapting: con(
        [
          ['C', 'name'],
          ['j', 'int'],
        ],
        'adapt {C}@{j}',
        { latex: '\\mathsf{adapt}\\;{C}@{j}' },
      ),
      InThread: con([], 'thread', { latex: '\\mathsf{thread}' }),
      Exporting: con(
        [
          ['C', 'name'],
          ['j', 'int'],
        ],
        'pure {C}@{j}',
        { latex: '\\mathsf{pure}\\;{C}@{j}' },
      ),
      Pure: con([], 'pure', { latex: '\\mathsf{pure}' }),
    },
    Judging: {
      Judging: con(
        [
          ['world', 'World'],
          ['settled', 'Settled'],
          ['objects', 'Env'],
          ['stand', 'Stand'],
        ],
        '{world}; {settled}; {objects}; {stand}',
      ),
    },
    // Configurations (section 6).
    World: {
      World: con(
        [
          ['classes', 'ClassMap'],
          ['formats', 'FormatMap'],
          ['starts', 'StartMap'],
          ['judged', 'Judged'],
        ],
        '⟨{classes}, {formats}, {starts}, {judged}⟩',
        { latex: '\\langle {classes}, {formats}, {starts}, {judged}\\rangle' },
      ),
    },
    // For each update requested, the latest first, the σ in which it was judged.
    Judged: {
      NotYet: con([], '·', { latex: '\\cdot' }),
      JudgedIn: con(
        [
          ['settled', 'Settled'],
          ['rest', 'Judged'],
        ],
        '{settled}, {rest}',
      ),
    },
    Request: {
      Request: con(
        [
          ['kind', 'Kind'],
          ['e', 'Expr'],
        ],
        '{kind} {e}',
      ),
    },
    Registered: {
      Registered: con(
        [
          ['all', 'names'],
          ['todo', 'names'],
          ['late', 'names'],
        ],
        '({all}, {todo}, {late})',
      ),
    },
    Placed: {
      Placed: con(
        [
          ['C', 'name'],
          ['entry', 'Entry'],
        ],
        '({C}, {entry})',
      ),
    },
    Entry: {
      Inst: con(
        [
          ['j', 'int'],
          ['s', 'Fields'],
        ],
        'inst {j} { {s} }',
        { latex: '\\mathsf{inst}\\;{j}\\;\\{{s}\\}' },
      ),
      Med: con(
        [
          ['g', 'int'],
          ['inside', 'Inside'],
          ['blocked', 'NameList'],
          ['phase', 'Phase'],
        ],
        'med {g} {inside} ({blocked}) ({phase})',
        { latex: '\\mathsf{med}\\;{g}\\;{inside}\\;({blocked})\\;({phase})' },
      ),
    },
    Phase: {
      Forward: con(
        [
          ['j', 'int'],
          ['s', 'Fields'],
        ],
        'forward {j} { {s} }',
        { latex: '\\mathsf{forward}\\;{j}\\;\\{{s}\\}' },
      ),
      Block: con(
        [
          ['j', 'int'],
          ['s', 'Fields'],
        ],
        'block {j} { {s} }',
        { latex: '\\mathsf{block}\\;{j}\\;\\{{s}\\}' },
      ),
      Transfer: con(
        [
          ['j', 'int'],
          ['s', 'Fields'],
          ['n', 'int'],
        ],
        'transfer {j} { {s} } {n}',
        { latex: '\\mathsf{transfer}\\;{j}\\;\\{{s}\\}\\;{n}' },
      ),
      Completed: con(
        [
          ['n', 'int'],
          ['s', 'Fields'],
        ],
        'completed {n} { {s} }',
        { latex: '\\mathsf{completed}\\;{n}\\;\\{{s}\\}' },
      ),
    },
    NameList: {
      NoNames: con([], '·', { latex: '\\cdot' }),
      Names: con(
        [
          ['name', 'name'],
          ['rest', 'NameList'],
        ],
        '{name}, {rest}',
      ),
    },
    Head: {
      InObject: con(
        [
          ['o', 'name'],
          ['j', 'int'],
          ['b', 'int'],
        ],
        'in {o} {j} {b}',
        { latex: '\\mathsf{in}\\;{o}\\;{j}\\;{b}' },
      ),
      Adaptor: con(
        [
          ['o', 'name'],
          ['j', 'int'],
        ],
        'adapt {o} {j}',
        { latex: '\\mathsf{adapt}\\;{o}\\;{j}' },
      ),
      Top: con([], 'top', { latex: '\\mathsf{top}' }),
    },
    // The innermost first.
    Frames: {
      NoFrames: con([], '·', { latex: '\\cdot' }),
      Frame: con(
        [
          ['head', 'Head'],
          ['e', 'Expr'],
          ['rest', 'Frames'],
        ],
        '{head} ({e}) · {rest}',
        { latex: '{head}\\;({e}) \\cdot {rest}' },
      ),
    },
    Thread: {
      Waiting: con([], 'waiting', { latex: '\\mathsf{waiting}' }),
      Live: con(
        [
          ['g', 'int'],
          ['frames', 'Frames'],
        ],
        'live {g} ({frames})',
        { latex: '\\mathsf{live}\\;{g}\\;({frames})' },
      ),
      Blocked: con(
        [
          ['g', 'int'],
          ['frames', 'Frames'],
        ],
        'blocked {g} ({frames})',
        { latex: '\\mathsf{blocked}\\;{g}\\;({frames})' },
      ),
      Ended: con([['v', 'Expr']], 'ended {v}', { latex: '\\mathsf{ended}\\;{v}' }),
    },
    Config: {
      Configuration: con(
        [
          ['g', 'int'],
          ['world', 'World'],
          ['registry', 'Registry'],
          ['objects', 'ObjectMap'],
          ['threads', 'ThreadMap'],
          ['queue', 'Updates'],
        ],
        '⟨{g}; {world}; {registry}; {objects}; {threads}; {queue}⟩',
        { latex: '\\langle {g}; {world}; {registry}; {objects}; {threads}; {queue}\\rangle' },
      ),
    },
    // Who steps, and what it is about to do.
    Turn: {
      Begins: con(
        [
          ['t', 'name'],
          ['kind', 'Kind'],
          ['e', 'Expr'],
        ],
        '{t} waits with {kind} {e}',
        { latex: '{t}\\text{ waits with }{kind}\\;{e}' },
      ),
      Does: con(
        [
          ['t', 'name'],
          ['g', 'int'],
          ['head', 'Head'],
          ['context', 'Context'],
          ['e', 'Expr'],
          ['rest', 'Frames'],
        ],
        '{t} ↦ live {g} ({head} {context}[{e}] · {rest})',
        { latex: '{t} \\mapsto \\mathsf{live}\\;{g}\\;({head}\\;{context}[{e}] \\cdot {rest})' },
      ),
      Mediates: con(
        [
          ['o', 'name'],
          ['C', 'name'],
          ['g', 'int'],
          ['inside', 'Inside'],
          ['blocked', 'NameList'],
          ['phase', 'Phase'],
        ],
        '{o} ↦ ({C}, med {g} {inside} ({blocked}) ({phase}))',
        { latex: '{o} \\mapsto ({C}, \\mathsf{med}\\;{g}\\;{inside}\\;({blocked})\\;({phase}))' },
      ),
      Installs: con(
        [
          ['C', 'name'],
          ['o', 'name'],
        ],
        '{o} ∈ todo({C})',
        { latex: '{o} \\in \\mathit{todo}({C})' },
      ),
      Updating: con([['update', 'Update']], 'request of {update}', { latex: '\\text{request of }{update}' }),
    },
    // What claims about configurations go through: one after the other.
    Turns: {
      NoTurns: con([], '·', { latex: '\\cdot' }),
      Turns: con(
        [
          ['turn', 'Turn'],
          ['rest', 'Turns'],
        ],
        '{turn}, {rest}',
      ),
    },
    PlacedList: {
      NoPlaced: con([], '·', { latex: '\\cdot' }),
      PlacedList: con(
        [
          ['o', 'name'],
          ['placed', 'Placed'],
          ['rest', 'PlacedList'],
        ],
        '{o} ↦ {placed}, {rest}',
        { latex: '{o} \\mapsto {placed}, {rest}' },
      ),
    },
    ThreadList: {
      NoThreads: con([], '·', { latex: '\\cdot' }),
      Threads: con(
        [
          ['t', 'name'],
          ['thread', 'Thread'],
          ['rest', 'ThreadList'],
        ],
        '{t} ↦ {thread}, {rest}',
        { latex: '{t} \\mapsto {thread}, {rest}' },
      ),
    },
  },
  maps: {
    /** Γ: variables to types; and objects to types. */
    Env: 'Type',
    /** σ. */
    Settled: 'int',
    ClassMap: 'Versions',
    FormatMap: 'Type',
    StartMap: 'Request',
    /** R. */
    Registry: 'Registered',
    /** O. */
    ObjectMap: 'Placed',
    /** T. */
    ThreadMap: 'Thread',
    /** In: threads to how often they are inside. */
    Inside: 'int',
  } as const,
};

type DeclaredSorts = typeof declaration.sorts;
type DeclaredMaps = typeof declaration.maps;
export interface ComponentsSorts extends DeclaredSorts {}
export interface ComponentsMaps extends DeclaredMaps {}
export interface ComponentsDeclaration {
  readonly sorts: ComponentsSorts;
  readonly maps: ComponentsMaps;
}

export const components: TypedGrammar<ComponentsDeclaration> = grammar<ComponentsDeclaration>(
  'components',
  declaration,
);

/** Sorts of the calculus as TypeScript types. */
export type In<S> = SortOf<ComponentsDeclaration, S>;
export type Type = In<'Type'>;
export type TypeFields = In<'TypeFields'>;
export type Operator = In<'Operator'>;
export type Comparison = In<'Comparison'>;
export type Expr = In<'Expr'>;
export type Fields = In<'Fields'>;
export type Items = In<'Items'>;
export type EFrame = In<'EFrame'>;
export type Context = In<'Context'>;
export type Slots = In<'Slots'>;
export type Params = In<'Params'>;
export type Methods = In<'Methods'>;
export type Exports = In<'Exports'>;
export type Imports = In<'Imports'>;
export type Version = In<'Version'>;
export type Versions = In<'Versions'>;
export type Formats = In<'Formats'>;
export type Classes = In<'Classes'>;
export type Objects = In<'Objects'>;
export type Starts = In<'Starts'>;
export type Kind = In<'Kind'>;
export type Haste = In<'Haste'>;
export type Update = In<'Update'>;
export type Updates = In<'Updates'>;
export type KernelSystem = In<'System'>;
export type Stand = In<'Stand'>;
export type Judging = In<'Judging'>;
export type World = In<'World'>;
export type Judged = In<'Judged'>;
export type Request = In<'Request'>;
export type Registered = In<'Registered'>;
export type Placed = In<'Placed'>;
export type Entry = In<'Entry'>;
export type Phase = In<'Phase'>;
export type NameList = In<'NameList'>;
export type Head = In<'Head'>;
export type Frames = In<'Frames'>;
export type Thread = In<'Thread'>;
export type Config = In<'Config'>;
export type Turn = In<'Turn'>;
export type Turns = In<'Turns'>;
export type PlacedList = In<'PlacedList'>;
export type ThreadList = In<'ThreadList'>;
export type Env = In<'Env'>;
export type Settled = In<'Settled'>;
export type ClassMap = In<'ClassMap'>;
export type FormatMap = In<'FormatMap'>;
export type StartMap = In<'StartMap'>;
export type Registry = In<'Registry'>;
export type ObjectMap = In<'ObjectMap'>;
export type ThreadMap = In<'ThreadMap'>;
export type Inside = In<'Inside'>;

/** The constructors, by sort and tag. */
export const make = components.make;

export const envMap = mapOperations<'Env', Type>('Env');
export const settledMap = mapOperations<'Settled', bigint>('Settled');
export const classMap = mapOperations<'ClassMap', Versions>('ClassMap');
export const formatMap = mapOperations<'FormatMap', Type>('FormatMap');
export const startMap = mapOperations<'StartMap', Request>('StartMap');
export const registryMap = mapOperations<'Registry', Registered>('Registry');
export const objectMap = mapOperations<'ObjectMap', Placed>('ObjectMap');
export const threadMap = mapOperations<'ThreadMap', Thread>('ThreadMap');
export const insideMap = mapOperations<'Inside', bigint>('Inside');
