/** Reading nested syntax without native stack: a phrase asks for the phrases inside it instead of calling for them. */

/** A phrase: yields the phrases inside it, is given what they came to, returns what it came to. */
export type Phrase<R> = Generator<Phrase<unknown>, R, never>;

/** What a phrase comes to. @throws whatever one of the phrases throws. */
export function run<R>(phrase: Phrase<R>): R {
  const stack: Phrase<unknown>[] = [phrase];
  let given: unknown;
  for (;;) {
    const top = stack[stack.length - 1] as Phrase<unknown>;
    const { done, value } = top.next(given as never);
    if (done) {
      stack.pop();
      if (stack.length === 0) return value as R;
      given = value;
    } else {
      stack.push(value as Phrase<unknown>);
      given = undefined;
    }
  }
}
