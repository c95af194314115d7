/** From terms to text (section 13): what is printed reads back as the same term. No native stack is used. */
import type { Term } from '../../grammar.ts';
import type {
  Args,
  Branches,
  Code,
  CodeParts,
  Entries,
  Expr,
  Fields,
  Global,
  GlobalBranches,
  Heading,
  Item,
  Local,
  LocalBranches,
  Offer,
  Operator,
  Params,
  Parties,
  Parts,
  Process,
  Program,
  Role,
  Sort,
  SortFields,
  Table,
} from '../grammar.ts';

/** A piece of text, or a term to be printed where an expression of at least this level may stand. */
type Piece = string | { readonly term: Term; readonly level?: number };

const at = (term: Term, level?: number): Piece => (level === undefined ? { term } : { term, level });
const isUnit = (S: Sort): boolean => S.tag === 'Record' && S.fields.tag === 'NoSorts';
const isNothing = (e: Expr): boolean => e.tag === 'Rec' && e.fields.tag === 'NoFields';
const joined = (lists: readonly Piece[][], separator: string): Piece[] =>
  lists.flatMap((pieces, i) => (i === 0 ? pieces : [separator, ...pieces]));

const operators: Readonly<Record<Operator['tag'], readonly [text: string, level: number]>> = {
  Or: ['or', 0],
  And: ['and', 1],
  Equal: ['=', 2],
  Less: ['<', 2],
  Plus: ['+', 3],
  Minus: ['-', 3],
  Times: ['*', 4],
};

type Printed = Sort | Global | Local | Expr | Process | Heading | Role | Item | Table | Offer | Program | Parties;

function pieces(term: Printed, level: number): Piece[] {
  const bracketed = (own: number, inner: Piece[]): Piece[] => (own < level ? ['(', ...inner, ')'] : inner);
  switch (term.tag) {
    case 'Int':
      return ['int'];
    case 'Bool':
      return ['bool'];
    case 'Str':
      return ['str'];
    case 'Record': {
      const fields: Piece[][] = [];
      for (let f: SortFields = term.fields; f.tag === 'SortField'; f = f.rest)
        fields.push([`${f.label} : `, at(f.sort)]);
      return fields.length === 0 ? ['{}'] : ['{ ', ...joined(fields, ', '), ' }'];
    }
    case 'GEnd':
    case 'End':
      return ['end'];
    case 'GVar':
    case 'LVar':
      return [term.t];
    case 'GRec':
    case 'LRec':
      return [`rec ${term.t}. `, at(term.body)];
    case 'GAt':
    case 'At':
      return [`at ${term.u}. `, at(term.body)];
    case 'Message':
      return [`${term.p} -> ${term.q} : `, ...choice(term.branches)];
    case 'Out':
      return [`${term.q}!`, ...choice(term.branches)];
    case 'In':
      return [`${term.p}?`, ...choice(term.branches)];
    case 'Sent':
      return [`${term.p} ~> ${term.q} : ${term.l}`, ...sortOf(term.sort), '. ', at(term.body)];
    case 'Crossing':
      return [`at ${term.u}⟨${term.left.join(', ')}⟩. `, at(term.body)];
    case 'Switching':
      return [`sw ${term.u}⟨${term.left.join(', ')}⟩ ${term.n} [`, at(term.old), ']. ', at(term.body)];
    case 'Var':
      return [term.x];
    case 'Num':
      return [String(term.n)];
    case 'True':
      return ['true'];
    case 'False':
      return ['false'];
    case 'Text':
      return [`"${term.text}"`];
    case 'Rec': {
      const fields: Piece[][] = [];
      for (let f: Fields = term.fields; f.tag === 'Field'; f = f.rest) fields.push([`${f.label} = `, at(f.e, 0)]);
      return fields.length === 0 ? ['{}'] : ['{ ', ...joined(fields, ', '), ' }'];
    }
    case 'Proj':
      return [at(term.e, 5), `.${term.label}`];
    case 'Op': {
      const [text, own] = operators[term.op.tag];
      // Comparisons do not associate; their sides are sums.
      const left = own === 2 ? 3 : own;
      return bracketed(own, [at(term.e1, left), ` ${text} `, at(term.e2, own + 1)]);
    }
    case 'Not':
      return bracketed(2, ['not ', at(term.e, 2)]);
    case 'Stop':
      return ['stop'];
    case 'Send':
      return [`${term.q}!${term.l}`, ...(isNothing(term.e) ? [] : ['(', at(term.e, 0), ')']), '; ', at(term.body)];
    case 'Recv': {
      const all: Piece[][] = [];
      for (let b: Branches = term.branches; b.tag === 'Branch'; b = b.rest)
        all.push([`${b.l}${b.x === '' ? '' : `(${b.x})`}; `, at(b.body)]);
      return all.length === 1 ? [`${term.p}?`, ...(all[0] as Piece[])] : [`${term.p}?{ `, ...joined(all, ' | '), ' }'];
    }
    case 'If':
      return ['if ', at(term.e, 0), ' then ', at(term.yes), ' else ', at(term.no)];
    case 'Let':
      return [`let ${term.x} = `, at(term.e, 0), ' in ', at(term.body)];
    case 'Call':
      return [`${term.f}`, ...args(term.args)];
    case 'Update':
      return ['update; ', at(term.body)];
    case 'Visit':
      return [`at ${term.u} `, at(term.role), `; ${term.f}`, ...args(term.args)];
    case 'Lead':
      return ['lead'];
    case 'From':
      return [`from ${term.s}`];
    case 'Start':
      return ['start'];
    case 'After':
      return [`after ${term.u}`];
    case 'Typed':
      return [at(term.type)];
    case 'Msg':
      return isNothing(term.v) ? [term.l] : [`${term.l}(`, at(term.v, 0), ')'];
    case 'Mark':
      return [`#${term.n}`];
    case 'NoProcs':
    case 'NoParties':
      return [];
    case 'Proc': {
      const all: Piece[] = [];
      for (let D: Table = term; D.tag === 'Proc'; D = D.rest) all.push(...proc(D, ''));
      return all;
    }
    case 'Party': {
      const all: Piece[] = [];
      for (let K: Parties = term; K.tag === 'Party'; K = K.rest) all.push(`participant ${K.p} {\n`, at(K.table), '}\n');
      return all;
    }
    case 'CodeUpdate': {
      const all: Piece[] = ['update code\n'];
      for (let J: CodeParts = term.parts; J.tag === 'CodePart'; J = J.rest) {
        all.push(`participant ${J.p} {\n`);
        for (let d: Code = J.code; d.tag !== 'NoCode'; d = d.rest) all.push(...proc(d, d.tag === 'Add' ? 'add ' : ''));
        all.push('}\n');
      }
      return all;
    }
    case 'ProtocolUpdate': {
      const all: Piece[] = [`update protocol at ${term.u} :\n  `, at(term.protocol), '\n'];
      for (let I: Parts = term.parts; I.tag !== 'NoParts'; I = I.rest) {
        all.push(`${I.tag === 'AddedPart' ? 'add ' : ''}participant ${I.p} {\n`);
        for (let N: Entries = I.entries; N.tag === 'Entry'; N = N.rest) all.push(`  entry ${N.f} = ${N.g}\n`);
        all.push(at(I.table), '}\n');
      }
      return all;
    }
    case 'Program': {
      const all: Piece[] = ['protocol\n  ', at(term.protocol), '\n', at(term.parties)];
      for (let Y = term.offers; Y.tag === 'Offers'; Y = Y.rest) all.push(at(Y.offer));
      return all;
    }
  }
}

