/** The compiler alone: the package's main file wraps it, and loading the wrapper as well takes a sixth more time (decision 1). */
declare module '@ts-morph/common/dist/typescript.js' {
  import type { ts } from '@ts-morph/common';

  const compiler: typeof ts;
  export { compiler as default };
}
