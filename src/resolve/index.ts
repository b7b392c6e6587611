export { identify } from './services.js';
export { resolveGraph } from './resolve.js';
export type { Identity } from './model.js';
