// Lists the files that archlint lists and reads their bytes: what any tool that looks at them has to spend. Prints JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discoverFiles } from '../dist/discover/index.js';

const [system] = process.argv.slice(2);
const since = performance.now();
const { files } = discoverFiles([system], { ignore: [] });
let bytes = 0;
for (const { path } of files) bytes += readFileSync(join(system, path)).length;
console.log(JSON.stringify({ files: files.length, bytes, milliseconds: performance.now() - since }));
