import type { Extraction } from '../../../core/extraction.js';
import type { VersionFact } from '../../../core/version.js';
import { folderOf } from '../../../parse/paths.js';
import { parseToml } from '../../../parse/toml.js';
import { booleanOf, get, textOf } from '../../../parse/tree.js';

/** Crates that take the version of their workspace (`version.workspace = true`), and workspaces that give one (`[workspace.package]`). */
export function cargoVersions(file: string, text: string): Extraction {
  if (!/^\s*version\b|\bversion\s*=/m.test(text)) return { facts: [], diagnostics: [] };
  const { root, diagnostics } = parseToml(file, text);
  const fact = { kind: 'version' as const, ecosystem: 'cargo' as const, folder: folderOf(file), foundBy: 'fixed-versions' };
  const given = get(root, 'workspace', 'package', 'version');
  const own = get(root, 'package', 'version');
  const taken = booleanOf(get(own, 'workspace')) === true;
  const facts: VersionFact[] = [];
  if (given !== undefined) facts.push({ ...fact, version: textOf(given) ?? '', gives: true, at: { file, line: given.line } });
  if (own !== undefined && (taken || textOf(own) !== undefined))
    facts.push({ ...fact, version: taken ? null : (textOf(own) ?? ''), gives: false, at: { file, line: own.line } });
  return { facts, diagnostics };
}
