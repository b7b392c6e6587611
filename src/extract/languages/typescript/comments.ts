import type { SourceUnit } from '../../../core/source.js';
import { eachChild, Kind, type ts } from '../../../parse/typescript.js';
import type { Walk } from './walk.js';

const generatedName = /(\.generated\.[cm]?[jt]sx?|_pb\.(d\.ts|[cm]?[jt]s)|\.gen\.[cm]?[jt]sx?)$/;
const generatedHeader = /@generated\b|do not (edit|modify)|auto-?generated|automatically generated/i;
const headerLimit = 4000;
const testFolder = /(^|\/)(__tests__|__mocks__|tests?|e2e|cypress|playwright)\//;
const testName = /(\.(spec|test|e2e|e2e-spec|stories|cy)\.[cm]?[jt]sx?|(^|\/)(cypress|playwright)\.config\.[cm]?[jt]s)$/;

/** Whether a path says that its file is a test, a mock or a story. */
export function isTest(file: string): boolean {
  return testFolder.test(file) || testName.test(file);
}

/** Whether a file's name or the comment at its head says that a program wrote it. */
export function isGenerated(file: string, source: ts.SourceFile): boolean {
  if (generatedName.test(file)) return true;
  const first = source.statements[0];
  const end = first ? first.getStart(source) : source.text.length;
  return generatedHeader.test(source.text.slice(0, Math.min(end, headerLimit)));
}

const mark = 'archlint-ignore';
const suppressionLimit = 500;
const suppression = /^[ \t]+([a-z][a-z0-9-]*)(?:[ \t]*:[ \t]*(.*))?$/;

/** The inline suppressions of a file: `// archlint-ignore <rule>: <reason>`, in any comment. Malformed ones give a note. */
export function suppressionsOf(walk: Walk): SourceUnit['suppressions'] {
  const { text } = walk.source;
  const found: { rule: string; reason: string | null; line: number }[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    const opening = /(\/\/|\/\*+)[ \t]*$/.exec(text.slice(Math.max(0, at - 40), at))?.[1];
    if (opening === undefined || isInsideToken(walk.source, at)) continue;
    const body = commentBody(text, at + mark.length, opening !== '//');
    const match = suppression.exec(body);
    const line = walk.lineAt(at);
    if (found.length >= suppressionLimit) {
      walk.unit.addNote(line, `more than ${suppressionLimit} archlint-ignore comments: the rest is not read; suppress in the configuration instead`);
      break;
    }
    const rule = match?.[1];
    if (rule === undefined) walk.unit.addNote(line, 'archlint-ignore without a rule: write `archlint-ignore <rule>: <reason>`');
    else found.push({ rule, reason: match?.[2]?.trim() || null, line });
  }
  return found;
}

function commentBody(text: string, start: number, closed: boolean): string {
  const lineEnd = text.slice(start, start + 2000).search(/[\r\n]/);
  const line = text.slice(start, lineEnd < 0 ? start + 2000 : start + lineEnd);
  const close = closed ? line.indexOf('*/') : -1;
  return (close < 0 ? line : line.slice(0, close)).trimEnd();
}

/** Whether a position lies inside a string, template, regular expression or JSX text rather than between tokens. */
function isInsideToken(source: ts.SourceFile, position: number): boolean {
  let node: ts.Node = source;
  for (;;) {
    let inner: ts.Node | undefined;
    eachChild(node, (child) => {
      if (child.pos <= position && position < child.end) inner = child;
    });
    if (!inner) break;
    node = inner;
  }
  const textual = [Kind.StringLiteral, Kind.NoSubstitutionTemplateLiteral, Kind.TemplateHead, Kind.TemplateMiddle, Kind.TemplateTail];
  if (node.kind === Kind.JsxText) return true;
  return (textual.includes(node.kind) || node.kind === Kind.RegularExpressionLiteral) && node.getStart(source) <= position;
}
