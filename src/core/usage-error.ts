/** The user asked for something that cannot be done: a path that does not exist, an unknown option value. The cli prints it and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
