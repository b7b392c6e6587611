import type { Diagnostic, Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Container, EnvEntry, WorkloadFact } from '../../../core/workload.js';
import { literal } from '../../../core/term.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { shellWords } from '../../../parse/shell.js';
import { suppressionsIn } from '../../../parse/suppressions.js';

const id = 'procfile';
/** Assignments and changes of folder before a command. */
const maxSteps = 50;
const row = /^([A-Za-z0-9_-]{1,60})\s*:\s*(\S.*)$/;

/** Procfiles of Heroku, Foreman and like platforms: the processes of an application. */
export const procfile: ManifestExtractor = {
  id,
  title: 'Procfiles',
  files: (path) => /(?:^|\/)Procfile(?:\.\w+)?$/.test(path),
  extract(file, text): Extraction {
    const facts: WorkloadFact[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      if (/^\s*(?:#|$)/.test(line)) continue;
      const [, type, command] = row.exec(line) ?? [];
      if (type === undefined || command === undefined)
        diagnostics.push({
          file,
          line: i + 1,
          reason: 'unparsable',
          message: 'A line of the Procfile has no form `process: command`. Correct it; the others are used.',
        });
      else if (type !== 'release') facts.push(processOf(file, i + 1, type, command));
    }
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics: diagnostics.slice(0, 1) };
  },
};

function processOf(file: string, line: number, type: string, command: string): WorkloadFact {
  const { folder, words, env } = commandOf(file, line, command);
  const environment = environmentOfPath(file.slice(file.lastIndexOf('/') + 1));
  const container: Container = {
    name: type,
    code: { folder, handlers: [] },
    command: redactWords(words),
    env,
    envFrom: [],
    mounts: [],
    ports: [],
    init: false,
    at: { file, line },
  };
  return {
    kind: 'workload',
    platform: 'procfile',
    name: nameOf(type, folderOf(file), folder),
    stack: file,
    workloadKind: 'process',
    containers: [container],
    hostnames: [],
    links: [],
    startsAfter: [],
    labels: {},
    profiles: [],
    ...(environment !== undefined && { environment }),
    at: { file, line },
    foundBy: id,
  };
}

/** `web` of `orders/Procfile` is `orders`, `worker` is `orders-worker`; what is run in a folder of its own is named as the process. */
function nameOf(type: string, own: string, folder: string): string {
  const base = folder.slice(folder.lastIndexOf('/') + 1);
  const web = /^(?:web|app|server)$/.test(type);
  if (base === '.' || base === '') return type;
  if (folder !== own) return web ? base : type;
  return web ? base : `${base}-${type}`;
}

/** `cd api && PORT=80 npm start`, `npm --prefix api start`: where it runs, what it sets, and what runs. */
function commandOf(file: string, line: number, text: string): { folder: string; words: string[]; env: EnvEntry[] } {
  let folder = folderOf(file);
  let words = shellWords(text);
  const env: EnvEntry[] = [];
  for (let steps = 0; steps < maxSteps; steps += 1) {
    const [first = '', second = '', third = ''] = words;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
    if (first === 'cd' && (third === '&&' || third === ';')) {
      const inside = joinPath(folder, second);
      if (!inside.startsWith('..') && !second.startsWith('/') && !second.includes('$')) folder = inside;
      words = words.slice(3);
    } else if (assignment !== null) {
      const value = redact(assignment[1] ?? '', literal(assignment[2] ?? ''));
      env.push({ name: assignment[1] ?? '', ...(value && { value }), at: { file, line } });
      words = words.slice(1);
    } else if (first === 'exec' || first === 'env') words = words.slice(1);
    else break;
  }
  const prefix = words.findIndex((word) => /^(?:--prefix|--cwd|-C|--dir)$/.test(word));
  const target = prefix < 0 ? words.map((word) => /^--(?:prefix|cwd|dir)=(.+)$/.exec(word)?.[1]).find((one) => one !== undefined) : words[prefix + 1];
  if (/^(?:npm|yarn|pnpm)$/.test(words[0] ?? '') && target !== undefined) {
    const inside = joinPath(folder, target);
    if (!inside.startsWith('..')) folder = inside;
    words = words.filter((word, i) => (prefix < 0 ? !/^--(?:prefix|cwd|dir)=/.test(word) : i !== prefix && i !== prefix + 1));
  }
  return { folder, words, env };
}
