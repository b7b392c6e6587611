export { identify } from './services.js';
export { resolveGraph } from './resolve.js';
export type { Identity, Instance, RunUnit, ServerModel, ServiceModel } from './model.js';
