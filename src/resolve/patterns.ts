/** Whether a topic pattern covers a key: `*` is one word, `#` any number of them. Takes time in proportion to both lengths. */
export function topicMatches(pattern: string, key: string): boolean {
  const words = key.split('.');
  let reached = new Set([0]);
  for (const part of pattern.split('.')) {
    const next = new Set<number>();
    const from = Math.min(...reached);
    if (part === '#') for (let i = from; i <= words.length; i++) next.add(i);
    else for (const i of reached) if (i < words.length && (part === '*' || part === words[i])) next.add(i + 1);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(words.length);
}

/** Published names that a consumer's wildcards match (NATS `*` and `>`, Redis and MQTT patterns). */
export function matchingNames(technology: string, pattern: string, published: readonly string[]): string[] {
  if (!/[*>+#]/.test(pattern)) return [];
  if (technology === 'redis') {
    const expression = new RegExp(
      `^${pattern
        .split('*')
        .map((p) => p.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^]*')}$`,
    );
    return pattern.split('*').length > 8 ? [] : published.filter((p) => expression.test(p));
  }
  if (technology === 'nats') return published.filter((p) => topicMatches(pattern.replace(/>$/, '#'), p));
  if (technology === 'mqtt')
    return published.filter((p) =>
      topicMatches(pattern.replaceAll('.', '\u0004').replaceAll('/', '.').replaceAll('+', '*'), p.replaceAll('.', '\u0004').replaceAll('/', '.')),
    );
  return [];
}
