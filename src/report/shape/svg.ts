import { frameStroke, pageInk, strokes } from './drawing/colours.js';
import { xml } from './escape.js';

/**
 * What Graphviz may draw: these elements with these attributes. Anything else would be something that a name smuggled in.
 */
const elements: ReadonlySet<string> = new Set(['svg', 'g', 'title', 'text', 'path', 'polygon', 'polyline', 'ellipse', 'a']);
const attributes: ReadonlySet<string> = new Set([
  'width',
  'height',
  'viewBox',
  'xmlns',
  'xmlns:xlink',
  'id',
  'class',
  'transform',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'points',
  'd',
  'cx',
  'cy',
  'rx',
  'ry',
  'x',
  'y',
  'text-anchor',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'xml:space',
  'xlink:title',
]);

/** Colours on the page itself and what they become on a dark page. Cards keep their pale fill and dark text. */
const onDark: readonly (readonly [string, string])[] = [
  [pageInk, '#a9b3be'],
  [frameStroke, '#4b545e'],
  [strokes.call, '#86a7cc'],
  [strokes.route, '#6fb588'],
  [strokes.message, '#b096dd'],
  [strokes.access, '#d1a14a'],
  [strokes.import, '#5cbbae'],
  [strokes.use, '#7d8690'],
  [strokes.order, '#646c75'],
];
const darkPage = '#0d1117';

/**
 * A drawing by Graphviz as an SVG that stands alone and does nothing: no document type, comments or links, pointer texts as titles, a style for readers in dark
 * mode. Undefined where the drawing holds any element, attribute or text that Graphviz would not write for a plain graph.
 * @param drawn SVG as Graphviz writes it
 * @param title what the picture shows, for people who hear it read
 */
export function standaloneSvg(drawn: string, title: string): string | undefined {
  const start = drawn.indexOf('<svg');
  if (start < 0) return undefined;
  const body = drawn.slice(start).replace(/<!--[^>]*-->\n?/g, '');
  if (!isPlain(body)) return undefined;
  const titled = body
    .replace(/<title>[^<]*<\/title>\n<g id="a_[^"]*"><a xlink:title="([^"]*)">\n/g, '<title>$1</title>\n')
    .replace(/<g id="a_[^"]*"><a xlink:title="[^"]*">\n/g, '')
    .replace(/<\/a>\n<\/g>\n/g, '')
    .replace(/ xml:space="preserve"/g, '')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,Liberation Sans,sans-serif"');
  return titled
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ` role="img" aria-label="${xml(title)}"`)
    .replace('>\n', `>\n<style>${darkStyle()}</style>\n`);
}

/** A picture that is a few lines of text. */
export function messageSvg(lines: readonly string[]): string {
  const texts = lines.map((line, i) => `<text x="16" y="${32 + 24 * i}" font-family="sans-serif" font-size="14" fill="${pageInk}">${xml(line)}</text>\n`);
  const height = 32 + 24 * lines.length;
  return `<svg width="640" height="${height}" viewBox="0 0 640 ${height}" xmlns="http://www.w3.org/2000/svg" role="img">\n<rect width="640" height="${height}" fill="white"/>\n${texts.join('')}</svg>\n`;
}

function darkStyle(): string {
  const strokes = onDark.map(([from, to]) => `[stroke="${from}"]{stroke:${to}}`);
  const fills = onDark.map(([from, to]) => `:is(.graph,.cluster,.edge,.edge a)>[fill="${from}"]{fill:${to}}`);
  return `@media (prefers-color-scheme:dark){.graph>polygon:first-of-type{fill:${darkPage}}${[...strokes, ...fills].join('')}}`;
}

/** Whether a text is made of known elements and attributes alone; one pass. */
function isPlain(svg: string): boolean {
  const token = /<\/[\w:]+>|<([\w:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>|[^<]+/y;
  while (token.lastIndex < svg.length) {
    const at = token.lastIndex;
    const match = token.exec(svg);
    if (match === null || token.lastIndex === at) return false;
    if (match[1] !== undefined && !elements.has(match[1])) return false;
    for (const [, name = ''] of (match[2] ?? '').matchAll(/([\w:-]+)="/g)) if (!attributes.has(name)) return false;
  }
  return true;
}
