import type { MapColours } from './colours.ts'
import type { View } from './mercator.ts'
import type { CanvasLayer } from './overlay.ts'
import type { MapZone, SiteMap } from './siteMap.ts'
import { TextStamps } from './textStamps.ts'

const LINE_PIXELS = 14
/** A name may be so many times as wide as its zone. */
const OVERHANG = 1.6
const FONT = `600 12px system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif`

/** Names of zones, as many as there is room for: the large ones first. */
export class LabelLayer implements CanvasLayer {
  changed: () => void = () => undefined
  readonly #texts = new TextStamps()
  readonly #zones: readonly MapZone[]
  #notes: ReadonlyMap<string, string> = new Map()
  #colours: MapColours

  constructor(site: SiteMap, colours: MapColours) {
    this.#zones = [...site.zones.values()].sort((a, b) => b.area - a.area)
    this.#colours = colours
  }

  /** @param notes what stands behind the names, such as how many are in; a zone with a note comes first. */
  note(notes: ReadonlyMap<string, string>): void {
    if (notes.size === this.#notes.size && [...notes].every(([zone, note]) => this.#notes.get(zone) === note)) return
    this.#notes = notes
    this.changed()
  }

  recolour(colours: MapColours): void {
    this.#colours = colours
    this.changed()
  }

  draw(context: CanvasRenderingContext2D, view: View): boolean {
    const taken: { left: number; top: number; right: number; bottom: number }[] = []
    const style = { font: FONT, colour: this.#colours['map-text'], halo: this.#colours['map-halo'] }
    for (const zone of [...this.#zones.filter((one) => this.#notes.has(one.name)), ...this.#zones.filter((one) => !this.#notes.has(one.name))]) {
      const label = zone.label
      if (!label) continue
      const [x, y] = [view.x(label.x), view.y(label.y)]
      if (!view.shows(x, y, 0)) continue
      const note = this.#notes.get(zone.name)
      const text = note === undefined ? zone.name : `${zone.name} · ${note}`
      const half = this.#texts.widthOf(text, FONT) / 2
      if (label.width * view.scale * OVERHANG < half * 2) continue
      const box = { left: x - half, top: y - LINE_PIXELS / 2, right: x + half, bottom: y + LINE_PIXELS / 2 }
      if (taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue
      taken.push(box)
      this.#texts.draw(context, text, box.left, y, style)
    }
    return false
  }
}
