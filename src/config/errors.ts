import { UsageError } from '../core/usage-error.js';

/** A configuration that cannot be used. The cli prints `message` (file, line, what is wrong, remedy) and ends with exit code 2. */
export class ConfigError extends UsageError {
  readonly file: string;
  /** Line of the file, from 1; null where none is to blame. */
  readonly line: number | null;
  readonly problem: string;
  readonly remedy: string;

  constructor(file: string, line: number | null, problem: string, remedy: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${problem}. ${remedy}`);
    this.file = file;
    this.line = line;
    this.problem = problem;
    this.remedy = remedy;
  }
}
