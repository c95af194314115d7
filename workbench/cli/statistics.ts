/** Statistics out: a page where the file's name ends in .html, else JSON. */
import { writeWhole } from '../files.ts';
import type { LoadError } from '../../semantics/errors.ts';
import { statisticsPage } from '../statistics/page.ts';
import type { StatisticsFile } from '../statistics/file.ts';

/** @returns why the file could not be written. */
export const writeStatistics = (file: string, s: StatisticsFile): LoadError | undefined =>
  writeWhole(file, /\.html?$/i.test(file) ? statisticsPage(s) : `${JSON.stringify(s, null, 1)}\n`);
