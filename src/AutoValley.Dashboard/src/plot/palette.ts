import { colourAt, COLOURS } from '../format/palette.ts'

/** Colours that a plot draws with. */
export interface Palette {
  readonly text: string
  readonly grid: string
  /** Of the n-th trace. */
  readonly colour: (index: number) => string
}

/** As the document has them now; they change with its data-theme. */
export function readPalette(document: Document): Palette {
  const style = getComputedStyle(document.documentElement)
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  return {
    text: style.getPropertyValue('--quiet').trim(),
    grid: style.getPropertyValue('--line').trim(),
    colour: (index) => colourAt(index, isDark),
  }
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]]

/** On and off in pixels, none for a whole line: what tells apart traces that colours no longer do. */
export function dashOf(index: number): readonly number[] {
  return DASHES[Math.floor(index / COLOURS) % DASHES.length] ?? []
}
