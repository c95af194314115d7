/** Definitions (section 12), and the parser as a whole. */
import type { IToken } from 'chevrotain';
import { make, type Cap, type Item, type Mu, type Type } from '../grammar.ts';
import { ExpressionParser } from './expressions.ts';
import { unknownCap, unknownMu, type Build, type Construct } from './phrases.ts';
import * as T from './tokens.ts';

export class ProteusParser extends ExpressionParser {
  constructor(constructs: readonly Construct[]) {
    super(constructs);
    this.performSelfAnalysis();
  }

  parameter = this.RULE('parameter', (): Build<[IToken, Type]> => {
    const x = this.CONSUME(T.Ident);
    this.CONSUME(T.Colon);
    const τ = this.SUBRULE(this.type);
    return () => [x, τ()];
  });

  item = this.RULE('item', (): Build<Item> => {
    let add: IToken | undefined;
    this.OPTION(() => {
      add = this.CONSUME(T.keyword.add);
    });
    const item = this.OR([
      { ALT: () => this.SUBRULE(this.typeItem) },
      { ALT: () => this.SUBRULE(this.varItem) },
      { ALT: () => this.SUBRULE(this.funItem) },
    ]);
    return () => {
      const inner = item();
      return add === undefined ? inner : this.like(make.Item.AddItem(inner), inner);
    };
  });

  private typeItem = this.RULE('typeItem', (): Build<Item> => {
    this.CONSUME(T.keyword.type);
    const t = this.CONSUME(T.Ident);
    this.CONSUME(T.Equals);
    const τ = this.SUBRULE(this.type);
    let by: IToken | undefined;
    this.OPTION(() => {
      this.CONSUME(T.keyword.by);
      by = this.CONSUME2(T.Ident);
    });
    return () =>
      this.put(by === undefined ? make.Item.TypeItem(t.image, τ()) : make.Item.ChangeItem(t.image, τ(), by.image), t);
  });

  private varItem = this.RULE('varItem', (): Build<Item> => {
    this.CONSUME(T.keyword.var);
    const z = this.OR([
      { ALT: () => this.CONSUME(T.Ident) },
      {
        ALT: () => {
          const r = this.CONSUME(T.Reference);
          this.ACTION(() => this.reader.annotatedOnly('a cell', r));
          return r;
        },
      },
    ]);
    this.CONSUME(T.Colon);
    const τ = this.SUBRULE(this.type);
    this.CONSUME(T.Equals);
    const e = this.SUBRULE(this.expr);
    return () => {
      const cell = z.image.startsWith('@');
      const name = cell ? `@${BigInt(z.image.slice(1))}` : z.image;
      const binding = (cell ? make.Binding.Cell : make.Binding.Variable)(τ(), e());
      return this.put(make.Item.BindItem(name, this.put(binding, z)), z);
    };
  });

  private funItem = this.RULE('funItem', (): Build<Item> => {
    // `and` may stand for `fun`; what `and` may follow is checked where the items are told apart.
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.keyword.and);
          this.OPTION(() => this.CONSUME(T.keyword.fun));
        },
      },
      { ALT: () => this.CONSUME2(T.keyword.fun) },
    ]);
    const f = this.CONSUME(T.Ident);
    const parameter = this.defer<[IToken, Type]>(this.CONSUME(T.Group['(']), 'parameter').get;
    this.CONSUME(T.Colon);
    const to = this.SUBRULE(this.type);
    let latents: Build<[Mu, Cap]> | undefined;
    this.OPTION2(() => {
      latents = this.defer<[Mu, Cap]>(this.CONSUME(T.Group['[']), 'latents').get;
    });
    this.CONSUME(T.Equals);
    const body = this.SUBRULE(this.expr);
    return () => {
      const [x, from] = parameter();
      const [mu, cap] = latents?.() ?? [unknownMu, unknownCap];
      return this.put(
        make.Item.BindItem(f.image, this.put(make.Binding.Fun(x.image, from, to(), mu, cap, body()), f)),
        f,
      );
    };
  });
}
