import { hasUnknown } from '../../parse/marks.js';
import { at, items, type Placed, text } from '../placed.js';
import { intrinsicOf } from './intrinsics.js';

const maxDepth = 60;

/** The conditions of a template. */
export class Conditions {
  private readonly known = new Map<string, boolean | undefined>();
  private readonly open = new Set<string>();

  constructor(
    private readonly root: Placed,
    private readonly textOf: (node: Placed) => string | undefined,
  ) {}

  /** Whether a condition holds; undefined where that is not known, or where it stands on itself. */
  holds(name: string): boolean | undefined {
    if (this.known.has(name)) return this.known.get(name);
    const written = at(this.root, 'Conditions', name);
    if (written === undefined || this.open.has(name)) return undefined;
    this.open.add(name);
    const answer = this.truth(written, 0);
    this.open.delete(name);
    this.known.set(name, answer);
    return answer;
  }

  private truth(node: Placed, depth: number): boolean | undefined {
    if (depth > maxDepth) return undefined;
    const named = text(at(node, 'Condition'));
    if (named !== undefined) return this.holds(named);
    const call = intrinsicOf(node);
    const parts = call === undefined ? [] : items(call.argument);
    switch (call?.name) {
      case 'Fn::Not': {
        const inner = parts[0] === undefined ? undefined : this.truth(parts[0], depth + 1);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
      case 'Fn::Or': {
        const decisive = call.name === 'Fn::Or';
        const all = parts.map((part) => this.truth(part, depth + 1));
        if (all.includes(decisive)) return decisive;
        return all.includes(undefined) ? undefined : !decisive;
      }
      case 'Fn::Equals': {
        const [a, b] = parts.map((part) => this.textOf(part));
        return a === undefined || b === undefined || hasUnknown(a) || hasUnknown(b) ? undefined : a === b;
      }
      default:
        return undefined;
    }
  }
}
