import { describe, expect, it } from 'vitest';
import { parseToml } from '../../src/parse/toml.js';
import { get, type TreeNode } from '../../src/parse/tree.js';

/** The plain value of a tree. */
function plain(node: TreeNode): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
  return node.kind === 'list' ? node.items.map(plain) : node.value;
}
const toml = (text: string): unknown => plain(parseToml('a.toml', text).root);

describe('parseToml', () => {
  it('reads tables, lists of tables and dotted keys', () => {
    expect(toml('a = 1\n[b.c]\nd = "e" # why\nf.g = true\n[[b.h]]\ni = 1\n[[b.h]]\ni = 2\n[b.h.j]\nk = 3\n')).toEqual({
      a: 1,
      b: { c: { d: 'e', f: { g: true } }, h: [{ i: 1 }, { i: 2, j: { k: 3 } }] },
    });
  });

  it('reads values', () => {
    const text = [
      'a = ["x", \'y\\z\', # why',
      '  [1, -2.5], ]',
      'b = { c = "d", e.f = 1_000 }',
      '"g h" = """',
      'i',
      'j"""',
      'k = "\\"\\n\\u0041\\U0001F600"',
      'l = 1979-05-27T07:32:00Z',
    ].join('\r\n');
    expect(toml(text)).toEqual({
      a: ['x', 'y\\z', [1, -2.5]],
      b: { c: 'd', e: { f: 1000 } },
      'g h': 'i\r\nj',
      k: '"\nA\u{1F600}',
      l: '1979-05-27T07:32:00Z',
    });
  });

  it('knows the lines of keys and values, after texts of several lines too', () => {
    const { root } = parseToml('a.toml', 'a = """\nx\ny"""\n[b]\nc = [\n  "d",\n]\n');
    expect(get(root, 'b')?.line).toBe(4);
    expect(get(root, 'b', 'c')).toEqual({ kind: 'list', line: 5, items: [{ kind: 'scalar', line: 6, text: 'd', value: 'd' }] });
  });

  it('loses only the line that is broken', () => {
    const { root, diagnostics } = parseToml('a.toml', 'a = 1\nb = \nc = "open\n[d\ne = 2\nf = 3 4\n');
    expect(plain(root)).toEqual({ a: 1, e: 2, f: 3 });
    expect(diagnostics).toEqual([
      { file: 'a.toml', line: 2, reason: 'unparsable', message: 'TOML syntax error. Correct the file; what could be read is used.' },
    ]);
  });

  it.each([
    ['lists that never end', `a = ${'['.repeat(50_000)}`],
    ['tables that never end', `a = ${'{a='.repeat(50_000)}`],
    ['texts that never end', 'a = """x\n'.repeat(50_000)],
    ['deep keys', `${'a.'.repeat(50_000)}b = 1`],
    ['deep headers', `[${'a.'.repeat(50_000)}b]`],
    ['headers that never end', '['.repeat(50_000)],
    ['keys that every object has', '[__proto__]\npolluted = 1\n[constructor.prototype]\npolluted = 2'],
    ['code points that are none', 'a = "\\U00FFFFFF"'],
    ['nothing', '\0'],
  ])('stands %s', (_, text) => {
    const begin = performance.now();
    expect(parseToml('a.toml', text).root.kind).toBe('map');
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
