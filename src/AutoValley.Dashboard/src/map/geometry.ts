import type { Place } from './mercator.ts'

/** A closed line; the first corner is not repeated at the end. */
export type Ring = readonly Place[]

/** Whether a place lies inside of rings and holes, even-odd. */
export function contains(rings: readonly Ring[], place: Place): boolean {
  return crossingsOf(rings, place.y).filter((x) => place.x < x).length % 2 === 1
}

/** Rings as polygons: each an outer ring and its holes. A ring inside of an odd number of others is a hole of the one right around it. */
export function polygonsOf(rings: readonly Ring[]): Ring[][] {
  const around = rings.map((ring) => rings.filter((other) => other !== ring && ring[0] !== undefined && contains([other], ring[0])))
  const polygons = new Map<Ring, Ring[]>()
  rings.forEach((ring, index) => {
    if ((around[index]?.length ?? 0) % 2 === 0) polygons.set(ring, [ring])
  })
  rings.forEach((ring, index) => {
    const outers = around[index] ?? []
    if (outers.length % 2 === 0) return
    const nearest = outers.find((outer) => (around[rings.indexOf(outer)]?.length ?? 0) === outers.length - 1)
    if (nearest) polygons.get(nearest)?.push(ring)
  })
  return [...polygons.values()]
}

export interface Box {
  readonly west: number
  readonly north: number
  readonly east: number
  readonly south: number
}

/** The least box around places; undefined around none. */
export function boxOf(lines: readonly (readonly Place[])[]): Box | undefined {
  const places = lines.flat()
  if (places.length === 0) return undefined
  return places.reduce<Box>(
    (box, { x, y }) => ({ west: Math.min(box.west, x), north: Math.min(box.north, y), east: Math.max(box.east, x), south: Math.max(box.south, y) }),
    { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity },
  )
}

/** Where a name fits into an area: in the middle of the widest of some lines from west to east. */
export interface LabelPlace extends Place {
  /** As wide as the area is there. */
  readonly width: number
}

const LABEL_LINES = 9

/** In the middle of the hole of a road that goes round. Undefined for an area that is none. */
export function labelPlaceOf(rings: readonly Ring[]): LabelPlace | undefined {
  const box = boxOf(rings)
  if (!box) return undefined
  if (rings.length > 1) return { x: (box.west + box.east) / 2, y: (box.north + box.south) / 2, width: box.east - box.west }
  let best: LabelPlace | undefined
  for (let line = 1; line <= LABEL_LINES; line++) {
    // The middle first: of lines that are as wide as each other it is the best.
    const share = 0.5 + (line % 2 === 0 ? 1 : -1) * (Math.floor(line / 2) / (LABEL_LINES + 1))
    const y = box.north + (box.south - box.north) * share
    const crossings = crossingsOf(rings, y).sort((a, b) => a - b)
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [from, to] = [crossings[index] ?? 0, crossings[index + 1] ?? 0]
      if (to - from > (best?.width ?? 0) * 1.05) best = { x: (from + to) / 2, y, width: to - from }
    }
  }
  return best
}

/** Where rings cross a line from west to east, in no order. */
function crossingsOf(rings: readonly Ring[], y: number): number[] {
  const crossings: number[] = []
  for (const ring of rings) {
    let before = ring.at(-1)
    for (const corner of ring) {
      if (before && corner.y > y !== before.y > y) crossings.push(corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x))
      before = corner
    }
  }
  return crossings
}
