/** From terms to text (section 12): what is printed of a system reads back as the same term. No native stack is used. */
import type { Term } from '../../grammar.ts';
import type {
  Classes,
  Comparison,
  Expr,
  Fields,
  Formats,
  Items,
  KernelSystem,
  Methods,
  Objects,
  Operator,
  Params,
  Slots,
  Starts,
  Type,
  TypeFields,
  Update,
  Updates,
  Version,
} from '../grammar.ts';

/** A piece of text, or a term to be printed where an expression of at least this level may stand. */
type Piece = string | { readonly term: Printed; readonly level: number };
type Printed = Type | Expr | Version | Update | KernelSystem;

const at = (term: Printed, level = 0): Piece => ({ term, level });
const joined = (lists: readonly Piece[][], separator: string): Piece[] =>
  lists.flatMap((pieces, i) => (i === 0 ? pieces : [separator, ...pieces]));

const operators: Readonly<Record<Operator['tag'], readonly [text: string, level: number]>> = {
  Plus: ['+', 3],
  Minus: ['-', 3],
  Times: ['*', 4],
};
const comparisons: Readonly<Record<Comparison['tag'], string>> = { Equal: '=', Less: '<' };

function fields(s: Fields): Piece[] {
  const all: Piece[][] = [];
  for (let f = s; f.tag === 'Field'; f = f.rest) all.push([`${f.f} = `, at(f.e)]);
  return ['{', ...joined(all, ', '), '}'];
}
function items(a: Items): Piece[] {
  const all: Piece[][] = [];
  for (let i = a; i.tag === 'Item'; i = i.rest) all.push([at(i.e)]);
  return joined(all, ', ');
}
function params(ξ: Params): Piece[] {
  const all: Piece[][] = [];
  for (let p = ξ; p.tag === 'Param'; p = p.rest) all.push([`${p.x} : `, at(p.type)]);
  return ['(', ...joined(all, ', '), ')'];
}

function pieces(term: Printed, level: number): Piece[] {
  const bracketed = (own: number, inner: Piece[]): Piece[] => (own < level ? ['(', ...inner, ')'] : inner);
  switch (term.tag) {
    case 'Int':
      return ['int'];
    case 'Named':
      return [term.C];
    case 'Ref':
      return [`${term.C}@${term.j}`];
    case 'Record': {
      const all: Piece[][] = [];
      for (let f: TypeFields = term.fields; f.tag === 'TypeField'; f = f.rest) all.push([`${f.l} : `, at(f.type)]);
      return ['{', ...joined(all, ', '), '}'];
    }
    case 'List':
      return [at(term.of), ' list'];
    case 'Num':
      return [String(term.n)];
    case 'Var':
      return [term.x];
    case 'Obj':
      return [term.o];
    case 'Self':
      return ['self'];
    case 'Next':
      return ['next'];
    case 'Rec':
      return fields(term.fields);
    case 'Proj':
      return [at(term.e, 5), `.${term.l}`];
    case 'Nil':
      return ['nil[', at(term.type), ']'];
    case 'Lit':
      return ['[', ...items(term.items), ']'];
    case 'Cons':
      return bracketed(2, [at(term.e1, 3), ' :: ', at(term.e2, 2)]);
    case 'Op': {
      const [text, own] = operators[term.op.tag];
      return bracketed(own, [at(term.e1, own), ` ${text} `, at(term.e2, own + 1)]);
    }
    case 'If':
      return bracketed(0.5, [
        'if ',
        at(term.e1, 3),
        ` ${comparisons[term.cmp.tag]} `,
        at(term.e2, 3),
        ' then ',
        at(term.yes),
        ' else ',
        at(term.no),
      ]);
    case 'Let':
      return term.x === ''
        ? bracketed(0, [at(term.e1, 1), '; ', at(term.e2)])
        : bracketed(0.5, [`let ${term.x} = `, at(term.e1), ' in ', at(term.e2)]);
    case 'Fold':
      return bracketed(0.5, [
        `fold (${term.x}, ${term.y} : `,
        at(term.type),
        ' = ',
        at(term.e0),
        ') over ',
        at(term.e1, 3),
        ' do ',
        at(term.e2),
      ]);
    case 'While':
      return bracketed(0.5, [
        'while ',
        at(term.e1, 3),
        ` ${comparisons[term.cmp.tag]} `,
        at(term.e2, 3),
        ' do ',
        at(term.e3),
      ]);
    case 'Get':
      return [`my.${term.f}`];
    case 'Set':
      return bracketed(1, [`my.${term.f} := `, at(term.e, 1)]);
    case 'New':
      return [`new ${term.C}`];
    case 'Send':
      return [at(term.e, 5), `.${term.m}(`, ...items(term.args), ')'];
    case 'Call':
      return [at(term.e, 5), `.${term.m}[${term.C}@${term.k}](`, ...items(term.args), ')'];
    case 'Waits':
      return ['□'];
    case 'Version':
      return members(term);
    case 'Update':
      return [
        `update ${term.u}${term.haste.tag === 'Lazy' ? ' lazy' : ''}\n`,
        ...formats(term.formats),
        ...classes(term.classes),
      ];
    case 'System':
      return [
        ...formats(term.formats),
        ...classes(term.classes),
        ...objects(term.objects),
        ...starts(term.starts),
        ...updates(term.updates),
      ];
  }
}

