import type { LibraryRecord } from '../core/library.js';

/** Every library archlint knows, sorted by id. A house test compares the list with the folders. */
export const libraries: readonly LibraryRecord[] = [
];
