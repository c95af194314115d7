/** JSON Schemas (draft 2020-12) from io-ts codecs. */
import * as t from 'io-ts';
import { Described } from '../../semantics/codecs.ts';

export type Schema = { readonly [key: string]: unknown };

export interface Naming {
  /** Codecs that are referred to by a name, wherever they stand. */
  readonly parts: ReadonlyMap<t.Mixed, string>;
  /** The schemas of codecs that are made of no others. */
  readonly leaves: ReadonlyMap<t.Mixed, Schema>;
}

interface Members {
  readonly properties: Record<string, t.Mixed>;
  readonly required: readonly string[];
}

type Tagged = t.Mixed & { readonly _tag?: string };
type Of<K extends string, T> = Tagged & { readonly [k in K]: T };

/** The members of a codec of records; undefined for others. */
function membersOf(codec: Tagged): Members | undefined {
  switch (codec._tag) {
    case 'InterfaceType': {
      const { props } = codec as unknown as { readonly props: t.Props };
      return { properties: props, required: Object.keys(props) };
    }
    case 'PartialType':
      return { properties: (codec as unknown as { readonly props: t.Props }).props, required: [] };
    case 'ReadonlyType':
      return membersOf((codec as Of<'type', t.Mixed>).type);
    case 'IntersectionType': {
      const all = (codec as Of<'types', readonly t.Mixed[]>).types.map(membersOf);
      if (!all.every((m) => m !== undefined)) return undefined;
      return {
        properties: Object.assign({}, ...all.map((m) => m.properties)) as Record<string, t.Mixed>,
        required: all.flatMap((m) => m.required),
      };
    }
    case undefined:
    default:
      return undefined;
  }
}

class Converter {
  readonly defs: Record<string, Schema> = {};
  private readonly naming: Naming;
  constructor(naming: Naming) {
    this.naming = naming;
  }

  of(codec: Tagged): Schema {
    const name = this.naming.parts.get(codec);
    if (name === undefined) return this.made(codec);
    if (!(name in this.defs)) {
      // There before what it is made of, which may speak of it.
      this.defs[name] = {};
      this.defs[name] = this.made(codec);
    }
    return { $ref: `#/$defs/${name}` };
  }

  private object({ properties, required }: Members, closed: boolean): Schema {
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(properties).map(([k, c]) => [k, this.of(c)])),
      ...(required.length === 0 ? {} : { required }),
      ...(closed ? { additionalProperties: false } : {}),
    };
  }

  private made(codec: Tagged): Schema {
    const leaf = this.naming.leaves.get(codec);
    if (leaf !== undefined) return leaf;
    if (codec instanceof Described) return { description: codec.sentence, ...this.of(codec.of as t.Mixed) };
    const members = membersOf(codec);
    if (members !== undefined) return this.object(members, false);
    const inner = () => this.of((codec as Of<'type', t.Mixed>).type);
    switch (codec._tag) {
      case 'StringType':
        return { type: 'string' };
      case 'NumberType':
        return { type: 'number' };
      case 'BooleanType':
        return { type: 'boolean' };
      case 'NullType':
        return { type: 'null' };
      case 'UnknownType':
        return {};
      case 'LiteralType':
        return { const: (codec as Of<'value', unknown>).value };
      case 'KeyofType':
        return { type: 'string', enum: Object.keys((codec as Of<'keys', object>).keys) };
      case 'ArrayType':
      case 'ReadonlyArrayType':
        return { type: 'array', items: inner() };
      case 'ReadonlyType':
        return inner();
      case 'TupleType': {
        const { types } = codec as Of<'types', readonly t.Mixed[]>;
        const most = types.length;
        return { type: 'array', prefixItems: types.map((c) => this.of(c)), items: false, minItems: most };
      }
      case 'DictionaryType':
        return { type: 'object', additionalProperties: this.of((codec as Of<'codomain', t.Mixed>).codomain) };
      case 'ExactType': {
        const closed = membersOf((codec as Of<'type', t.Mixed>).type);
        if (closed !== undefined) return this.object(closed, true);
        break;
      }
      case 'UnionType': {
        const all = (codec as Of<'types', readonly t.Mixed[]>).types.map((c) => this.of(c));
        const plain = all.every((s) => Object.keys(s).length === 1 && typeof s.type === 'string');
        return plain ? { type: all.map((s) => s.type) } : { anyOf: all };
      }
      case 'IntersectionType':
        return { allOf: (codec as Of<'types', readonly t.Mixed[]>).types.map((c) => this.of(c)) };
      case 'RecursiveType':
        return this.of((codec as Of<'type', t.Mixed>).type);
      default:
    }
    throw new Error(`there is no schema for the codec ${codec.name}`);
  }
}

/**
 * The schema of a codec.
 * @throws Error when it is made of a codec that says nothing of itself and is no leaf.
 */
export function schemaOf(title: string, description: string, codec: t.Mixed, naming: Naming): Schema {
  const converter = new Converter(naming);
  const body = converter.of(codec);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    description,
    ...body,
    ...(Object.keys(converter.defs).length === 0 ? {} : { $defs: converter.defs }),
  };
}
