import type { ImageFact } from '../core/fact.js';
import type { EnvEntry } from '../core/workload.js';
import { literal } from '../core/term.js';
import { type Layer, byAnySpelling, deployment } from './layers.js';
import type { RunUnit } from './model.js';

/** Variables whose words a Java machine takes for options. */
const optionVariables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_OPTS', 'JAVA_OPTIONS', 'JVM_OPTS'] as const;

/**
 * Settings given on the command line, above all others: `--server.port=8081`, `-Dspring.profiles.active=docker`, `--ConnectionStrings:db=…`, in
 * the container's command, else the image's, and in the variables for options. Flags without a dot are no settings.
 */
export function argumentLayers(unit: RunUnit | null, images: readonly ImageFact[], platform: readonly Layer[]): Layer[] {
  const entries: EnvEntry[] = [];
  const options = optionVariables.flatMap((name) => {
    const value = platform.map((l) => l(name)).find((v) => v !== undefined);
    const at = value?.evidence[0];
    return value?.term.k === 'literal' && at !== undefined ? [{ words: value.term.text.split(/\s+/), at: { file: at.file, line: at.line } }] : [];
  });
  const container = unit?.container;
  const own = [...(container?.entrypoint ?? []), ...(container?.command ?? [])];
  const commands =
    own.length > 0 && container !== undefined
      ? [{ words: own, at: container.at }]
      : images.map((image) => ({ words: [...(image.stages.at(-1)?.entrypoint ?? []), ...(image.stages.at(-1)?.command ?? [])], at: image.at }));
  for (const { words, at } of [...options, ...commands]) entries.push(...words.flatMap((w) => w.split(/\s+/)).flatMap((w) => settingIn(w, at)));
  if (entries.length === 0) return [];
  const find = byAnySpelling(entries);
  return [
    (name) => {
      const entry = find(name);
      return entry?.value === undefined ? undefined : { term: entry.value, evidence: [deployment(entry.at, entry.name, entry.value, 'command')] };
    },
  ];
}

function settingIn(word: string, at: EnvEntry['at']): EnvEntry[] {
  const [, name = '', value = ''] = /^(?:-D|--)([A-Za-z][\w-]*(?:[.:][\w[\]-]+)+)=(\S*)$/.exec(word) ?? [];
  return name === '' ? [] : [{ name, value: literal(value.replace(/^["']|["']$/g, '')), at }];
}
