/**
 * A rule for this repository: no switch over the constructors of terms outside semantics/. What holds of a constructor
 * stands in its grammar line, or in a rule; a switch elsewhere says it again, and forgets the constructors to come.
 */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./semantics/', import.meta.url);

/** The tags of all grammars, as they are declared: `Let: con(…)`. */
export const tags = new Set(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`./${entry.name}/grammar.ts`, folder))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^\s*(\w+): con\(/gm)].map((m) => m[1])),
);

/** @type {import('eslint').Rule.RuleModule} */
export const noTermSwitch = {
  meta: {
    type: 'problem',
    docs: { description: 'disallow switches over the constructors of terms' },
    messages: {
      switch:
        'A switch over the constructors of terms ({{tags}}): say it in the grammar line, by equations, or in a rule.',
      default: 'A default in a switch over the constructors of terms hides those that are forgotten.',
    },
    schema: [],
  },
  create(context) {
    return {
      SwitchStatement(node) {
        const { discriminant, cases } = node;
        const of =
          discriminant.type === 'MemberExpression' && !discriminant.computed ? discriminant.property : discriminant;
        if (of.type !== 'Identifier' || of.name !== 'tag') return;
        const named = cases.flatMap(({ test }) =>
          test === null ? [] : [test.type === 'Literal' ? test.value : undefined],
        );
        // Other unions have tags too, some of which a grammar may have; then not all of them.
        if (named.length === 0 || !named.every((tag) => tags.has(tag))) return;
        context.report({ node, messageId: 'switch', data: { tags: named.slice(0, 3).join(', ') } });
        const rest = cases.find(({ test }) => test === null);
        if (rest) context.report({ node: rest, messageId: 'default' });
      },
    };
  },
};