const sortOf = (S: Sort): Piece[] => (isUnit(S) ? [] : ['(', at(S), ')']);
function choice(branches: GlobalBranches | LocalBranches): Piece[] {
  const all: Piece[][] = [];
  for (let b = branches; b.tag === 'GBranch' || b.tag === 'LBranch'; b = b.rest)
    all.push([b.l, ...sortOf(b.sort), '. ', at(b.body)]);
  return all.length === 1 ? (all[0] as Piece[]) : ['{ ', ...joined(all, ', '), ' }'];
}
function args(a: Args): Piece[] {
  const all: Piece[][] = [];
  for (let arg = a; arg.tag === 'Arg'; arg = arg.rest) all.push([at(arg.e, 0)]);
  return ['(', ...joined(all, ', '), ')'];
}
interface Procedure {
  readonly f: string;
  readonly params: Params;
  readonly heading: Heading;
  readonly body: Process;
}
function proc(D: Procedure, before: string): Piece[] {
  const params: Piece[][] = [];
  for (let p = D.params; p.tag === 'Param'; p = p.rest) params.push([`${p.x} : `, at(p.sort)]);
  return [`  ${before}proc ${D.f}(`, ...joined(params, ', '), ') : ', at(D.heading), ' =\n    ', at(D.body), '\n'];
}

/** Prints a sort, protocol, local type, expression, process, heading, item, table, update or file. */
export function print(term: Printed): string {
  const out: string[] = [];
  const stack: Piece[] = [at(term)];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === 'string') {
      out.push(top);
      continue;
    }
    const inner = pieces(top.term as Printed, top.level ?? 0);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Piece);
  }
  return out.join('');
}
