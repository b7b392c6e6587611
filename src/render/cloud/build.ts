import type { Location } from '../../core/location.js';
import type { Placed, PlacedEntry, PlacedMap } from '../placed.js';

/** An entry of a map that is made here. */
export function entryOf(key: string, value: Placed | undefined, place?: Location): PlacedEntry[] {
  return value === undefined ? [] : [{ key, at: place ?? value.at, value }];
}

/** A map made of entries; those that are absent are left out. */
export function mapOf(place: Location, ...entries: readonly (readonly PlacedEntry[])[]): PlacedMap {
  return { kind: 'map', at: place, entries: entries.flat() };
}

/** A list made of items. */
export function listOf(place: Location, items: readonly Placed[]): Placed {
  return { kind: 'list', at: place, items };
}
