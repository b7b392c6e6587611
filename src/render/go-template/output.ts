import type { Location } from '../../core/location.js';

/** Text as it is made, with the place that each of its lines comes from: that of the first thing on the line that is no space. */
export class Output {
  private readonly parts: string[] = [];
  private readonly places: (Location | undefined)[] = [undefined];

  /** Adds text; `placeOf` gets the number of a line in it (from 0) and that line. */
  write(text: string, placeOf: (line: number, text: string) => Location): void {
    if (text === '') return;
    this.parts.push(text);
    if (!text.includes('\n')) {
      if (this.places[this.places.length - 1] === undefined && text.trim() !== '') this.places[this.places.length - 1] = placeOf(0, text);
      return;
    }
    for (const [i, line] of text.split('\n').entries()) {
      if (i > 0) this.places.push(undefined);
      if (this.places.at(-1) === undefined && line.trim() !== '') this.places[this.places.length - 1] = placeOf(i, line);
    }
  }

  /** All of it. */
  text(): string {
    return this.parts.join('');
  }

  /** The place of each line; an empty line has that of the line above it. */
  lines(fallback: Location): Location[] {
    let last = fallback;
    return this.places.map((place) => {
      last = place ?? last;
      return last;
    });
  }
}

/** Places of lines by their text without indentation, for text that passes through functions between where it is made and where it is printed. */
export class Trail {
  private readonly places = new Map<string, Location[]>();

  /** Remembers where a line was made. */
  add(line: string, at: Location): void {
    const key = line.trim();
    if (key === '') return;
    const known = this.places.get(key);
    if (known === undefined) this.places.set(key, [at]);
    else known.push(at);
  }

  /** Where a line was made; of equal lines each is given once, in order, the last for ever. */
  take(line: string): Location | undefined {
    const known = this.places.get(line.trim());
    return known === undefined || known.length < 2 ? known?.[0] : known.shift();
  }
}
