export { identify } from './services.js';
export { type ResolveInput, resolveGraph } from './resolve.js';
export type { Identity, Instance, RunUnit, ServerModel, ServiceModel } from './model.js';
