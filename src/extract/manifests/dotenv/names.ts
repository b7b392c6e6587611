const otherFormat =
  /\.(ts|js|mjs|cjs|tsx|jsx|json|ya?ml|md|toml|py|rb|go|php|java|sh|bash|ps1|cmd|bat|html|vault|keys|enc|gpg|age|sops|schema|j2|tpl|erb|lock|map)$/i;
const example = /^(examples?|samples?|dist|template|default|defaults|ex)$/i;

/** `.env`, `.env.*`, `*.env`, `.example.env`, `env.example`, `dotenv` … but not `.env.ts` or `.env.d.ts`. */
export function isEnvFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^env[._-](examples?|samples?|dist|template|default)$/i.test(name)) return true;
  return /(^|\.)env([._-]|$)/i.test(name) && (/^\.env[^/]*$/i.test(name) || /\.env(\.[^/]*)?$/i.test(name)) && !otherFormat.test(name);
}

/** What the parts of the name beside `env` say: an example, an environment (as written), or both. `orders.env` says neither. */
export function kindOfEnvFile(path: string): { example: boolean; environment?: string } {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const words = name.split(/[._-]/).filter((word) => word !== '' && word.toLowerCase() !== 'env');
  const others = words.filter((word) => !example.test(word));
  // `orders.env` is named for what it configures; `.env.docker` and `.test.env` for where.
  const environment = name.startsWith('.') ? (others.find((word) => word.toLowerCase() !== 'local') ?? others[0]) : undefined;
  return { example: words.length > others.length, ...(environment !== undefined && { environment }) };
}
