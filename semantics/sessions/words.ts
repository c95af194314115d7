/** What processes, local types and steps are in words, for messages and labels. */
import type { Action, Items, Local, LocalBranches, Process } from './grammar.ts';
import { itemsOf } from './configs.ts';
import { unfoldLocal } from './locals.ts';
import { print } from './syntax/print.ts';

/** What a process does next. */
export const doing = (P: Process): string => {
  switch (P.tag) {
    case 'Stop':
      return 'stops';
    case 'Send':
      return `sends ${P.l} to ${P.q}`;
    case 'Recv':
      return `receives from ${P.p}`;
    case 'Visit':
      return `is at ${P.u}, ${print(P.role)}`;
    case 'Call':
      return `calls ${P.f}`;
    case 'If':
      return 'chooses';
    case 'Let':
      return `binds ${P.x}`;
    case 'Update':
      return 'may be updated';
  }
};

/** The labels of a choice. */
export const labels = (λ: LocalBranches): string => {
  const all: string[] = [];
  for (let b = λ; b.tag === 'LBranch'; b = b.rest) all.push(b.l);
  return all.join(', ');
};

/** What a local type asks for next. */
export const expectation = (L: Local): string => {
  const at = unfoldLocal(L) ?? L;
  switch (at.tag) {
    case 'Out':
      return `a send to ${at.q} of ${labels(at.branches)}`;
    case 'In':
      return `a receive from ${at.p} of ${labels(at.branches)}`;
    case 'At':
      return `the boundary ${at.u}`;
    case 'End':
      return 'the end';
    case 'LVar':
    case 'LRec':
      return print(at);
  }
};

/** A step as the document writes it. */
export const actionText = (α: Action): string => {
  switch (α.tag) {
    case 'Silent':
      return 'τ';
    case 'Sends':
      return `${α.q}!${α.l}`;
    case 'Receives':
      return `${α.q}?${α.l}`;
    case 'Skips':
      return 'skip';
    case 'Takes':
      return 'code';
    case 'Stays':
      return `stay ${α.u}`;
    case 'Leads':
      return `lead ${α.u} ${α.n}`;
    case 'Follows':
      return `follow ${α.u} ${α.n}`;
  }
};

/** What the outside sees of a step: its name, who and what it is about, and the value that is sent or received. */
export interface Seen {
  readonly name: string;
  readonly args: readonly string[];
  readonly value?: string;
  readonly number?: bigint;
}

/** @param content the queue that the step changes: as it is after a send, as it was before a receive. */
export function eventOf(p: string, action: Action, content: Items | undefined): Seen | undefined {
  switch (action.tag) {
    case 'Sends':
    case 'Receives': {
      const items = content === undefined ? [] : itemsOf(content);
      const item = action.tag === 'Sends' ? items.at(-1) : items[0];
      const args = action.tag === 'Sends' ? [p, action.q, action.l] : [action.q, p, action.l];
      const name = action.tag === 'Sends' ? 'send' : 'receive';
      if (item?.tag !== 'Msg') return { name, args };
      return { name, args, value: print(item.v), ...(item.v.tag === 'Num' ? { number: item.v.n } : {}) };
    }
    case 'Leads':
    case 'Follows':
      return { name: 'update', args: [String(action.n)] };
    case 'Takes':
      return { name: 'code', args: [p] };
    case 'Stays':
      return { name: 'stay', args: [p, action.u] };
    case 'Silent':
    case 'Skips':
      return undefined;
  }
}
