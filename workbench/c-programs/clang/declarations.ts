/** Declarations of a file, as they come: types with their members, globals, functions (sections 1 and 6). */
import type { Callee } from '../code.ts';
import { readBody } from './body.ts';
import type { Context } from './context.ts';
import { digest, written } from './fingerprint.ts';
import { fileName, Places, type Place, type TreeNode } from './tree.ts';
import { shapeOf, TypeReader, valueKey, type CType } from './types.ts';
import type { Unit, UnitFunction, UnitGlobal, UnitPin, UnitRemark, UnitType } from './unit.ts';

/** An error that clang reports. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const [typedefMark, functionMark, bodyMark, staticMark] = [
  '"kind": "TypedefDecl"',
  '"kind": "FunctionDecl"',
  '"kind": "CompoundStmt"',
  '"storageClass": "static"',
].map((t) => Buffer.from(t)) as [Buffer, Buffer, Buffer, Buffer];
const tagKinds: Readonly<Record<string, 'struct' | 'union'>> = { struct: 'struct', union: 'union' };
const tag = (node: TreeNode): string | undefined => {
  const name = node.name;
  return name === undefined || name === '' ? undefined : name;
};

/** What all that is read from a file has in common. */
export class FileReader implements Context {
  readonly places = new Places();
  readonly typedefs = new Map<string, { readonly type: CType; readonly own: boolean }>();
  readonly types: TypeReader;
  /** Members, by clang's number, and the names of the records that they are members of, outermost last. */
  readonly fields = new Map<string, readonly string[]>();
  /** Enumerators by clang's number, and their enumerations. */
  readonly enumerators = new Map<string, string>();
  /** Static globals and functions of this file: their names with the file's. */
  readonly statics = new Map<string, string>();
  readonly taken = new Set<string>();
  readonly pinned: UnitPin[] = [];
  readonly unsupported: UnitRemark[] = [];
  readonly handlers: { callee: Callee; why: string }[] = [];
  readonly globals = new Map<string, UnitGlobal>();
  private readonly found = new Map<string, UnitType>();
  private readonly functions: UnitFunction[] = [];
  private readonly anonymous = new Map<string, string>();
  /** Records and enumerations without a tag that nothing has named yet, by clang's number. */
  private pending = new Map<string, { readonly node: TreeNode; readonly place: Place; readonly at: string }>();
  private readonly lost: UnitRemark[] = [];
  private readonly file: string;
  private readonly stem: string;
  private readonly isSystem: (file: string) => boolean;

  constructor(file: string, stem: string, isSystem: (file: string) => boolean) {
    this.file = fileName(file);
    this.stem = stem;
    this.isSystem = isSystem;
    this.types = new TypeReader((place) => this.anonymous.get(place));
  }

  key(t: CType): string | null {
    return valueKey(t, this.typedefs, () => true);
  }
  typeOf(node: TreeNode): CType {
    return this.types.read(node.type?.qualType ?? '');
  }
  /** A type's text with names instead of places. */
  normal = (text: string): string =>
    text.replace(
      /\((?:anonymous|unnamed)[^()]* at ([^()]*)\)/g,
      (_, place: string) => `(${this.anonymous.get(place) ?? ''})`,
    );

  /** The name of something static in a file: its own, or a header's. */
  qualified(name: string, file: string): string {
    return `${file === this.file ? this.stem : file}:${name}`;
  }

  /**
   * Whether a declaration in the text of the tree is one of which nothing counts; it is passed then. Of the system's only typedefs do; of
   * functions those that have bodies or are static.
   */
  skips(text: Buffer): boolean {
    const head = text.subarray(0, 80);
    if (head.includes(functionMark) && !text.includes(bodyMark) && !text.includes(staticMark))
      return this.places.skip(text, () => true);
    return !head.includes(typedefMark) && this.places.skip(text, this.isSystem);
  }

  /** Reads the next declaration of the file. */
  declaration(node: TreeNode): void {
    this.places.pass(node);
    const place = this.places.of(node);
    if (node.kind === undefined || place === undefined || node['isImplicit'] === true) return;
    const own = !this.isSystem(place.file) && place.file !== '';
    this.declare(node, place, own, undefined);
  }

  /** A declaration at the beginning of a file, or in a function. */
  declare(node: TreeNode, place: Place, own: boolean, within: string | undefined): void {
    switch (node.kind) {
      case 'RecordDecl':
      case 'EnumDecl':
        if (own) this.tagged(node, place);
        return;
      case 'TypedefDecl':
        return this.typedef(node, place, own);
      case 'VarDecl':
        if (own && within === undefined) this.global(node, place);
        return;
      case 'FunctionDecl':
        if (own) this.function(node, place);
        return;
      case 'FileScopeAsmDecl':
        if (own) this.unsupported.push({ what: 'assembler', function: null, ...place });
    }
  }

