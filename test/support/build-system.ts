import type { Fact } from '../../src/core/fact.js';
import type { FileIndex } from '../../src/core/files.js';
import { manifestExtractors } from '../../src/extract/manifests/index.js';
import { identify } from '../../src/resolve/index.js';

/** A tree of files in memory. */
export function indexOf(texts: Readonly<Record<string, string>>): FileIndex {
  const paths = Object.keys(texts).sort();
  return {
    files: paths.map((path) => ({ path, size: texts[path]?.length ?? 0 })),
    has: (file) => paths.includes(file),
    under: (folder) => (folder === '.' ? paths : paths.filter((file) => file.startsWith(`${folder}/`))),
    contentId: () => undefined,
    read: (file) => (texts[file] === undefined ? { skipped: 'unreadable' } : { text: texts[file] }),
    endingWith: (end) => paths.filter((file) => `/${file}`.endsWith(end)),
    isAside: (path) => /(^|\/)(examples?|tests?)\//.test(path),
    ignored: 0,
    readCount: 0,
    diagnostics: [],
    note: () => undefined,
  };
}

/**
 * Which folder each Deployment of a small system is found to come from: `name <- folder @ line that builds its image`. Every folder given holds a program in Go and
 * a Dockerfile that says nothing of its name; every pair `name: image` is a Deployment.
 */
export function tiedFolders(folders: readonly string[], deployed: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>): string[] {
  const programs = folders.flatMap((folder) => [
    [`${folder}/main.go`, 'package main\n'] as const,
    [`${folder}/Dockerfile`, 'FROM golang:1.22\nCOPY . .\nCMD ["/app"]\n'] as const,
  ]);
  const manifests = Object.entries(deployed).map(
    ([name, image]) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "${image}" }] } } }\n`,
  );
  const texts = { ...Object.fromEntries(programs), 'k8s/all.yaml': manifests.join('---\n'), ...files };
  const index = indexOf(texts);
  const facts: Fact[] = index.files.flatMap(({ path }) =>
    manifestExtractors.filter((e) => e.files(path)).flatMap((e) => e.extract(path, texts[path as keyof typeof texts] ?? '').facts),
  );
  const config = { services: {}, infrastructure: [], contexts: {} } as unknown as Parameters<typeof identify>[2];
  return identify(facts, index, config)
    .services.filter((s) => s.units.length > 0)
    .map((s) => `${s.name} <- ${s.path ?? 'nothing'}${s.units[0]?.built === undefined ? '' : ` @ ${s.units[0].built.file}:${s.units[0].built.line}`}`);
}
