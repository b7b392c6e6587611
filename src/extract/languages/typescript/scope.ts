import type { Value } from '../../../core/source.js';

/** Names of one block, function or module, and the scope around it. */
export class Scope {
  private readonly names = new Map<string, Value>();

  constructor(readonly outer: Scope | undefined) {}

  /** What the name stands for here or further out; undefined where the file does not bind it. */
  find(name: string): Value | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const value = scope.names.get(name);
      if (value) return value;
    }
    return undefined;
  }

  /** What this very scope binds the name to. */
  own(name: string): Value | undefined {
    return this.names.get(name);
  }

  bind(name: string, value: Value): void {
    this.names.set(name, value);
  }
}