  private at(node: TreeNode, place: Place): string {
    const loc = node['loc'] as { col?: number; expansionLoc?: { col?: number } } | undefined;
    return `${place.file}:${place.line}:${loc?.col ?? loc?.expansionLoc?.col ?? 0}`;
  }

  private tagged(node: TreeNode, place: Place): void {
    const enumeration = node.kind === 'EnumDecl';
    if (!enumeration && node['completeDefinition'] !== true) return;
    const name = tag(node);
    if (name !== undefined) return this.define(node, name, place);
    const at = this.at(node, place);
    if (enumeration) {
      // What only names numbers is called by the first of them, unless a typedef comes.
      const first = node.inner?.find((n) => n.kind === 'EnumConstantDecl')?.name;
      this.anonymous.set(at, `enum ${first ?? ''}`);
    }
    this.pending.set(node.id ?? '', { node, place, at });
  }

  /** Names what has no tag, by what it is the type of. */
  nameAnonymous(type: string, name: string): void {
    for (const [id, p] of this.pending)
      if (type.includes(`${p.at})`)) {
        this.pending.delete(id);
        this.anonymous.set(p.at, name);
        this.define(p.node, name, p.place);
      }
  }

  private define(node: TreeNode, name: string, place: Place): void {
    if (node.kind === 'EnumDecl') {
      const constants = (node.inner ?? []).filter((n) => n.kind === 'EnumConstantDecl');
      for (const c of constants) this.enumerators.set(c.id ?? '', name);
      const text = constants.map((c) => written(c, this.normal).all).join();
      return this.addType({
        name,
        kind: 'enum',
        ...place,
        definition: digest(text),
        sequence: digest(text),
        holds: [],
      });
    }
    const members: string[] = [];
    const types: string[] = [];
    const holds = new Set<string>();
    this.members(node, [name], members, types, holds);
    const kind = tagKinds[String(node['tagUsed'])] ?? 'struct';
    holds.delete(name);
    this.addType({
      name,
      kind,
      ...place,
      definition: digest(`${kind} ${members.join()}`),
      sequence: digest(`${kind} ${types.join()}`),
      holds: [...holds],
    });
  }

  private members(
    node: TreeNode,
    owners: readonly string[],
    members: string[],
    types: string[],
    holds: Set<string>,
  ): void {
    const name = owners[0] as string;
    for (const part of node.inner ?? []) {
      const place = this.places.of(part) ?? { file: '', line: 0 };
      if (part.kind === 'RecordDecl' || part.kind === 'EnumDecl') this.tagged(part, place);
      if (part.kind !== 'FieldDecl') continue;
      const type = part.type?.qualType ?? '';
      const open = [...this.pending.values()].find((p) => type.includes(`${p.at})`));
      if (open !== undefined && tag(part) === undefined) {
        // An anonymous member: its members are those of the whole.
        this.pending.delete(open.node.id ?? '');
        this.anonymous.set(open.at, name);
        this.fields.set(part.id ?? '', owners);
        members.push(`${String(open.node['tagUsed'])} {`);
        types.push(`${String(open.node['tagUsed'])} {`);
        this.members(open.node, owners, members, types, holds);
        members.push('}');
        types.push('}');
        continue;
      }
      if (open !== undefined) this.nameAnonymous(type, `${name}.${tag(part) as string}`);
      this.fields.set(part.id ?? '', owners);
      const width =
        part['isBitfield'] === true ? ` : ${(part.inner ?? []).map((n) => written(n, this.normal).all).join()}` : '';
      members.push(`${this.normal(type)} ${part.name ?? ''}${width}`);
      types.push(`${this.normal(type)}${width}`);
      const key = this.key(this.types.read(type));
      if (key !== null) holds.add(key.slice(2));
    }
  }

  private addType(t: UnitType): void {
    if (!this.found.has(t.name)) this.found.set(t.name, t);
  }

  private typedef(node: TreeNode, place: Place, own: boolean): void {
    const name = node.name ?? '';
    const text = node.type?.qualType ?? '';
    const owned = (n: TreeNode | undefined): TreeNode | undefined =>
      n === undefined ? undefined : ((n['ownedTagDecl'] as TreeNode | undefined) ?? owned(n.inner?.[0]));
    const id = owned(node.inner?.[0])?.id ?? '';
    const anonymous = this.pending.get(id);
    if (own && anonymous !== undefined) {
      this.pending.delete(id);
      this.anonymous.set(anonymous.at, name);
      this.define(anonymous.node, name, anonymous.place);
    }
    const type = this.types.read(text);
    this.typedefs.set(name, { type, own });
    if (!own || type.tag === 'record' || type.tag === 'enum') return;
    const key = this.key(this.types.read(name));
    // The name of a typedef of a struct by another name is no type of its own.
    if (key !== `t:${name}`) return;
    const held = this.key(type);
    const definition = digest(this.normal(text));
    this.addType({
      name,
      kind: 'typedef',
      ...place,
      definition,
      sequence: definition,
      holds: held === null ? [] : [held.slice(2)],
    });
  }

