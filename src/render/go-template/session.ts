import type { UnknownWhy } from '../../core/term.js';
import { markUnknown } from '../../parse/marks.js';
import { Missing, Unknown } from './value.js';

/** Code points that stand for something while templates are evaluated; scanned text is cleaned of them before. */
const reserved = /[\u{F0000}-\u{10FFFF}]/gu;
const firstMark = 0xf0000;
const lastMark = 0xffff0;

/** A text without the characters that stand for something while templates are evaluated. */
export function withoutReserved(text: string): string {
  return /[\uDB80-\uDBFF]/.test(text) ? text.replace(reserved, '\uFFFD') : text;
}

/** Whether a string holds something that is not known yet. */
export function isMarked(text: string): boolean {
  return /[\uDB80-\uDBFF]/.test(text);
}

/** What evaluation may cost; shared by all that a hostile tree could repeat. */
export interface Budget {
  /** Nodes, iterations, elements and, by the hundred, characters. */
  steps: number;
}

/** The budget is spent: what was made so far is all there is. */
export class BudgetSpent extends Error {}

/** Longest text that a function may make, in characters. */
const maxText = 2_000_000;

/**
 * One rendering: its unknowns, its budget, and what is said of it. Inside strings an unknown is one character, so that functions of strings neither
 * see through it nor cut it in two.
 */
export class Session {
  private readonly unknowns: (Unknown | Missing)[] = [];
  private readonly characters = new Map<string, string>();
  private readonly said = new Set<string>();

  constructor(
    private readonly budgets: readonly Budget[],
    private readonly outside: { readonly say: (message: string) => void; readonly settle?: (text: string) => string },
  ) {}

  /** Takes steps off the budgets. Throws `BudgetSpent`. */
  spend(steps: number): void {
    for (const budget of this.budgets) {
      budget.steps -= steps;
      if (budget.steps < 0) throw new BudgetSpent();
    }
  }

  /** Pays for a text by its length and returns it. */
  paid(text: string): string {
    if (text.length > maxText) throw new BudgetSpent();
    this.spend(text.length / 100);
    return text;
  }

  /** Says something of the rendering, once. */
  note(message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    this.outside.say(message);
  }

  /** An unknown value. */
  unknown(text: string, why: UnknownWhy = 'dynamic'): Unknown {
    return new Unknown(text, why);
  }

  /** The character of an unknown; equal ones share it. */
  mark(unknown: Unknown | Missing): string {
    const key = `${unknown instanceof Unknown ? unknown.why : ''} ${unknown.text}`;
    const known = this.characters.get(key);
    if (known !== undefined) return known;
    if (this.unknowns.length < lastMark - firstMark) this.unknowns.push(unknown);
    const made = String.fromCodePoint(firstMark + this.unknowns.length - 1);
    this.characters.set(key, made);
    return made;
  }

  /** Whether a text is the mark of a value that nothing sets: Go prints it as `<nil>`, which charts compare with. */
  isMissing(text: string): boolean {
    return this.unknowns[(text.codePointAt(0) ?? 0) - firstMark] instanceof Missing && text.length === 2;
  }

  /** Text that nothing can look into any more (base64): what stands for something else in it is written out. */
  sealed(text: string): string {
    const expanded = this.expand(text);
    return this.outside.settle?.(expanded) ?? expanded;
  }

  /** Text for outside: each character of an unknown becomes a mark that says what it is. */
  expand(text: string): string {
    if (!isMarked(text)) return text;
    const expanded = text.replace(/[\u{F0000}-\u{FFFFF}]/gu, (character) => {
      const unknown = this.unknowns[(character.codePointAt(0) ?? 0) - firstMark];
      return unknown === undefined ? '' : markUnknown(unknown.text, unknown instanceof Unknown ? unknown.why : 'parameter');
    });
    return expanded;
  }
}
