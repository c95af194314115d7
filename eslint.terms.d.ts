import type { Rule } from 'eslint';

export declare const tags: ReadonlySet<string>;
export declare const noTermSwitch: Rule.RuleModule;
