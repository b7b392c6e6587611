export { graphChange } from './change.js';
export { compareFindings } from './findings.js';
export { sameNodes } from './identity.js';
export { readSavedCheck } from './saved-check.js';
