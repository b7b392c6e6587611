/** Where each `${` of a text closes: offset of the `$` to that of the brace. Those that never close are absent. One pass, whatever the nesting. */
export function closingBraces(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '$' && text[i + 1] === '{') {
      open.push(i);
      i += 1;
    } else if (text[i] === '}') {
      const start = open.pop();
      if (start !== undefined) found.set(start, i);
    }
  }
  return found;
}
