import { SiteMap } from '../../map/siteMap.ts'
import type { Track } from './track.ts'

/**
 * Ground for tracks where there is no map of the site: nothing but as large as they are. The one before serves as long as one of them is on it; undefined
 * while there is no place at all.
 */
export function bareMapOf(tracks: readonly Track[], before: SiteMap | undefined): SiteMap | undefined {
  const places = tracks.flatMap((track) => track.places)
  const box = before?.box
  const isOnIt = box && places.some(({ x, y }) => x >= box.west && x <= box.east && y >= box.north && y <= box.south)
  return places.length === 0 || isOnIt ? before : new SiteMap(0, '', [], [], [], places)
}
