/** Types and capabilities (section 12). */
import type { IToken } from 'chevrotain';
import { cofinite, finite } from '../capability.ts';
import { make, type Cap, type Mu, type Type, type TypeFields } from '../grammar.ts';
import { found, type GroupToken } from './groups.ts';
import { PhraseParser, unknownCap, unknownMu, type Build } from './phrases.ts';
import * as T from './tokens.ts';

const { Int, Named, Record, Ref, Arrow } = make.Type;

export abstract class TypeParser extends PhraseParser {
  type = this.RULE('type', (): Build<Type> => {
    const parts: Build<Type>[] = [];
    const arrows: (Build<[Mu, Cap]> | undefined)[] = [];
    parts.push(this.SUBRULE(this.post));
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Arrow);
            arrows.push(undefined);
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Minus);
            const g = this.CONSUME(T.Group['[']);
            const { get } = this.defer<[Mu, Cap]>(g, 'latents');
            arrows.push(get);
            this.CONSUME2(T.Arrow);
          },
        },
      ]);
      parts.push(this.SUBRULE2(this.post));
    });
    return () => {
      let τ = (parts[parts.length - 1] as Build<Type>)();
      for (let i = parts.length - 2; i >= 0; i--) {
        const from = (parts[i] as Build<Type>)();
        const [mu, cap] = arrows[i]?.() ?? [unknownMu, unknownCap];
        τ = this.like(Arrow(from, mu, cap, τ), from);
      }
      return τ;
    };
  });

  private post = this.RULE('post', (): Build<Type> => {
    const atom = this.SUBRULE(this.atom);
    let refs = 0;
    this.MANY(() => {
      this.CONSUME(T.keyword.ref);
      refs++;
    });
    return () => {
      let τ = atom();
      for (let i = 0; i < refs; i++) τ = this.like(Ref(τ), τ);
      return τ;
    };
  });

  private atom = this.RULE('atom', (): Build<Type> =>
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.keyword.int);
          return () => Int();
        },
      },
      {
        ALT: () => {
          const t = this.CONSUME(T.Ident);
          return () => this.put(Named(t.image), t);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['{']);
          const fields = this.defer<TypeFields>(g, 'typeFields').get;
          return () => this.put(Record(fields()), g);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['(']);
          return this.defer<Type>(g, 'type').get;
        },
      },
    ]),
  );

  typeFields = this.RULE('typeFields', (): Build<TypeFields> => {
    const all: { readonly l: IToken; readonly τ: Build<Type> }[] = [];
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        const l = this.CONSUME(T.Ident);
        this.CONSUME(T.Colon);
        const τ = this.SUBRULE(this.type);
        all.push({ l, τ });
      },
    });
    return () => {
      let list: TypeFields = make.TypeFields.NoTypes();
      for (let i = all.length - 1; i >= 0; i--) {
        const { l, τ } = all[i] as (typeof all)[number];
        list = this.put(make.TypeFields.TypeField(l.image, τ(), list), l);
      }
      return list;
    };
  });

  /** μ;Δ */
  latents = this.RULE('latents', (): Build<[Mu, Cap]> => {
    const mu = this.CONSUME(T.Ident);
    this.ACTION(() => {
      if (mu.image !== 'N' && mu.image !== 'U') this.reader.mistake(`expected 'N' or 'U', found ${found(mu)}`, mu);
    });
    this.CONSUME(T.Semicolon);
    const cap = this.SUBRULE(this.capability);
    return () => [mu.image === 'U' ? make.Mu.U() : make.Mu.N(), cap()];
  });

  capability = this.RULE('capability', (): Build<Cap> =>
    this.OR([
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['{']);
          const names = this.defer<string[]>(g, 'names').get;
          return () => this.put(finite(names()), g);
        },
      },
      {
        ALT: () => {
          const star = this.CONSUME(T.Star);
          let names: Build<string[]> | undefined;
          this.OPTION(() => {
            this.CONSUME(T.Backslash);
            const g = this.CONSUME2(T.Group['{']);
            this.ACTION(() => {
              const { content, close } = g as GroupToken;
              if (content.length === 0) this.reader.mistake(`expected a type, found ${found(close)}`, close);
            });
            names = this.defer<string[]>(g, 'names').get;
          });
          return () => this.put(cofinite(names?.() ?? []), star);
        },
      },
    ]),
  );

  names = this.RULE('names', (): Build<string[]> => {
    const all: IToken[] = [];
    this.MANY_SEP({ SEP: T.Comma, DEF: () => all.push(this.CONSUME(T.Ident)) });
    return () => all.map((t) => t.image);
  });

  typeName = this.RULE('typeName', (): Build<string> => {
    const t = this.CONSUME(T.Ident);
    return () => t.image;
  });
}
