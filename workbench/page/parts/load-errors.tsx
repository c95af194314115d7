import './load-errors.css';

/** Why a program cannot be read: each error with its line and the rule that refuses. */
export interface LoadErrorShown {
  readonly line: number | null;
  readonly rule: string | null;
  readonly message: string;
}

export function LoadErrors({ errors }: { readonly errors: readonly LoadErrorShown[] }) {
  if (errors.length === 0) return null;
  return (
    <ul role="alert" class="load-errors">
      {errors.map((e, i) => (
        <li key={i}>
          {e.line === null ? '' : `line ${e.line}: `}
          {e.rule === null ? '' : `${e.rule}: `}
          {e.message}
        </li>
      ))}
    </ul>
  );
}
