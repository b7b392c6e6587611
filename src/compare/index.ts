export { type BaselineMatch, entriesOf, matchBaseline, sortedEntries, staleEntries } from './baseline.js';
export { type BaselineContent, baselineName, baselineText, parseBaseline } from './baseline-file.js';
export { graphChange } from './change.js';
export { compareFindings } from './findings.js';
export { sameNodes } from './identity.js';
export { readSavedCheck } from './saved-check.js';
export { readSavedGraph, type SavedGraph } from './saved-graph.js';
