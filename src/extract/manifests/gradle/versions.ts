import type { VersionFact } from '../../../core/version.js';
import { lineFinder } from '../../../parse/lines.js';
import { folderOf } from '../../../parse/paths.js';

const id = 'gradle';
const written = /^[ \t]*(?:project\.)?version[ \t]*(?:=[ \t]*|[ \t])["']([^"'$\n]{1,100})["']/m;

/** A project's version, and the one that a build gives to all below it (`shared`: bodies of `allprojects` and `subprojects`). A text without comments goes in. */
export function versionsOf(file: string, source: string, shared: readonly string[]): VersionFact[] {
  const own = written.exec(shared.reduce((text, block) => text.replace(block, (all) => all.replace(/[^\n]/g, ' ')), source));
  const given = shared.map((block) => written.exec(block)?.[1]).find((version) => version !== undefined);
  const lineAt = lineFinder(source);
  const line = (offset: number): number => lineAt(offset + (/\S/.exec(source.slice(offset))?.index ?? 0));
  const fact = { kind: 'version' as const, ecosystem: 'gradle' as const, folder: folderOf(file), foundBy: id };
  const module: VersionFact = { ...fact, version: own?.[1] ?? null, gives: false, at: { file, line: own === null ? line(0) : line(own.index) } };
  if (given === undefined) return [module];
  const at = source.indexOf(given, source.search(/\b(?:subprojects|allprojects)\s*\{/));
  return [{ ...fact, version: given, gives: true, at: { file, line: lineAt(Math.max(0, at)) } }, module];
}

/** `version=1.4.0` of gradle.properties is the version of every project of the build. */
export function propertiesVersion(file: string, text: string): VersionFact[] {
  const found = /^[ \t]*version[ \t]*[=:][ \t]*(\S{1,100})/m.exec(text);
  if (found === null) return [];
  const at = { file, line: lineFinder(text)(found.index) };
  return [{ kind: 'version', ecosystem: 'gradle', folder: folderOf(file), version: found[1] ?? '', gives: true, at, foundBy: id }];
}
