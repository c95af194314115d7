#!/usr/bin/env node
/** The command line as a process. */
import { mutandis } from './mutandis.ts';

process.exitCode = await mutandis(process.argv.slice(2));
