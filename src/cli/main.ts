import { processConsole } from './console.js';
import { run } from './run.js';

// SIGINT and SIGTERM keep their default effect: a handler could not run while a long file is parsed, and a shell shows 130 and 143 either way.
process.exitCode = await run(process.argv.slice(2), processConsole());
