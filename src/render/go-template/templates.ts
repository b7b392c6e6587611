import { GoSyntaxError } from '../../parse/go-template/lexer.js';
import type { GoTemplate } from '../../parse/go-template/nodes.js';
import { parseGoTemplate } from '../../parse/go-template/parser.js';
import type { Body, GoFunction, World } from './engine.js';
import { type Session, withoutReserved } from './session.js';

/** Where a text is no template, and why. */
export interface TemplateProblem {
  readonly line: number;
  readonly message: string;
}

/** Texts that templates make (`tpl`) may be without number. */
const maxKnown = 20_000;

/** Templates by their text, each parsed once a run. */
export class TemplateCache {
  private readonly known = new Map<string, GoTemplate | TemplateProblem>();

  /** Parses a text; gives the problem where it is no template. Never throws. */
  parse(text: string): GoTemplate | TemplateProblem {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const made = parsed(text);
    if (this.known.size < maxKnown) this.known.set(text, made);
    return made;
  }
}

function parsed(text: string): GoTemplate | TemplateProblem {
  try {
    return parseGoTemplate(withoutReserved(text));
  } catch (error) {
    return error instanceof GoSyntaxError ? { line: error.line, message: error.message } : { line: 1, message: 'nested too deeply' };
  }
}

/** Whether parsing failed. */
function isProblem(made: GoTemplate | TemplateProblem): made is TemplateProblem {
  return 'message' in made;
}

/** Named templates of all files that see each other; of equal names the later wins. */
export class TemplateSet {
  private readonly bodies = new Map<string, Body>();

  constructor(private readonly cache: TemplateCache) {}

  /** Adds a file under a name, with what it defines; gives the problem where it is no template. */
  add(name: string, file: string, text: string): TemplateProblem | undefined {
    const made = this.cache.parse(text);
    if (isProblem(made)) return made;
    for (const [defined, nodes] of made.defines) this.bodies.set(defined, { file, nodes });
    this.bodies.set(name, { file, nodes: made.root });
    return undefined;
  }

  /** The template of a name. */
  get(name: string): Body | undefined {
    return this.bodies.get(name);
  }

  /** What an evaluator needs of the set. */
  world(session: Session, functions: ReadonlyMap<string, GoFunction>): World {
    return { session, functions, template: (name) => this.bodies.get(name), parse: (text) => this.inline(text) };
  }

  /** A text that is evaluated inside of another template: its lines are those of the action that does it. */
  private inline(text: string): ReturnType<World['parse']> {
    const made = this.cache.parse(text);
    if (isProblem(made)) return undefined;
    const bodyOf = (nodes: Body['nodes']): Body => ({ file: '', nodes });
    return {
      body: bodyOf(made.root),
      template: (name) => {
        const nodes = made.defines.get(name);
        return nodes === undefined ? undefined : bodyOf(nodes);
      },
    };
  }
}
