import type { ManifestExtractor } from '../../core/fact.js';
import { compose } from './compose/index.js';
import { dockerfile } from './dockerfile/index.js';
import { dotenv } from './dotenv/index.js';
import { packages } from './package/index.js';

/** Every manifest extractor, sorted by id; a house test compares the list with the folders. */
export const manifestExtractors: readonly ManifestExtractor[] = [compose, dockerfile, dotenv, packages];
