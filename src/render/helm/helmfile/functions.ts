import type { FileIndex } from '../../../core/files.js';
import { joinPath } from '../../../parse/paths.js';
import type { GoFunction } from '../../go-template/engine.js';
import { textArg } from '../../go-template/functions/arguments.js';
import { withoutReserved } from '../../go-template/session.js';
import { GoMap, type GoValue, isNil, Missing } from '../../go-template/value.js';
import { chartFunctions } from '../functions.js';
import { setValue, valueAt } from '../values.js';

/** Variables of whoever deploys: not set here, so that defaults apply, and unknown where they are printed. */
const variable: GoFunction = (args, engine) => new Missing(`env ${textArg(args, 0, engine)}`);
/** Other programs and vaults. */
const outside =
  (name: string): GoFunction =>
  (args, engine) =>
    engine.session.unknown(`${name} ${textArg(args, 0, engine).slice(0, 40)}`, 'secret');

/** `.Values | get "a.b" default`. */
const dotted: GoFunction = (args, engine) => {
  const of = args.at(-1);
  const value = of instanceof GoMap ? valueAt(of, textArg(args, 0, engine)) : undefined;
  if (!isNil(value)) return value;
  return args.length > 2 ? (args[1] ?? null) : new Missing(textArg(args, 0, engine));
};

/** `map | setValueAtPath "a.b" value`. */
const setAtPath: GoFunction = ([path, value = null, map], engine) => {
  if (map instanceof GoMap) setValue(map, engine.text(path), value);
  return map ?? null;
};

/** The functions of helmfile's templates. Files are read inside the tree only; programs and vaults are not asked. */
export function helmfileFunctions(files: FileIndex, dir: string): ReadonlyMap<string, GoFunction> {
  const read = (path: string): string | undefined => {
    const found = files.read(joinPath(dir, path));
    return 'text' in found ? withoutReserved(found.text) : undefined;
  };
  const asText =
    (change: (path: string) => GoValue): GoFunction =>
    (args, engine) =>
      change(textArg(args, 0, engine));
  return new Map<string, GoFunction>([
    ...chartFunctions,
    ['env', variable],
    ['requiredEnv', variable],
    ['exec', outside('exec')],
    ['envExec', outside('exec')],
    ['fetchSecretValue', outside('secret')],
    ['expandSecretRefs', ([value = null]) => value],
    ['get', dotted],
    ['getOrNil', dotted],
    ['setValueAtPath', setAtPath],
    ['readFile', asText((path) => read(path) ?? new Missing(`readFile ${path}`))],
    ['isFile', asText((path) => files.has(joinPath(dir, path)))],
    ['isDir', asText((path) => files.under(joinPath(dir, path)).length > 0)],
    ['readDir', asText((path) => files.under(joinPath(dir, path)).filter((one) => !one.slice(joinPath(dir, path).length + 1).includes('/')))],
  ]);
}
