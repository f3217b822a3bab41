import type { MapColours } from './colours.ts'
import type { Place, View } from './mercator.ts'
import { Motion } from './motion.ts'
import type { CanvasLayer } from './overlay.ts'
import { TextStamps } from './textStamps.ts'
import { reachOf, shapeOf, USUAL_SIZE, type VehicleSize } from './vehicleShape.ts'
import { VehicleStamps, type Stamps } from './vehicleStamps.ts'

/** How a vehicle is shown. */
export interface VehicleLook {
  /** Of the organisation; not used of one that is stale. */
  readonly colour: string
  readonly size: VehicleSize
  /** What is shown may not be so any more: it fell silent, or nothing on the display is live. */
  readonly stale: boolean
  /** Where it is, is not known well. */
  readonly uncertain: boolean
  /** Its clock is wrong: it was there at another time. */
  readonly clockBad: boolean
  /** Metres, radius; undefined for unknown. */
  readonly accuracy: number | undefined
  readonly alarmed: boolean
  /** Beside it, such as its age. Empty for none. */
  readonly note: string
}

const USUAL_LOOK: VehicleLook = { colour: '#808080', size: USUAL_SIZE, stale: true, uncertain: false, clockBad: false, accuracy: undefined, alarmed: false, note: '' }
const NAMES_AT_MOST = 30
/** With the least reach of a vehicle half of what a finger needs. */
const PICK_PIXELS = 11
const LINE_PIXELS = 13
const FONT = `12px system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif`

interface Shown {
  readonly name: string
  readonly motion: Motion
  look: VehicleLook
}

/** Vehicles on the map. */
export class VehicleLayer implements CanvasLayer {
  changed: () => void = () => undefined
  readonly #all = new Map<string, Shown>()
  #colours: MapColours
  #chosen = ''

  readonly #stamps: Stamps
  readonly #texts: Pick<TextStamps, 'widthOf' | 'draw'>

  constructor(colours: MapColours, stamps: Stamps = new VehicleStamps(), texts: Pick<TextStamps, 'widthOf' | 'draw'> = new TextStamps()) {
    this.#colours = colours
    this.#stamps = stamps
    this.#texts = texts
  }

  /** @param eventMillis,now as Motion.report. */
  report(name: string, place: Place, heading: number | undefined, eventMillis: number, now: number): void {
    this.#shown(name).motion.report(place, heading, eventMillis, now)
    this.changed()
  }

  look(name: string, look: VehicleLook): void {
    const shown = this.#shown(name)
    if (isSame(shown.look, look)) return
    shown.look = look
    this.changed()
  }

  remove(name: string): void {
    if (this.#all.delete(name)) this.changed()
  }

  /** Removes those that are not named. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#all.keys()) if (!names.has(name)) this.remove(name)
  }

  choose(name: string): void {
    this.#chosen = name
    this.changed()
  }

  recolour(colours: MapColours): void {
    this.#colours = colours
    this.changed()
  }

  placeOf(name: string): Place | undefined {
    return this.#all.get(name)?.motion
  }

  /** The vehicle at a point of the screen, the nearest of several. */
  at(x: number, y: number, view: View): string | undefined {
    let [found, nearest]: [string | undefined, number] = [undefined, Infinity]
    for (const { name, motion, look } of this.#all.values()) {
      const away = Math.hypot(view.x(motion.x) - x, view.y(motion.y) - y)
      if (away <= reachOf(look.size, view) + PICK_PIXELS && away < nearest) [found, nearest] = [name, away]
    }
    return found
  }

  draw(context: CanvasRenderingContext2D, view: View, now: number): boolean {
    let moving = false
    const seen: Shown[] = []
    for (const shown of this.#all.values()) {
      moving = shown.motion.advance(now) || moving
      if (view.shows(view.x(shown.motion.x), view.y(shown.motion.y), reachOf(shown.look.size, view))) seen.push(shown)
    }
    this.#circles(context, view, seen)
    this.#shapes(context, view, seen)
    this.#ring(context, view)
    this.#words(context, view, seen)
    return moving
  }

  // Where they may be.
  #circles(context: CanvasRenderingContext2D, view: View, seen: readonly Shown[]): void {
    context.lineWidth = 1
    context.setLineDash([3, 3])
    for (const { name, motion, look } of seen) {
      const radius = (look.accuracy ?? 0) * view.metre
      if (radius < 4 || !(look.uncertain || name === this.#chosen)) continue
      context.beginPath()
      context.arc(view.x(motion.x), view.y(motion.y), radius, 0, 2 * Math.PI)
      context.strokeStyle = look.uncertain ? this.#colours.warn : this.#colours.accent
      context.stroke()
    }
    context.setLineDash([])
  }

  #shapes(context: CanvasRenderingContext2D, view: View, seen: readonly Shown[]): void {
    const base = context.getTransform()
    const halo = this.#colours['map-halo']
    for (const { motion, look } of seen) {
      const round = Number.isNaN(motion.heading)
      const style = shapeOf(look.size, view, { colour: look.stale ? this.#colours.stale : look.colour, halo, doubtful: look.uncertain, ring: look.alarmed ? this.#colours.bad : '', round })
      this.#stamps.draw(context, style, base.a, view.x(motion.x), view.y(motion.y), round ? 0 : motion.heading)
    }
    context.setTransform(base)
  }

  #ring(context: CanvasRenderingContext2D, view: View): void {
    const chosen = this.#all.get(this.#chosen)
    if (!chosen) return
    const { motion, look } = chosen
    context.beginPath()
    context.arc(view.x(motion.x), view.y(motion.y), reachOf(look.size, view) + 5, 0, 2 * Math.PI)
    context.lineWidth = 2
    context.strokeStyle = this.#colours.accent
    context.stroke()
  }

  // Names as far as there is room; ages and marks always, where there are not too many.
  #words(context: CanvasRenderingContext2D, view: View, seen: readonly Shown[]): void {
    const named = seen.length <= NAMES_AT_MOST
    const taken: { x: number; y: number; width: number }[] = []
    for (const { name, motion, look } of seen) {
      const chosen = name === this.#chosen
      const notes = [look.clockBad ? '⏱' : '', look.note].filter((one) => one !== '').join(' ')
      if (!named && !chosen && notes === '') continue
      const own = named || chosen ? name.slice(name.indexOf('/') + 1) : ''
      const text = [own, notes].filter((one) => one !== '').join(' · ')
      const [reach, width] = [reachOf(look.size, view) + 4, this.#texts.widthOf(text, FONT)]
      const [middle, y] = [view.x(motion.x), view.y(motion.y)]
      const x = middle + reach + width > view.width ? middle - reach - width : middle + reach
      const hidden = taken.some((other) => x < other.x + other.width && other.x < x + width && Math.abs(other.y - y) < LINE_PIXELS)
      if (hidden && !chosen && (notes === '' || !named)) continue
      taken.push({ x, y, width })
      const colour = look.stale ? this.#colours.stale : look.uncertain || look.clockBad ? this.#colours.warn : this.#colours.text
      this.#texts.draw(context, text, x, y, { font: FONT, colour, halo: this.#colours['map-halo'] })
    }
  }

  #shown(name: string): Shown {
    let shown = this.#all.get(name)
    if (!shown) this.#all.set(name, (shown = { name, motion: new Motion(), look: USUAL_LOOK }))
    return shown
  }
}

function isSame(a: VehicleLook, b: VehicleLook): boolean {
  return (Object.keys(a) as (keyof VehicleLook)[]).every((key) => a[key] === b[key])
}
