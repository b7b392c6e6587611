import type { Pick } from '../core/library.js';

/**
 * An option of a Nest module, by its path: of the options object at one of the arguments, else of what its `useFactory` returns, else of what the
 * module's method for it returns in the class of `useClass` or `useExisting` (https://docs.nestjs.com/techniques/database#async-configuration).
 */
export function nestModuleOption(path: string, create: string, args: readonly number[] = [0]): Pick {
  const at = (prefix: string): readonly Pick[] => args.map((arg) => ({ arg, property: `${prefix}${path}` }));
  return { firstOf: [...at(''), ...at('useFactory().'), ...at(`useClass.${create}().`), ...at(`useExisting.${create}().`)] };
}
