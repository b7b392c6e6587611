const names: readonly (readonly [string, RegExp])[] = [
  ['dev', /^dev(el|elop|elopment|eloper)?$/],
  ['staging', /^(stage|staging|stg)$/],
  ['prod', /^(prod|production|prd|live)$/],
  ['preprod', /^(preprod|pre-prod|preproduction)$/],
  ['test', /^(test|tests|testing|tst)$/],
  ['local', /^(local|localhost)$/],
  ['e2e', /^e2e$/],
  ['ci', /^ci$/],
  ['qa', /^qa$/],
  ['uat', /^uat$/],
  ['sandbox', /^sandbox$/],
];

/** The environment that a word names (`development` → `dev`, `production` → `prod`), or undefined. */
function environmentNamed(word: string): string | undefined {
  const lower = word.toLowerCase();
  return names.find(([, pattern]) => pattern.test(lower))?.[0];
}

/**
 * The environment that a path tells: by a part of the file's name (`docker-compose.prod.yml`, `values-staging.yaml`), else by its nearest folder
 * of such a name (`overlays/prod/…`). Undefined where it tells none.
 */
export function environmentOfPath(path: string): string | undefined {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  for (const word of file.split(/[._-]/)) {
    const named = environmentNamed(word);
    if (named !== undefined) return named;
  }
  for (const folder of segments.reverse()) {
    const named = environmentNamed(folder);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** A name without the words at its ends that name environments (`dev-orders`, `orders-prod`), where something remains. */
export function withoutEnvironmentWords(name: string): string {
  const words = name.split('-');
  while (words.length > 1 && environmentNamed(words[0] ?? '') !== undefined) words.shift();
  while (words.length > 1 && environmentNamed(words.at(-1) ?? '') !== undefined) words.pop();
  return words.join('-');
}
