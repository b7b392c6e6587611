import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Node, Project, type SourceFile, ts } from 'ts-morph';

/** Root of the checkout. */
export const root = path.join(import.meta.dirname, '..', '..');

/** Names of the folders (or files) directly in a folder of the checkout, sorted by code points. */
export function namesIn(folder: string, kind: 'folders' | 'files'): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() === (kind === 'folders') ? [entry.name] : []))
    .sort();
}

/** A file of the checkout. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Every file of src, parsed, by its path from the root of the checkout. */
export function parsedSources(): ReadonlyMap<string, SourceFile> {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipLoadingLibFiles: true });
  const files = project.addSourceFilesAtPaths(path.join(root, 'src/**/*.ts'));
  return new Map(files.map((file) => [path.relative(root, file.getFilePath()), file]));
}

/** Every node below a file's own, as the compiler has it: wrapping each one would take seconds. */
function nodesOf(source: SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source.compilerNode, visit);
  return nodes;
}

const lineOf = (source: SourceFile, position: number): number => source.compilerNode.getLineAndCharacterOfPosition(position).line + 1;

/** `file:line` of every function, method and accessor longer than so many lines. */
export function longFunctions(file: string, source: SourceFile, most: number): string[] {
  return nodesOf(source).flatMap((node) => {
    if (!ts.isFunctionLike(node)) return [];
    const first = lineOf(source, node.getStart(source.compilerNode));
    return lineOf(source, node.getEnd()) - first + 1 > most ? [`${file}:${first}`] : [];
  });
}

/** `file:line` of every exported function and class without a doc comment. */
export function undocumented(file: string, source: SourceFile): string[] {
  return source
    .getStatements()
    .filter((node) => (Node.isFunctionDeclaration(node) || Node.isClassDeclaration(node)) && node.isExported() && node.getJsDocs().length === 0)
    .map((node) => `${file}:${node.getStartLineNumber()}`);
}

/** `file:line word` of what the house does not have: `any`, enums, default exports, comments that switch checks off or put work off. */
export function unwanted(file: string, source: SourceFile): string[] {
  const words = new Map([
    [ts.SyntaxKind.AnyKeyword, 'any'],
    [ts.SyntaxKind.EnumDeclaration, 'enum'],
    [ts.SyntaxKind.ExportAssignment, 'default export'],
    [ts.SyntaxKind.DefaultKeyword, 'default export'],
  ]);
  const nodes = nodesOf(source).flatMap((node) => {
    const word = words.get(node.kind);
    return word === undefined ? [] : [`${file}:${lineOf(source, node.getStart(source.compilerNode))} ${word}`];
  });
  const comments = source
    .getFullText()
    .split('\n')
    .flatMap((line, i) => {
      const word = /@ts-(ignore|nocheck|expect-error)|\b(TODO|FIXME|XXX)\b|not implemented/.exec(line)?.[0];
      return word === undefined ? [] : [`${file}:${i + 1} ${word}`];
    });
  return [...nodes, ...comments];
}

/** `file text` of every string literal. */
export function stringLiterals(file: string, source: SourceFile): string[] {
  return nodesOf(source).flatMap((node) => (ts.isStringLiteral(node) ? [`${file} ${node.text}`] : []));
}
