/**
 * Colours that people with any common colour blindness tell apart (after Okabe and Ito), as used on light and on dark ground; each is at least 3 : 1 against it.
 */
const LIGHT = ['#0b5cad', '#b35300', '#00785a', '#a3337a', '#6b5c00', '#8b1a1a', '#3a6ea5', '#5b3fa8'] as const
const DARK = ['#6db3f8', '#f2a14a', '#4cc9a0', '#e58cc2', '#e5d352', '#ff8f85', '#9cc7ee', '#b9a3f5'] as const

/** As many there are until they begin anew. */
export const COLOURS = LIGHT.length

/** The colour of the n-th of some things. */
export function colourAt(index: number, dark: boolean): string {
  const colours = dark ? DARK : LIGHT
  return colours[index % colours.length] ?? colours[0]
}

const places = new Map<string, number>()

/**
 * The colour of a name: the same everywhere on the page, mostly the same each time, and not that of another name as long as there are colours left.
 */
export function colourOf(name: string, dark: boolean): string {
  let place = places.get(name)
  if (place === undefined) {
    const taken = new Set([...places.values()].map((one) => one % COLOURS))
    place = hash(name)
    while (taken.size < COLOURS && taken.has(place % COLOURS)) place++
    places.set(name, place)
  }
  return colourAt(place, dark)
}

// FNV-1a
function hash(name: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193)
  return value >>> 0
}
