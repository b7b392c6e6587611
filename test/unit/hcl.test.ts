import { describe, expect, it } from 'vitest';
import { parseHcl } from '../../src/parse/hcl.js';
import { get, itemsOrOne, numberOf, textOf, type TreeNode } from '../../src/parse/tree.js';

/** The plain value of a tree. */
function plain(node: TreeNode): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
  return node.kind === 'list' ? node.items.map(plain) : node.value;
}
const hcl = (text: string): unknown => plain(parseHcl('a.hcl', text).root);

describe('parseHcl', () => {
  it('gives blocks and their labels the shape of the JSON form', () => {
    expect(hcl('resource "lb" "a" {\n  port = 80\n}\nresource "lb" "b" { port = 81 }\nresource "dns" "a" {}\n')).toEqual({
      resource: { lb: { a: { port: 80 }, b: { port: 81 } }, dns: { a: {} } },
    });
    expect(hcl('service { name = "a" }\nservice { name = "b" }\nservice { name = "c" }')).toEqual({ service: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    expect(hcl('dynamic "rule" { x = 1 }\ndynamic "rule" { x = 2 }')).toEqual({ dynamic: { rule: [{ x: 1 }, { x: 2 }] } });
    expect(itemsOrOne(get(parseHcl('a.hcl', 'service { name = "a" }').root, 'service')).map((s) => textOf(get(s, 'name')))).toEqual(['a']);
  });

  it('reads values, and keeps expressions as text', () => {
    const text = [
      'a = ["x", 1.5, -2, true, null, ]',
      'b = { c = "d", "e f" : 1, g.h = 2, (var.k) = 3',
      '  i = "j" }',
      'k = aws_lb.main.dns_name',
      'l = "https://${aws_lb.main.dns_name}:${var.port}/x"',
      'm = var.x == "a, b" ? "y}" : f("z", [1, 2]) // why',
      'n = [for s in var.list : upper(s)]',
      'o = jsonencode({ p = ["q"], r = var.s })',
      't = "${lookup(var.m, "k}")}"',
      'u = 5 * (1 +',
      '  2)',
    ].join('\n');
    expect(hcl(text)).toEqual({
      a: ['x', 1.5, -2, true, null],
      b: { c: 'd', 'e f': 1, 'g.h': 2, '${(var.k)}': 3, i: 'j' },
      k: '${aws_lb.main.dns_name}',
      l: 'https://${aws_lb.main.dns_name}:${var.port}/x',
      m: '${var.x == "a, b" ? "y}" : f("z", [1, 2])}',
      n: '${[for s in var.list : upper(s)]}',
      o: { p: ['q'], r: '${var.s}' },
      t: '${lookup(var.m, "k}")}',
      u: '${5 * (1 +\n  2)}',
    });
  });

  it('reads version 1: commas between attributes, quoted keys, comments of every kind', () => {
    expect(hcl('check {\n id = "a",\n "name" = "b", # c\n /* d\n */ port = 80\n}')).toEqual({ check: { id: 'a', name: 'b', port: 80 } });
  });

  it('knows the lines of keys, values and here-documents', () => {
    const { root } = parseHcl('a.hcl', 'job "x" {\n  template {\n    data = <<-EOF\n      a\n        b\n    EOF\n    left =\n      1\n  }\n}\n');
    const data = get(root, 'job', 'x', 'template', 'data');
    expect(data).toEqual({ kind: 'scalar', line: 3, text: 'a\n  b\n', value: 'a\n  b\n', textLine: 4 });
    expect(get(root, 'job', 'x', 'template', 'left')?.line).toBe(8);
    expect(numberOf(get(root, 'job', 'x', 'template', 'left'))).toBe(1);
  });

  it('replaces escapes, and leaves those of templates', () => {
    expect(hcl('a = "x\\n\\"y\\" \\u0041 $${z} \\\\"')).toEqual({ a: 'x\n"y" A $${z} \\' });
  });

  it('loses only the statement that is broken', () => {
    const { root, diagnostics } = parseHcl('a.hcl', 'a = 1\nb = = 2\nc = "open\nd {\n  e = @\n  f = 3\n}\n');
    expect(plain(root)).toEqual({ a: 1, d: { f: 3 } });
    expect(diagnostics).toEqual([
      { file: 'a.hcl', line: 2, reason: 'unparsable', message: 'HCL syntax error: a value was expected. Correct the file; what could be read is used.' },
    ]);
  });

  it.each([
    ['blocks that never end', 'a {'.repeat(50_000)],
    ['labels that never end', 'a '.repeat(50_000)],
    ['lists that never end', `a = ${'['.repeat(50_000)}`],
    ['texts that never end', 'a = "${x\n'.repeat(50_000)],
    ['documents that never end', 'a = <<E\n'.repeat(50_000)],
    ['comments that never end', 'a = 1 /* '.repeat(50_000)],
    ['brackets that never end', 'a = x(\n'.repeat(50_000)],
    ['keys that every object has', '__proto__ { polluted = 1 }\nconstructor = 2'],
    ['nothing', '\0'],
  ])('stands %s', (_, text) => {
    const begin = performance.now();
    expect(parseHcl('a.hcl', text).root.kind).toBe('map');
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
