/** Colours of the plots, as the style sheet has them: eight that people with any colour vision tell apart, then again with other dashes. */
export interface Palette {
  readonly text: string
  readonly grid: string
  readonly series: readonly string[]
}

export const SERIES_COLOURS = 8
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]]

/** The variable of a series' colour, for styles. */
export function colourVariable(colour: number): string {
  return `var(--series-${String((colour % SERIES_COLOURS) + 1)})`
}

/** On and off in pixels; none for a whole line. */
export function dashOf(colour: number): readonly number[] {
  return DASHES[Math.floor(colour / SERIES_COLOURS) % DASHES.length] ?? []
}

export function readPalette(element: Element = document.documentElement): Palette {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim() || '#808080'
  return {
    text: read('--quiet'), grid: read('--line'),
    series: Array.from({ length: SERIES_COLOURS }, (_, index) => read(`--series-${String(index + 1)}`)),
  }
}
