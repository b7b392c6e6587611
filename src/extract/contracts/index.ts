import type { ManifestExtractor } from '../../core/extraction.js';
import { migrations } from './migrations/index.js';
import { prisma } from './prisma/index.js';
import { protobuf } from './protobuf/index.js';
import { sql } from './sql/index.js';

/** Every extractor of contracts and schemas, sorted by id; a house test compares the list with the folders. */
export const contractExtractors: readonly ManifestExtractor[] = [migrations, prisma, protobuf, sql];
