export { ConfigError } from './errors.js';
export { exampleConfig } from './example.js';
export { searchPlaces } from './find.js';
export { configJsonSchema, type JsonSchema } from './json-schema.js';
export { type LoadConfigOptions, loadConfig } from './load.js';
export { nearestName } from './nearest.js';
