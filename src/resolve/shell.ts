/** Splits a shell line at `&&`, `||`, `;`, `|` and `&`, outside quotes. */
export function splitShell(line: string): string[] {
  const out: string[] = [];
  let quote = '';
  let current = '';
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? '';
    if (quote !== '') {
      current += c;
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") {
      quote = c;
      current += c;
    } else if (c === '&' || c === ';' || c === '|' || c === '\n') {
      out.push(current);
      current = '';
    } else current += c;
  }
  out.push(current);
  return out.map((s) => s.trim()).filter((s) => s !== '');
}

/** Words of a simple shell command; quotes are removed. */
export function shellWords(line: string): string[] {
  const out: string[] = [];
  let quote = '';
  let current = '';
  let open = false;
  for (const c of line) {
    if (quote !== '') {
      if (c === quote) quote = '';
      else current += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      open = true;
    } else if (/\s/.test(c)) {
      if (current !== '' || open) out.push(current);
      current = '';
      open = false;
    } else current += c;
  }
  if (current !== '' || open) out.push(current);
  return out;
}
