import type { Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import type { Walk } from './walk.js';

function literalText(node: ts.Expression | undefined): string | undefined {
  if (!node) return undefined;
  return node.kind === Kind.StringLiteral || node.kind === Kind.NoSubstitutionTemplateLiteral ? (node as ts.StringLiteral).text : undefined;
}

function isRequire(walk: Walk, callee: ts.Expression): boolean {
  return callee.kind === Kind.Identifier && (callee as ts.Identifier).text === 'require' && !walk.scope.find('require');
}

/** The module that an expression requires and what it takes of it: `require('pg').Pool`; `default` for the whole. */
export function requiredModule(walk: Walk, node: ts.Expression): { readonly module: string; readonly name: string } | undefined {
  const bare = walk.skip(node);
  if (bare.kind === Kind.PropertyAccessExpression) {
    const { expression, name } = bare as ts.PropertyAccessExpression;
    const whole = expression.kind === Kind.CallExpression ? requiredModule(walk, expression) : undefined;
    return whole && { module: whole.module, name: name.text };
  }
  if (bare.kind !== Kind.CallExpression || !isRequire(walk, (bare as ts.CallExpression).expression)) return undefined;
  const module = literalText((bare as ts.CallExpression).arguments[0]);
  return module === undefined ? undefined : { module, name: 'default' };
}

/** The whole module that `require('./x')` or `import('./x')` gives, as a use of an import row of its own; undefined for every other call. */
export function moduleCall(walk: Walk, node: ts.CallExpression): Value | undefined {
  const dynamic = node.expression.kind === Kind.ImportKeyword;
  if (!dynamic && !isRequire(walk, node.expression)) return undefined;
  const module = literalText(node.arguments[0]);
  if (module === undefined) {
    walk.note(node, `${dynamic ? 'import' : 'require'}() of a computed name: the module is not followed`);
    return undefined;
  }
  const line = walk.line(node);
  const ref = walk.unit.addImport({ module, name: '*', typeOnly: false, line });
  return walk.unit.addBinding({ name: '', kind: 'import', ref, in: walk.fn, line });
}
