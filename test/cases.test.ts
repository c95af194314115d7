/** Programs and updates whose outcomes were computed by another implementation of the calculus (test/cases/README.md). */
import { describe, expect, test } from 'vitest';
import { casesIn, expectOutcomes } from './support.ts';

const cases = casesIn('test/cases');

describe('cases', () => {
  test('are all there', () => expect(cases.length).toBeGreaterThanOrEqual(34));
  test.each(cases)('$name', expectOutcomes);
});