function members(V: Version): Piece[] {
  const all: Piece[] = [];
  for (let d: Slots = V.fields; d.tag === 'Slot'; d = d.rest)
    all.push(`  field ${d.f} : `, at(d.type), ' = ', at(d.e), '\n');
  const methods = (word: string, M: Methods): void => {
    for (let m = M; m.tag === 'Method'; m = m.rest)
      all.push(`  ${word} ${m.m}`, ...params(m.params), ' : ', at(m.type), ' = ', at(m.e), '\n');
  };
  methods('method', V.methods);
  methods('adapt', V.adaptors);
  for (let X = V.exports; X.tag === 'Export'; X = X.rest) all.push(`  export ${X.F} = `, at(X.e), '\n');
  for (let I = V.imports; I.tag === 'Import'; I = I.rest)
    all.push(`  import ${I.F}(${I.x}) = `, ...fields(I.fields), '\n');
  return all;
}
function formats(θ: Formats): Piece[] {
  const all: Piece[] = [];
  for (let f = θ; f.tag === 'Format'; f = f.rest) all.push(`format ${f.F} = `, at(f.type), '\n');
  return all;
}
function classes(χ: Classes): Piece[] {
  const all: Piece[] = [];
  for (let c = χ; c.tag === 'Class'; c = c.rest) all.push(`class ${c.C} {\n`, at(c.version), '}\n');
  return all;
}
function objects(Y: Objects): Piece[] {
  const all: Piece[] = [];
  for (let o = Y; o.tag === 'Object'; o = o.rest)
    all.push(`object ${o.o} : ${o.C}`, ...(o.fields.tag === 'NoFields' ? [] : [' ', ...fields(o.fields)]), '\n');
  return all;
}
function starts(Z: Starts): Piece[] {
  const all: Piece[] = [];
  for (let z = Z; z.tag === 'Start'; z = z.rest)
    all.push(`${z.kind.tag === 'Once' ? 'thread' : 'source'} ${z.t} = `, at(z.e), '\n');
  return all;
}
function updates(Q: Updates): Piece[] {
  const all: Piece[] = [];
  for (let q = Q; q.tag === 'Updates'; q = q.rest) all.push(at(q.update));
  return all;
}

/** A term as it is written; versions of types and calls show where they are known. */
export function print(term: Printed | Term): string {
  const out: string[] = [];
  const stack: Piece[] = [at(term as Printed)];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === 'string') out.push(top);
    else {
      const inner = pieces(top.term, top.level);
      for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Piece);
    }
  }
  return out.join('');
}
