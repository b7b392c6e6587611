/**
 * Whether a profile expression holds: names joined by `!`, `&`, `|` and parentheses, as Spring writes them. `default` holds where no profile is
 * active. What is no expression holds never.
 */
export function holds(expression: string, active: readonly string[]): boolean {
  const tokens = expression.match(/[!&|()]|[^\s!&|()]+/g) ?? [];
  const reader = new ExpressionReader(tokens.slice(0, 100), new Set(active.length === 0 ? ['default'] : active));
  const value = reader.either();
  return reader.atEnd() && value;
}

class ExpressionReader {
  private next = 0;
  private depth = 0;
  private broken = false;

  constructor(
    private readonly tokens: readonly string[],
    private readonly active: ReadonlySet<string>,
  ) {}

  atEnd(): boolean {
    return this.next === this.tokens.length && !this.broken;
  }

  either(): boolean {
    let value = this.both();
    while (this.takes('|')) value = this.both() || value;
    return value;
  }

  private both(): boolean {
    let value = this.one();
    while (this.takes('&')) value = this.one() && value;
    return value;
  }

  private one(): boolean {
    if (this.takes('!')) return !this.one();
    if (this.takes('(') && this.depth < 20) {
      this.depth += 1;
      const value = this.either();
      this.depth -= 1;
      return this.takes(')') && value;
    }
    const name = this.tokens[this.next];
    if (name === undefined || /^[!&|()]$/.test(name)) {
      this.broken = true;
      return false;
    }
    this.next += 1;
    return this.active.has(name);
  }

  private takes(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }
}
