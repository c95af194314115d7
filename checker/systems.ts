/** The systems that files and commands may name. */
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import type { System } from '../rules/system.ts';

export const systems: readonly System[] = [proteus, proteusDeclarative];

export const findSystem = (name: string, variant: string | null): System | undefined =>
  systems.find((s) => s.name === name && s.variant === variant);
