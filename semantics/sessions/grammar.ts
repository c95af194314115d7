/**
 * The grammar of sessions (sessions.md, sections 1, 7, 8, 9 and 10). The order of constructors is their order in every
 * pass.
 *
 * Levels of expressions, lowest first: 0 or; 1 and; 2 comparison and not; 3 sum; 4 product; 5 field.
 */
import { con, grammar, type SortOf, type TypedGrammar } from '../grammar.ts';
import { mapOperations } from '../maps.ts';

const declaration = {
  sorts: {
    Sort: {
      Int: con([], 'int', { latex: '\\mathsf{int}' }),
      Bool: con([], 'bool', { latex: '\\mathsf{bool}' }),
      Str: con([], 'str', { latex: '\\mathsf{str}' }),
      Record: con([['fields', 'SortFields']], '{ {fields} }', { latex: '\\{{fields}\\}' }),
    },
    SortFields: {
      NoSorts: con([], '·', { latex: '\\cdot' }),
      SortField: con(
        [
          ['label', 'name'],
          ['sort', 'Sort'],
          ['rest', 'SortFields'],
        ],
        '{label} : {sort}, {rest}',
      ),
    },
    Global: {
      GEnd: con([], 'end', { latex: '\\mathsf{end}' }),
      GVar: con([['t', 'name']], '{t}', { variable: 't' }),
      GRec: con(
        [
          ['t', 'name'],
          ['body', 'Global'],
        ],
        'rec {t}. {body}',
        { latex: '\\mathsf{rec}\\;{t}.\\,{body}', binds: { t: { in: 'body', as: 'GVar' } } },
      ),
      Message: con(
        [
          ['p', 'name'],
          ['q', 'name'],
          ['branches', 'GlobalBranches'],
        ],
        '{p} -> {q} : { {branches} }',
        { latex: '{p} \\to {q} : \\{{branches}\\}' },
      ),
      GAt: con(
        [
          ['u', 'name'],
          ['body', 'Global'],
        ],
        'at {u}. {body}',
        { latex: '\\mathsf{at}\\;{u}.\\,{body}' },
      ),
      // What is under way (section 10): sent and not received.
      Sent: con(
        [
          ['p', 'name'],
          ['q', 'name'],
          ['l', 'name'],
          ['sort', 'Sort'],
          ['body', 'Global'],
        ],
        '{p} ~> {q} : {l}({sort}). {body}',
        { latex: '{p} \\rightsquigarrow {q} : {l}({sort}).\\,{body}' },
      ),
      // The participants that have yet to cross a boundary.
      Crossing: con(
        [
          ['u', 'name'],
          ['left', 'names'],
          ['body', 'Global'],
        ],
        'at {u}⟨{left}⟩. {body}',
        { latex: '\\mathsf{at}\\;{u}\\langle {left}\\rangle.\\,{body}' },
      ),
      // Those that have yet to follow update n out of the old protocol.
      Switching: con(
        [
          ['u', 'name'],
          ['left', 'names'],
          ['n', 'int'],
          ['old', 'Global'],
          ['body', 'Global'],
        ],
        'sw {u}⟨{left}⟩ {n} [{old}]. {body}',
        { latex: '\\mathsf{sw}\\;{u}\\langle {left}\\rangle\\;{n}\\,[{old}].\\,{body}' },
      ),
    },
    GlobalBranches: {
      NoGlobals: con([], '·', { latex: '\\cdot' }),
      GBranch: con(
        [
          ['l', 'name'],
          ['sort', 'Sort'],
          ['body', 'Global'],
          ['rest', 'GlobalBranches'],
        ],
        '{l}({sort}). {body}, {rest}',
      ),
    },
    Local: {
      End: con([], 'end', { latex: '\\mathsf{end}' }),
      LVar: con([['t', 'name']], '{t}', { variable: 't' }),
      LRec: con(
        [
          ['t', 'name'],
          ['body', 'Local'],
        ],
        'rec {t}. {body}',
        { latex: '\\mathsf{rec}\\;{t}.\\,{body}', binds: { t: { in: 'body', as: 'LVar' } } },
      ),
      Out: con(
        [
          ['q', 'name'],
          ['branches', 'LocalBranches'],
        ],
        '{q}!{ {branches} }',
        { latex: '{q}!\\{{branches}\\}' },
      ),
      In: con(
        [
          ['p', 'name'],
          ['branches', 'LocalBranches'],
        ],
        '{p}?{ {branches} }',
        { latex: '{p}?\\{{branches}\\}' },
      ),
      At: con(
        [
          ['u', 'name'],
          ['body', 'Local'],
        ],
        'at {u}. {body}',
        { latex: '\\mathsf{at}\\;{u}.\\,{body}' },
      ),
    },
    LocalBranches: {
      NoLocals: con([], '·', { latex: '\\cdot' }),
      LBranch: con(
        [
          ['l', 'name'],
          ['sort', 'Sort'],
          ['body', 'Local'],
          ['rest', 'LocalBranches'],
        ],
        '{l}({sort}). {body}, {rest}',
      ),
    },
    Operator: {
      Plus: con([], '+'),
      Minus: con([], '-'),
      Times: con([], '*', { latex: '\\times' }),
      Less: con([], '<'),
      Equal: con([], '='),
      And: con([], 'and', { latex: '\\mathsf{and}' }),
      Or: con([], 'or', { latex: '\\mathsf{or}' }),
    },
    Expr: {
      Var: con([['x', 'name']], '{x}', { variable: 'x' }),
      Num: con([['n', 'int']], '{n}', { value: true }),
      True: con([], 'true', { latex: '\\mathsf{true}', value: true }),
      False: con([], 'false', { latex: '\\mathsf{false}', value: true }),
      Text: con([['text', 'name']], '"{text}"', { value: true }),
      Rec: con([['fields', 'Fields']], '{ {fields} }', {
        latex: '\\{{fields}\\}',
        evaluates: ['fields'],
        value: true,
      }),
      Proj: con(
        [
          ['e', 'Expr'],
          ['label', 'name'],
        ],
        '{e@5}.{label}',
        { level: 5, evaluates: ['e'] },
      ),
      Op: con(
        [
          ['op', 'Operator'],
          ['e1', 'Expr'],
          ['e2', 'Expr'],
        ],
        '{e1@3} {op} {e2@4}',
        { latex: '{e1@3}\\;{op}\\;{e2@4}', level: 3, evaluates: ['e1', 'e2'] },
      ),
      Not: con([['e', 'Expr']], 'not {e@2}', { latex: '\\mathsf{not}\\;{e@2}', level: 2, evaluates: ['e'] }),
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
        { evaluates: ['e', 'rest'], value: true },
      ),
    },
    Process: {
      Stop: con([], 'stop', { latex: '\\mathsf{stop}' }),
      Send: con(
        [
          ['q', 'name'],
          ['l', 'name'],
          ['e', 'Expr'],
          ['body', 'Process'],
        ],
        '{q}!{l}({e}); {body}',
        { evaluates: ['e'] },
      ),
      Recv: con(
        [
          ['p', 'name'],
          ['branches', 'Branches'],
        ],
        '{p}?{ {branches} }',
        { latex: '{p}?\\{{branches}\\}' },
      ),
      If: con(
        [
          ['e', 'Expr'],
          ['yes', 'Process'],
          ['no', 'Process'],
        ],
        'if {e} then {yes} else {no}',
        { latex: '\\mathsf{if}\\;{e}\\;\\mathsf{then}\\;{yes}\\;\\mathsf{else}\\;{no}', evaluates: ['e'] },
      ),
      Let: con(
        [
          ['x', 'name'],
          ['e', 'Expr'],
          ['body', 'Process'],
        ],
        'let {x} = {e} in {body}',
        {
          latex: '\\mathsf{let}\\;{x}={e}\\;\\mathsf{in}\\;{body}',
          binds: { x: { in: 'body', as: 'Var' } },
          evaluates: ['e'],
        },
      ),
      Call: con(
        [
          ['f', 'name'],
          ['args', 'Args'],
        ],
        '{f}({args})',
        { evaluates: ['args'] },
      ),
      Update: con([['body', 'Process']], 'update; {body}', { latex: '\\mathsf{update};\\,{body}' }),
      Visit: con(
        [
          ['u', 'name'],
          ['role', 'Role'],
          ['f', 'name'],
          ['args', 'Args'],
        ],
        'at {u} {role}; {f}({args})',
        { latex: '\\mathsf{at}\\;{u}\\;{role};\\,{f}({args})', evaluates: ['args'] },
      ),
    },
    Role: {
      Lead: con([], 'lead', { latex: '\\mathsf{lead}' }),
      From: con([['s', 'name']], 'from {s}', { latex: '\\mathsf{from}\\;{s}' }),
    },
    Branches: {
      NoBranches: con([], '·', { latex: '\\cdot' }),
      // A branch that does not name what it receives has the empty name for it, which no expression can say.
      Branch: con(
        [
          ['l', 'name'],
          ['x', 'name'],
          ['body', 'Process'],
          ['rest', 'Branches'],
        ],
        '{l}({x}); {body} | {rest}',
        { latex: '{l}({x});\\,{body} \\mid {rest}', binds: { x: { in: 'body', as: 'Var' } } },
      ),
    },
    Args: {
      NoArgs: con([], '·', { latex: '\\cdot', value: true }),
      Arg: con(
        [
          ['e', 'Expr'],
          ['rest', 'Args'],
        ],
        '{e}, {rest}',
        { evaluates: ['e', 'rest'], value: true },
      ),
    },
    Params: {
      NoParams: con([], '·', { latex: '\\cdot' }),
      Param: con(
        [
          ['x', 'name'],
          ['sort', 'Sort'],
          ['rest', 'Params'],
        ],
        '{x} : {sort}, {rest}',
      ),
    },
    // What is left to do, as written; in a table whose headings are resolved only local types are left.
    Heading: {
      Start: con([], 'start', { latex: '\\mathsf{start}' }),
      After: con([['u', 'name']], 'after {u}', { latex: '\\mathsf{after}\\;{u}' }),
      Typed: con([['type', 'Local']], '{type}'),
    },
    Table: {
      NoProcs: con([], '∅', { latex: '\\emptyset' }),
      Proc: con(
        [
          ['f', 'name'],
          ['params', 'Params'],
          ['heading', 'Heading'],
          ['body', 'Process'],
          ['rest', 'Table'],
        ],
        '{f} ↦ ({params}) : {heading} = {body}; {rest}',
        { latex: '{f} \\mapsto ({params}) : {heading} = {body};\\ {rest}' },
      ),
    },
    Parties: {
      NoParties: con([], '∅', { latex: '\\emptyset' }),
      Party: con(
        [
          ['p', 'name'],
          ['table', 'Table'],
          ['rest', 'Parties'],
        ],
        'participant {p} { {table} } {rest}',
        { latex: '\\mathsf{participant}\\;{p}\\;\\{{table}\\}\\;{rest}' },
      ),
    },
    // Updates (sections 8 and 9). What a code update has for a participant: procedures to put in, and to add.
    Code: {
      NoCode: con([], '∅', { latex: '\\emptyset' }),
      Replace: con(
        [
          ['f', 'name'],
          ['params', 'Params'],
          ['heading', 'Heading'],
          ['body', 'Process'],
          ['rest', 'Code'],
        ],
        '{f} ↦ ({params}) : {heading} = {body}; {rest}',
        { latex: '{f} \\mapsto ({params}) : {heading} = {body};\\ {rest}' },
      ),
      Add: con(
        [
          ['f', 'name'],
          ['params', 'Params'],
          ['heading', 'Heading'],
          ['body', 'Process'],
          ['rest', 'Code'],
        ],
        'add {f} ↦ ({params}) : {heading} = {body}; {rest}',
        { latex: '\\mathsf{add}\\;{f} \\mapsto ({params}) : {heading} = {body};\\ {rest}' },
      ),
    },
    CodeParts: {
      NoCodeParts: con([], '∅', { latex: '\\emptyset' }),
      CodePart: con(
        [
          ['p', 'name'],
          ['code', 'Code'],
          ['rest', 'CodeParts'],
        ],
        '{p} ↦ { {code} } {rest}',
        { latex: '{p} \\mapsto \\{{code}\\}\\;{rest}' },
      ),
    },
    Entries: {
      NoEntries: con([], '∅', { latex: '\\emptyset' }),
      Entry: con(
        [
          ['f', 'name'],
          ['g', 'name'],
          ['rest', 'Entries'],
        ],
        '{f} ↦ {g}, {rest}',
        { latex: '{f} \\mapsto {g}, {rest}' },
      ),
    },
    Parts: {
      NoParts: con([], '∅', { latex: '\\emptyset' }),
      Part: con(
        [
          ['p', 'name'],
          ['entries', 'Entries'],
          ['table', 'Table'],
          ['rest', 'Parts'],
        ],
        '{p} ↦ { {entries}; {table} } {rest}',
        { latex: '{p} \\mapsto \\{{entries};\\ {table}\\}\\;{rest}' },
      ),
      AddedPart: con(
        [
          ['p', 'name'],
          ['entries', 'Entries'],
          ['table', 'Table'],
          ['rest', 'Parts'],
        ],
        'add {p} ↦ { {entries}; {table} } {rest}',
        { latex: '\\mathsf{add}\\;{p} \\mapsto \\{{entries};\\ {table}\\}\\;{rest}' },
      ),
    },
    Offer: {
      CodeUpdate: con([['parts', 'CodeParts']], 'code { {parts} }', { latex: '\\mathsf{code}\\;\\{{parts}\\}' }),
      ProtocolUpdate: con(
        [
          ['u', 'name'],
          ['protocol', 'Global'],
          ['parts', 'Parts'],
        ],
        'protocol at {u} : {protocol} { {parts} }',
        { latex: '\\mathsf{protocol\\;at}\\;{u} : {protocol}\\;\\{{parts}\\}' },
      ),
    },
    Offers: {
      NoOffers: con([], '·', { latex: '\\cdot' }),
      Offers: con(
        [
          ['offer', 'Offer'],
          ['rest', 'Offers'],
        ],
        '{offer}; {rest}',
      ),
    },
    Program: {
      Program: con(
        [
          ['protocol', 'Global'],
          ['parties', 'Parties'],
          ['offers', 'Offers'],
        ],
        '({protocol}, {parties}, {offers})',
      ),
    },
    // What a version of the program is: the boundary at which it came, its protocol with its projections, the tables of
    // each participant in the order in which code updates made them, the entries, and who was added.
    Version: {
      Version: con(
        [
          ['u', 'name'],
          ['protocol', 'Global'],
          ['locals', 'Projections'],
          ['tables', 'Histories'],
          ['entries', 'EntryMap'],
          ['added', 'names'],
        ],
        '⟨{u}, {protocol}, {locals}, {tables}, {entries}, {added}⟩',
        { latex: '\\langle {u}, {protocol}, {locals}, {tables}, {entries}, {added}\\rangle' },
      ),
    },
    // W: the versions, the latest first.
    Versions: {
      NoVersions: con([], '∅', { latex: '\\emptyset' }),
      Later: con(
        [
          ['version', 'Version'],
          ['rest', 'Versions'],
        ],
        '{rest}, {version}',
      ),
    },
    // Tables of one version, the first one first.
    History: {
      NoTables: con([], '∅', { latex: '\\emptyset' }),
      Tables: con(
        [
          ['table', 'Table'],
          ['rest', 'History'],
        ],
        '{table}, {rest}',
      ),
    },
    Item: {
      Msg: con(
        [
          ['l', 'name'],
          ['v', 'Expr'],
        ],
        '{l}⟨{v}⟩',
        { latex: '{l}\\langle {v}\\rangle' },
      ),
      Mark: con([['n', 'int']], '#{n}', { latex: '\\#{n}' }),
    },
    Items: {
      NoItems: con([], '·', { latex: '\\cdot' }),
      Items: con(
        [
          ['item', 'Item'],
          ['rest', 'Items'],
        ],
        '{item}, {rest}',
      ),
    },
    Thread: {
      // A closed process, its version, how many code updates of that version it has taken, its table.
      Thread: con(
        [
          ['process', 'Process'],
          ['n', 'int'],
          ['taken', 'int'],
          ['table', 'Table'],
        ],
        '⟨{process}, {n}.{taken}, {table}⟩',
        { latex: '\\langle {process}, {n}.{taken}, {table}\\rangle' },
      ),
    },
    ThreadList: {
      NoThreads: con([], '∅', { latex: '\\emptyset' }),
      Threads: con(
        [
          ['p', 'name'],
          ['thread', 'Thread'],
          ['rest', 'ThreadList'],
        ],
        '{p} ↦ {thread}, {rest}',
        { latex: '{p} \\mapsto {thread}, {rest}' },
      ),
    },
    Config: {
      Configuration: con(
        [
          ['threads', 'ThreadMap'],
          ['queues', 'QueueMap'],
        ],
        '({threads}, {queues})',
      ),
    },
    // Where a run has come to: a configuration, alone or beside the protocol under way.
    Run: {
      Alone: con([['config', 'Config']], '⟨{config}⟩', { latex: '\\langle {config}\\rangle' }),
      Beside: con(
        [
          ['protocol', 'Global'],
          ['config', 'Config'],
        ],
        '⟨{protocol} beside {config}⟩',
        { latex: '\\langle {protocol}\\;\\mathrm{beside}\\;{config}\\rangle' },
      ),
    },
    // What a step does.
    Action: {
      Silent: con([], 'τ', { latex: '\\tau' }),
      Sends: con(
        [
          ['q', 'name'],
          ['l', 'name'],
        ],
        '{q}!{l}',
      ),
      Receives: con(
        [
          ['q', 'name'],
          ['l', 'name'],
        ],
        '{q}?{l}',
      ),
      Skips: con([], 'skip', { latex: '\\mathsf{skip}' }),
      Takes: con([], 'code', { latex: '\\mathsf{code}' }),
      Stays: con([['u', 'name']], 'stay {u}', { latex: '\\mathsf{stay}\\;{u}' }),
      Leads: con(
        [
          ['u', 'name'],
          ['n', 'int'],
        ],
        'lead {u} {n}',
        { latex: '\\mathsf{lead}\\;{u}\\;{n}' },
      ),
      Follows: con(
        [
          ['u', 'name'],
          ['n', 'int'],
        ],
        'follow {u} {n}',
        { latex: '\\mathsf{follow}\\;{u}\\;{n}' },
      ),
    },
    // What a queue has to hold by the protocol.
    Expected: {
      Nothing: con([], '·', { latex: '\\cdot' }),
      ExpectMsg: con(
        [
          ['l', 'name'],
          ['sort', 'Sort'],
          ['rest', 'Expected'],
        ],
        '{l}({sort}), {rest}',
      ),
      ExpectMark: con(
        [
          ['n', 'int'],
          ['rest', 'Expected'],
        ],
        '#{n}, {rest}',
        { latex: '\\#{n}, {rest}' },
      ),
    },
    // Pairs of participants, and pairs of local types.
    Pairs: {
      NoPairs: con([], '·', { latex: '\\cdot' }),
      Pair: con(
        [
          ['p', 'name'],
          ['q', 'name'],
          ['rest', 'Pairs'],
        ],
        '({p}, {q}), {rest}',
      ),
    },
    Assumed: {
      NoAssumptions: con([], '∅', { latex: '\\emptyset' }),
      Assume: con(
        [
          ['lower', 'Local'],
          ['upper', 'Local'],
          ['rest', 'Assumed'],
        ],
        '{rest}, {lower} ≤ {upper}',
        { latex: '{rest}, {lower} \\le {upper}' },
      ),
    },
    // Names one after the other, for judgements on all of them.
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
  },
  maps: {
    /** Γ: variables to sorts. */
    Env: 'Sort',
    /** T. */
    ThreadMap: 'Thread',
    /** Q: `p q` to the items on their way from p to q; no key where there are none. */
    QueueMap: 'Items',
    /** Participants to local types. */
    Projections: 'Local',
    /** Participants to their tables. */
    Histories: 'History',
    /** Participants to their entries. */
    EntryMap: 'Entries',
    /** Assumed pairs, by the names of the binders that were unfolded. */
    AssumedMap: 'Assumed',
  } as const,
};

