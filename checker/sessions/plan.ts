/** What becomes of the updates of a file: accepted or refused and why; who takes part in them, and where at the earliest. */
import { get } from '../../semantics/maps.ts';
import type { Local, Offer, Table, Version } from '../../semantics/sessions/grammar.ts';
import { rolesOf } from '../../semantics/sessions/locals.ts';
import { entriesList, partList, procedures, tables } from '../../semantics/sessions/tables.ts';
import { subterms } from '../../semantics/traversal.ts';
import { sessions as grammar } from '../../semantics/sessions/grammar.ts';
import type { Process } from '../../semantics/sessions/grammar.ts';
import { resumes } from '../../semantics/sessions/tables.ts';
import type { LoadedSession } from './load.ts';
import { versionsOf } from './space.ts';

export interface PlannedPart {
  readonly participant: string;
  /** When it takes part at the earliest, in words. */
  readonly when: string;
}

export interface PlannedUpdate {
  readonly number: number;
  readonly kind: 'code' | 'protocol';
  readonly boundary: string | null;
  readonly accepted: boolean;
  readonly rule: string | null;
  readonly message: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Entries that the update would need and does not have: participant and procedure. */
  readonly missing: readonly { readonly participant: string; readonly procedure: string }[];
  readonly parts: readonly PlannedPart[];
}

const processes = subterms(grammar, ['Process', 'Branches']);
const pointsIn = (D: Table, procs: readonly string[] | undefined): string[] =>
  procedures(D)
    .filter((p) => procs === undefined || procs.includes(p.f))
    .filter((p) => [...processes(p.body)].some((x) => (x as Process).tag === 'Update'))
    .map((p) => p.f);

/** How many boundaries named u a local type passes before... the first visit is the one at which a role is played first. */
function firstVisit(L: Local | undefined, u: string): boolean {
  for (let at = L; at !== undefined;) {
    if (at.tag === 'At') return at.u === u;
    if (at.tag === 'LRec') at = at.body;
    else return false;
  }
  return false;
}

function missingEntries(V: Version, offer: Offer & { readonly tag: 'ProtocolUpdate' }): PlannedUpdate['missing'] {
  const missing: { participant: string; procedure: string }[] = [];
  const parts = new Map(partList(offer.parts).map((part) => [part.p, part] as const));
  for (const p of [...rolesOf(V.locals, offer.u).keys()].sort()) {
    const part = parts.get(p);
    const given = new Set(part === undefined ? [] : entriesList(part.entries).map((e) => e.f));
    const D = resumes.compute(V.tables, p, offer.u);
    for (const proc of D === undefined ? [] : procedures(D))
      if (!given.has(proc.f) && !missing.some((m) => m.participant === p && m.procedure === proc.f))
        missing.push({ participant: p, procedure: proc.f });
  }
  return missing;
}

/** The plan of the updates of a file, in its order. */
export function planOf({ updates, W }: LoadedSession): PlannedUpdate[] {
  const versions = versionsOf(W);
  return updates.map(({ offer, version, refused }, i): PlannedUpdate => {
    const V = versions[version] as Version;
    const base = {
      number: i + 1,
      kind: offer.tag === 'CodeUpdate' ? ('code' as const) : ('protocol' as const),
      boundary: offer.tag === 'ProtocolUpdate' ? offer.u : null,
      accepted: refused === undefined,
      rule: refused?.rule ?? null,
      message: refused?.message ?? null,
      line: refused?.line ?? null,
      column: refused?.column ?? null,
      missing: offer.tag === 'ProtocolUpdate' && refused?.rule === 'U-Entry' ? missingEntries(V, offer) : [],
      parts: [] as PlannedPart[],
    };
    if (refused !== undefined) return base;
    return { ...base, parts: offer.tag === 'CodeUpdate' ? codeParts(offer, V) : protocolParts(offer, V, version) };
  });
}

function codeParts(offer: Offer & { readonly tag: 'CodeUpdate' }, V: Version): PlannedPart[] {
  const all: PlannedPart[] = [];
  for (let J = offer.parts; J.tag === 'CodePart'; J = J.rest) {
    const first = tables(get(V.tables, J.p) ?? { tag: 'NoTables' })[0];
    const points = first === undefined ? [] : pointsIn(first, undefined);
    all.push({
      participant: J.p,
      when:
        points.length === 0
          ? 'never: none of its procedures passes update;'
          : `at the first update; it passes, in ${points.join(' or ')}`,
    });
  }
  return all;
}

function protocolParts(offer: Offer & { readonly tag: 'ProtocolUpdate' }, V: Version, n: number): PlannedPart[] {
  const all: PlannedPart[] = [];
  const roles = [...rolesOf(V.locals, offer.u)];
  // The leader first, then those who hear of it, one after the other.
  const order = [...roles].sort(
    ([p, a], [q, b]) => (a?.tag === 'Lead' ? 0 : 1) - (b?.tag === 'Lead' ? 0 : 1) || (p < q ? -1 : 1),
  );
  for (const [p, role] of order) {
    const direct = firstVisit(get(V.locals, p), offer.u);
    const visit = `visit 1 of ${offer.u}${n === 0 ? '' : ` in version ${n}`} at the earliest${direct ? '' : ', if its run comes there'}`;
    all.push({
      participant: p,
      when:
        role?.tag === 'From'
          ? `when it finds the marker from ${role.s}, at the same visit of ${offer.u} as the leader`
          : `as leader, at ${visit}`,
    });
  }
  for (const part of partList(offer.parts))
    if (part.tag === 'AddedPart') all.push({ participant: part.p, when: 'starts when the leader leads' });
  return all;
}

/** The plan on lines. */
export function planLines(plan: readonly PlannedUpdate[]): string[] {
  return plan.flatMap((u) => {
    const what = u.kind === 'code' ? 'code' : `protocol at ${u.boundary}`;
    if (u.accepted)
      return [`update ${u.number} (${what}): accepted`, ...u.parts.map((p) => `  ${p.participant}: ${p.when}`)];
    return [
      `update ${u.number} (${what}): refused by ${u.rule}${u.line === null ? '' : ` at ${u.line}:${u.column}`}`,
      `  ${u.message}`,
      ...(u.missing.length === 0
        ? []
        : [`  missing entries: ${u.missing.map((m) => `${m.participant}: entry ${m.procedure} = …`).join('; ')}`]),
    ];
  });
}
