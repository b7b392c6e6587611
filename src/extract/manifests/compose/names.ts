const byName = /(^|\/)([^/]*[._-])?(docker[-_]?compose|compose|docker-stack|stack)([._-][^/]*)?\.ya?ml$/i;
const anyYaml = /\.ya?ml$/i;

/** Whether a file's name says that it is a compose or stack file. */
export function isComposeName(path: string): boolean {
  return byName.test(path);
}

/** Files worth a look: any YAML may be a compose file. */
export function mayBeCompose(path: string): boolean {
  return anyYaml.test(path);
}

/**
 * The file that a compose file's name says it is written for: `docker-compose.override.yml` and `docker-compose.prod.yml` →
 * `docker-compose.yml`, `docker-compose-load.yaml` → `docker-compose.yaml`; undefined for a base file. It need not exist.
 */
export function baseFileOf(path: string): string | undefined {
  const match = /^(.*?(?:docker[-_]?compose|compose|docker-stack|stack))[._-][^/]+(\.ya?ml)$/i.exec(path.slice(path.lastIndexOf('/') + 1));
  return match ? `${path.slice(0, path.lastIndexOf('/') + 1)}${match[1] ?? ''}${match[2] ?? ''}` : undefined;
}

/** `docker-compose.override.yml`, which compose applies by itself. */
export function isOverrideName(path: string): boolean {
  return /[._-]override\.ya?ml$/i.test(path);
}