type DeclaredSorts = typeof declaration.sorts;
type DeclaredMaps = typeof declaration.maps;
export interface SessionsSorts extends DeclaredSorts {}
export interface SessionsMaps extends DeclaredMaps {}
export interface SessionsDeclaration {
  readonly sorts: SessionsSorts;
  readonly maps: SessionsMaps;
}

export const sessions: TypedGrammar<SessionsDeclaration> = grammar<SessionsDeclaration>('sessions', declaration);

/** Sorts of the calculus as TypeScript types. */
export type In<S> = SortOf<SessionsDeclaration, S>;
export type Sort = In<'Sort'>;
export type SortFields = In<'SortFields'>;
export type Global = In<'Global'>;
export type GlobalBranches = In<'GlobalBranches'>;
export type Local = In<'Local'>;
export type LocalBranches = In<'LocalBranches'>;
export type Operator = In<'Operator'>;
export type Expr = In<'Expr'>;
export type Fields = In<'Fields'>;
export type Process = In<'Process'>;
export type Role = In<'Role'>;
export type Branches = In<'Branches'>;
export type Args = In<'Args'>;
export type Params = In<'Params'>;
export type Heading = In<'Heading'>;
export type Table = In<'Table'>;
export type Parties = In<'Parties'>;
export type Code = In<'Code'>;
export type CodeParts = In<'CodeParts'>;
export type Entries = In<'Entries'>;
export type Parts = In<'Parts'>;
export type Offer = In<'Offer'>;
export type Offers = In<'Offers'>;
export type Program = In<'Program'>;
export type Version = In<'Version'>;
export type Versions = In<'Versions'>;
export type History = In<'History'>;
export type Item = In<'Item'>;
export type Items = In<'Items'>;
export type Thread = In<'Thread'>;
export type ThreadList = In<'ThreadList'>;
export type Config = In<'Config'>;
export type Run = In<'Run'>;
export type Action = In<'Action'>;
export type Expected = In<'Expected'>;
export type Pairs = In<'Pairs'>;
export type Assumed = In<'Assumed'>;
export type NameList = In<'NameList'>;
export type Env = In<'Env'>;
export type ThreadMap = In<'ThreadMap'>;
export type QueueMap = In<'QueueMap'>;
export type Projections = In<'Projections'>;
export type Histories = In<'Histories'>;
export type EntryMap = In<'EntryMap'>;
export type AssumedMap = In<'AssumedMap'>;

/** The constructors, by sort and tag. */
export const make = sessions.make;

export const envMap = mapOperations<'Env', Sort>('Env');
export const threadMap = mapOperations<'ThreadMap', Thread>('ThreadMap');
export const queueMap = mapOperations<'QueueMap', Items>('QueueMap');
export const projectionMap = mapOperations<'Projections', Local>('Projections');
export const historyMap = mapOperations<'Histories', History>('Histories');
export const entryMap = mapOperations<'EntryMap', Entries>('EntryMap');
export const assumedMap = mapOperations<'AssumedMap', Assumed>('AssumedMap');
