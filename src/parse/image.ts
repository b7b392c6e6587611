/** Parts of an image reference; text that is not known may stand in any of them as `${…}` or `{{ … }}`. */
export interface ImageName {
  /** Without registry host: `shop/orders`. */
  readonly repository: string;
  readonly tag?: string;
}

/** `ghcr.io/shop/orders:1.2@sha256:…` → `shop/orders`, `1.2`. Colons and slashes inside `${…}`, `$((…))` and `{{ … }}` do not count. */
export function parseImage(reference: string): ImageName {
  const digest = indexOutside(reference, '@', 0);
  const bare = digest < 0 ? reference : reference.slice(0, digest);
  let slash = -1;
  for (let i = indexOutside(bare, '/', 0); i >= 0; i = indexOutside(bare, '/', i + 1)) slash = i;
  const colon = indexOutside(bare, ':', slash + 1);
  const path = colon < 0 ? bare : bare.slice(0, colon);
  const first = indexOutside(path, '/', 0);
  const host = first > 0 && /[.:]|^localhost$/.test(path.slice(0, first).replace(/\{\{.*?\}\}|\$\{.*?\}/g, ''));
  const repository = host ? path.slice(first + 1) : path;
  return colon < 0 ? { repository } : { repository, tag: bare.slice(colon + 1) };
}

function indexOutside(text: string, char: string, from: number): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '{' || c === '(') depth++;
    else if (c === '}' || c === ')') depth--;
    else if (c === char && depth === 0 && i >= from) return i;
  }
  return -1;
}
