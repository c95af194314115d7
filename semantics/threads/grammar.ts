/**
 * The grammar of Proteus with threads (threads.md, sections 1, 6, 7 and 8): what is added to that of Proteus. Both new expressions are
 * source constructs; `e by i` stands in cells only, while they are being run.
 */
import { con, extendGrammar, type ExtendedSorts, type SortOf, type TypedGrammar } from '../grammar.ts';
import { mapOperations } from '../maps.ts';
import { proteus, type ProteusMaps, type ProteusSorts } from '../proteus/grammar.ts';

const more = {
  sorts: {
    Expr: {
      Fork: con([['e', 'Expr']], 'fork {e@1}', { latex: '\\mathsf{fork}\\;{e@1}', level: 1 }),
      Acquire: con([['e', 'Expr']], 'acquire {e@5}', {
        latex: '\\mathsf{acquire}\\;{e@5}',
        level: 5,
        evaluates: ['e'],
        frames: ['InAcquire'],
      }),
      By: con(
        [
          ['e', 'Expr'],
          ['j', 'name'],
        ],
        '<{e} by {j}>',
        { latex: '{e}^{\\mathsf{by}\\,{j}}' },
      ),
    },
    Frame: {
      InAcquire: con([], 'acquire []', { latex: '\\mathsf{acquire}\\;[]' }),
    },
    // (Ω, H, T): T holds the expressions of all threads, 0 the main one.
    State: {
      State: con(
        [
          ['types', 'Types'],
          ['heap', 'Heap'],
          ['threads', 'Threads'],
        ],
        '({types}, {heap}, {threads})',
      ),
      // Policy versions: each thread has a version, and so has the system; what functions were after so many updates is kept.
      Versioned: con(
        [
          ['types', 'Types'],
          ['heap', 'Heap'],
          ['threads', 'Threads'],
          ['versions', 'Versions'],
          ['code', 'Histories'],
        ],
        '({types}, {heap}, {threads}; {versions}; {code})',
      ),
      // Of variants: what was true of the threads at an earlier moment, and what was to be done.
      Noted: con(
        [
          ['types', 'Types'],
          ['heap', 'Heap'],
          ['threads', 'Threads'],
          ['noted', 'names'],
          ['move', 'Move'],
        ],
        '({types}, {heap}, {threads}; noted {{noted}}; {move})',
        { latex: '({types}, {heap}, {threads};\\,\\text{noted }\\{{noted}\\};\\,{move})' },
      ),
    },
    // Who moves, one after the other.
    Path: {
      Stop: con([], '·', { latex: '\\cdot' }),
      Then: con(
        [
          ['move', 'Move'],
          ['rest', 'Path'],
        ],
        '{move}, {rest}',
      ),
    },
    // Who moves. Which rule it is by, the derivation says.
    Move: {
      Moves: con([['j', 'name']], '{j}'),
      Updates: con(
        [
          ['policy', 'Policy'],
          ['j', 'name'],
          ['update', 'Update'],
        ],
        '{j}:{update} ({policy})',
      ),
      UpdatesAll: con(
        [
          ['policy', 'Policy'],
          ['update', 'Update'],
        ],
        'all:{update} ({policy})',
      ),
      // Of variants: an update found to be admitted, to be applied later.
      Checks: con(
        [
          ['j', 'name'],
          ['update', 'Update'],
        ],
        '{j} checks {update}',
        { latex: '{j}\\text{ checks }{update}' },
      ),
      PassesAll: con([], 'all', { latex: '\\mathsf{all}' }),
      Switches: con([['j', 'name']], '{j}:switch', { latex: '{j}{:}\\mathsf{switch}' }),
      Interrupts: con([['update', 'Update']], 'env:{update}', { latex: '\\mathsf{env}{:}{update}' }),
      Requests: con([], 'env:request', { latex: '\\mathsf{env}{:}\\mathsf{request}' }),
    },
    // When an update may be applied (section 8; behaviours.md, section 8).
    Policy: {
      All: con([], 'all', { latex: '\\mathsf{all}' }),
      Barrier: con([], 'barrier', { latex: '\\mathsf{barrier}' }),
      OwnStatic: con([], 'own-static', { latex: '\\text{own-static}' }),
      BarrierBlocked: con([], 'barrier-blocked', { latex: '\\text{barrier-blocked}' }),
      Interrupt: con([], 'interrupt', { latex: '\\mathsf{interrupt}' }),
      OfVersions: con([], 'versions', { latex: '\\mathsf{versions}' }),
    },
    // Threads as a list, for judgements on all of them.
    ThreadList: {
      NoThreads: con([], '∅', { latex: '\\emptyset' }),
      Thread: con(
        [
          ['j', 'name'],
          ['e', 'Expr'],
          ['rest', 'ThreadList'],
        ],
        '{j} ↦ {e}, {rest}',
        { latex: '{j} \\mapsto {e}, {rest}' },
      ),
    },
  },
  maps: {
    /** T: numbers of threads to expressions. */
    Threads: 'Expr',
    /** Numbers of threads to their versions; the system's own is that of `*`. */
    Versions: 'name',
    /** Versions to the functions of that time. */
    Histories: 'Heap',
  } as const,
};

type DeclaredSorts = ExtendedSorts<ProteusSorts, typeof more.sorts>;
type DeclaredMaps = typeof more.maps & ProteusMaps;
export interface ThreadsSorts extends DeclaredSorts {}
export interface ThreadsMaps extends DeclaredMaps {}
export interface ThreadsDeclaration {
  readonly sorts: ThreadsSorts;
  readonly maps: ThreadsMaps;
}

export const threads: TypedGrammar<ThreadsDeclaration> = extendGrammar<ThreadsDeclaration>('threads', proteus, more);

/** Sorts of the calculus as TypeScript types. */
export type Sort<S> = SortOf<ThreadsDeclaration, S>;
export type Expr = Sort<'Expr'>;
export type Heap = Sort<'Heap'>;
export type State = Sort<'State'>;
export type Move = Sort<'Move'>;
export type Policy = Sort<'Policy'>;
export type Path = Sort<'Path'>;
export type ThreadList = Sort<'ThreadList'>;
export type Threads = Sort<'Threads'>;
export type Versions = Sort<'Versions'>;
export type Histories = Sort<'Histories'>;
export type Types = Sort<'Types'>;
export type Signature = Sort<'Signature'>;
export type Update = Sort<'Update'>;
export type Config = Sort<'Config'>;
export type Program = Sort<'Program'>;
export type Cap = Sort<'Cap'>;
export type Type = Sort<'Type'>;

/** The constructors, by sort and tag. */
export const make = threads.make;

export const threadsMap = mapOperations<'Threads', Expr>('Threads');
export const versionsMap = mapOperations<'Versions', string>('Versions');
export const historiesMap = mapOperations<'Histories', Heap>('Histories');
