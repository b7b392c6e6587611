import type { ShellCommand } from '../shell.js';

/** Commands that ask something: what follows them by `&&` or `||` depends on the answer. */
const asks = /^(?:test|\[\[?|!|[ef]?grep|git|diff|cmp|jq)$/;
/** Commands that do something: that they failed says nothing about what is to be done. */
const does = /^(?:docker|podman|buildah|kubectl|helm|mvn|\.\/mvnw|gradle|\.\/gradlew|npm|yarn|pnpm|make|go|cargo|dotnet|cd|pushd|mkdir)$/;

/** More branches inside of each other, tests in a row and characters of a condition tell nothing more. */
const maxBranches = 50;
const maxTests = 8;
const maxText = 400;

interface Branch {
  text: string;
  readonly case: boolean;
  /** Between `if` and `then`. */
  asking: boolean;
}

/**
 * Under what the commands of one block of a script run: the `if` and `case` branches that are open, tests before `&&` and `||`, and tests that end a turn of a loop
 * (`|| continue`). Variables are filled in, so that the turns of a loop have conditions of their own where they ask about its variable.
 */
export class BlockConditions {
  private readonly branches: Branch[] = [];
  private readonly passed: string[] = [];
  private chain: readonly string[] = [];
  private last = '';

  constructor(
    private readonly text: string,
    private readonly around: readonly string[],
    private readonly fill: (text: string) => string,
  ) {}

  /** Takes in the next command, before it is carried out. `before` is the one before it in the block. */
  see(command: ShellCommand, before: ShellCommand | undefined): void {
    this.follow(command, before);
    const rest = this.enter(command);
    const top = this.branches.at(-1);
    if (top?.asking === true && top.text.length < maxText) top.text = `${top.text} ${this.filled(rest.join(' '))}`.trim();
    if (rest[0] === 'continue' && this.passed.length < maxTests) this.passed.push(...this.inner().slice(0, maxTests));
    this.last = rest.join(' ').slice(0, maxText);
  }

  /** What holds for the command seen last. */
  current(): readonly string[] {
    return [...this.around, ...this.passed, ...this.inner()];
  }

  private filled(text: string): string {
    return this.fill(text.slice(0, maxText)).slice(0, maxText);
  }

  private inner(): string[] {
    return [...this.branches.filter(({ asking }) => !asking).map(({ text }) => text), ...this.chain];
  }

  private follow(command: ShellCommand, before: ShellCommand | undefined): void {
    const gap = before === undefined ? '' : this.text.slice(before.offset, command.offset);
    const sign = /(&&|\|\|)\s*$/.exec(gap)?.[1];
    if (sign === undefined) {
      // What a pipe leads into belongs to the command that it begins with.
      if (!/\|\s*$/.test(gap)) this.chain = [];
      return;
    }
    const tool = this.last.split(' ')[0] ?? '';
    const counts = asks.test(tool) || (command.words[0] === 'continue' && tool !== '' && !does.test(tool));
    if (counts && this.chain.length < maxTests) this.chain = [...this.chain, `${sign === '||' ? 'not ' : ''}${this.filled(this.last)}`];
  }

  /** Opens and closes branches; gives the words that are a command. */
  private enter({ words, offset }: ShellCommand): readonly string[] {
    const top = this.branches.at(-1);
    if (top?.case === true && /(?:\bin|;;&?|;&)\s*\(?\s*$/.test(this.text.slice(Math.max(0, offset - 60), offset))) top.text = this.pattern(top.text, words);
    for (const [i, word] of words.entries()) {
      if (word === 'case') {
        this.openCase(words.slice(i));
        return [];
      }
      if (!this.keyword(word)) return words.slice(i);
    }
    return [];
  }

  /** Whether a word is one of the shell's own; `if` and its like open, turn and close branches. */
  private keyword(word: string): boolean {
    const open = this.branches.at(-1);
    if (word === 'if') this.open({ text: '', case: false, asking: true });
    else if (word === 'elif' && open) Object.assign(open, { text: '', asking: true });
    else if (word === 'then' && open) open.asking = false;
    else if (word === 'else' && open) open.text = `not ${open.text}`.slice(0, maxText);
    else if (word === 'fi' || word === 'esac') this.branches.pop();
    return /^(?:if|elif|then|else|fi|esac|do|\{)$/.test(word);
  }

  /** `case "$1" in orders) …`: the first pattern may stand in the same command. */
  private openCase(words: readonly string[]): void {
    const text = `case ${this.filled(words[1] ?? '')}`;
    this.open({ text: words.length > 3 ? this.pattern(text, words.slice(3)) : text, case: true, asking: false });
  }

  private open(branch: Branch): void {
    if (this.branches.length <= maxBranches) this.branches.push(branch);
  }

  private pattern(branch: string, words: readonly string[]): string {
    return `${branch.replace(/ is .*$/s, '')} is ${words.join(' ')}`.slice(0, 2 * maxText);
  }
}
