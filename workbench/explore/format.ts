/** How a file of runs is told from others. */
export const runsFormat = 'mutandis-runs';

export const isRunsFile = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && (json as { format?: unknown }).format === runsFormat;
