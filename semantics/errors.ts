/** Why a file does not load. Messages in this form are what the command line prints, as text and as JSON. */
import type { Position } from './positions.ts';

/** The kinds of errors there are. */
export const errorKinds = [
  'parse',
  'duplicate',
  'scope',
  'unknown-type',
  'unguarded',
  'type',
  'coercion',
  'latent',
  'cluster',
  'protocol',
  'projection',
  'update',
  'output',
  'limit',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export interface LoadError {
  readonly file: string;
  readonly kind: ErrorKind;
  readonly message: string;
  /** The rule that failed, where one did. */
  readonly rule: string | null;
  /** From 1; null where the error has no place (an empty file has line 1, column 1). */
  readonly line: number | null;
  readonly column: number | null;
}

export const loadError = (
  kind: ErrorKind,
  message: string,
  position: Position | undefined,
  file: string,
  rule: string | null = null,
): LoadError => ({
  file: position?.file ?? file,
  kind,
  message,
  rule,
  line: position?.line ?? null,
  column: position?.column ?? null,
});

/** `file:line:column: message`. */
export const showError = (e: LoadError): string =>
  `${e.file}${e.line === null ? '' : `:${e.line}:${e.column}`}: ${e.message}`;
