export { ConfigError } from './errors.js';
export { exampleConfig } from './example.js';
export { configJsonSchema } from './json-schema.js';
export { type LoadConfigOptions, loadConfig, loadEarlierConfig } from './load.js';
export { nearestName } from './nearest.js';
export { firstConfig } from './first.js';
