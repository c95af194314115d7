/**
 * The name under which an exercise's answer is kept: of one that comes with the page its own, of a file its title, so
 * that a file that was mended keeps the answer.
 */
export const answerKey = (exercise: string): string =>
  exercise.includes('\n') ? `file ${/^title:(.*)$/m.exec(exercise)?.[1]?.trim() ?? ''}` : exercise;
