/** Names of content: what has the same name is the same, whoever wrote it. */
import { createHash } from 'node:crypto';

/** The SHA-256 of a text (as UTF-8) or of bytes: 64 hexadecimal digits, of which names that people see take the first few. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