  /** A global, or a static local as `function.name`. */
  global(node: TreeNode, place: Place, within?: string): string {
    const plain = node.name ?? '';
    const isStatic = node['storageClass'] === 'static';
    const name = within !== undefined ? `${within}.${plain}` : isStatic ? this.qualified(plain, place.file) : plain;
    if (within === undefined && isStatic) this.statics.set(plain, name);
    this.nameAnonymous(node.type?.qualType ?? '', name);
    const init = (node.inner ?? []).find(
      (n) => n.kind !== undefined && !n.kind.endsWith('Attr') && !n.kind.endsWith('Comment'),
    );
    const before = this.globals.get(name);
    const initial = node['init'] === undefined || init === undefined ? null : digest(written(init, this.normal).all);
    if (node['init'] !== undefined && init !== undefined) this.takenIn(init);
    this.globals.set(name, {
      name,
      type: digest(this.normal(node.type?.qualType ?? '')),
      initial: initial ?? before?.initial ?? null,
      defined: node['storageClass'] !== 'extern' || initial !== null || (before?.defined ?? false),
    });
    return name;
  }

  /** Functions that are named where they are not called. */
  private takenIn(root: TreeNode): void {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const ref = node['referencedDecl'] as TreeNode | undefined;
      if (ref?.kind === 'FunctionDecl' && ref.name !== undefined) this.taken.add(this.functionName(ref.name));
      for (const part of node.inner ?? []) stack.push(part);
    }
  }

  functionName(name: string): string {
    return this.statics.get(`${name}()`) ?? name;
  }

  private function(node: TreeNode, place: Place): void {
    // Code may name the numbers of enumerations that nothing has given a name.
    for (const [id, p] of this.pending)
      if (p.node.kind === 'EnumDecl') {
        this.pending.delete(id);
        this.define(p.node, this.anonymous.get(p.at) ?? p.at, p.place);
      }
    const plain = node.name ?? '';
    const isStatic = node['storageClass'] === 'static' || this.statics.has(`${plain}()`);
    if (isStatic) this.statics.set(`${plain}()`, this.qualified(plain, place.file));
    const body = (node.inner ?? []).find((n) => n.kind === 'CompoundStmt');
    if (body === undefined) return;
    const name = this.functionName(plain);
    const type = this.typeOf(node);
    const text = written(body, this.normal);
    const { code, frame } = readBody(this, node, body, name, type);
    this.functions.push({
      name,
      ...place,
      end: this.places.endOf(node)?.line ?? place.line,
      signature: digest(this.normal((node.type?.qualType ?? '').replace(/ *__attribute__\(\([^)]*\)+/g, ''))),
      shape: shapeOf(type, this.typedefs) ?? null,
      body: digest(text.all),
      literals: digest(text.literals),
      frame,
      code,
    });
  }

  /** A declaration that is nested more deeply than can be followed: told, and left out. */
  tooDeep(node: TreeNode): void {
    const place = this.places.of(node) ?? { file: this.file, line: 0 };
    const named = node.kind === 'FunctionDecl' ? this.functionName(node.name ?? '') : null;
    this.lost.push({ what: 'is nested too deeply to be read', function: named, ...place });
  }

  /** What was read, with the errors that clang reported. */
  unit(errors: readonly Diagnostic[]): Unit {
    // Enumerations that only name numbers, and what nothing has named.
    for (const p of this.pending.values())
      this.define(p.node, this.anonymous.get(p.at) ?? `anonymous:${p.at}`, p.place);
    this.pending = new Map();
    const skipped = errors.map((e): UnitRemark => {
      const f = this.functions.find((g) => g.file === e.file && g.line <= e.line && e.line <= g.end);
      return { what: e.message, function: f?.name ?? null, file: e.file, line: e.line };
    });
    return {
      file: this.file,
      types: [...this.found.values()],
      functions: this.functions,
      globals: [...this.globals.values()],
      taken: [...this.taken],
      handlers: this.handlers,
      pinned: this.pinned,
      unsupported: this.unsupported,
      skipped: [...skipped, ...this.lost],
    };
  }
}
