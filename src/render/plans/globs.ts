/** More in one glob are text: expressions with many cost too much. */
const maxStars = 4;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A glob as an expression: `*` and `?` stay in one folder, `**` does not, `{a,b}` is either. */
export function globPattern(glob: string): RegExp {
  const parts = glob.slice(0, 1_000).match(/\*+\/?|\?|[{},]|[^*?{},]+/g) ?? [];
  let stars = 0;
  let depth = 0;
  const text = parts.map((part) => {
    if (part.startsWith('*')) stars += 1;
    if (part.startsWith('*')) return stars > maxStars ? escaped(part) : star(part);
    if (part === '?') return '[^/]';
    if (part === '{') depth += 1;
    if (part === '{') return '(?:';
    if (depth === 0 || (part !== '}' && part !== ',')) return escaped(part);
    depth -= part === '}' ? 1 : 0;
    return part === '}' ? ')' : '|';
  });
  return new RegExp(`^${text.join('')}${')'.repeat(depth)}$`);
}

function star(part: string): string {
  const slash = part.endsWith('/');
  return part.startsWith('**') ? (slash ? '(?:.*/)?' : '.*') : slash ? '[^/]*/' : '[^/]*';
}
