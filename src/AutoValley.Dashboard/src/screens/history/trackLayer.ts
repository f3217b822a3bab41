import type { View } from '../../map/mercator.ts'
import type { CanvasLayer } from '../../map/overlay.ts'
import { rampAt } from './ramp.ts'
import { placeAt, valuesOf, type Track } from './track.ts'

export interface TrackColours {
  readonly text: string
  readonly halo: string
  /** Where the signal says nothing. */
  readonly unknown: string
}

const FONT = `12px system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif`
const LINE_PIXELS = 4
const PICK_PIXELS = 14

/** Tracks on the map, coloured by a signal, with a mark where each vehicle was at the cursor. */
export class TrackLayer implements CanvasLayer {
  changed: () => void = () => undefined
  #tracks: readonly Track[] = []
  #cursor: number | undefined
  #colours: TrackColours

  constructor(colours: TrackColours) {
    this.#colours = colours
  }

  show(tracks: readonly Track[]): void {
    this.#tracks = tracks
    this.changed()
  }

  /** @param cursor seconds since the Unix epoch. */
  point(cursor: number | undefined): void {
    if (cursor === this.#cursor) return
    this.#cursor = cursor
    this.changed()
  }

  recolour(colours: TrackColours): void {
    this.#colours = colours
    this.changed()
  }

  draw(context: CanvasRenderingContext2D, view: View): boolean {
    context.lineCap = 'round'
    context.lineJoin = 'round'
    for (const track of this.#tracks) drawOutline(context, view, track, this.#colours.halo)
    const range = valuesOf(this.#tracks)
    for (const track of this.#tracks) drawColours(context, view, track, range, this.#colours.unknown)
    for (const track of this.#tracks) this.#drawMark(context, view, track)
    return false
  }

  /** The time of the place that is nearest to a point, seconds since the Unix epoch; undefined when none is near. */
  timeAt(x: number, y: number, view: View): number | undefined {
    let [best, found] = [PICK_PIXELS ** 2, undefined as number | undefined]
    for (const { times, places } of this.#tracks) {
      places.forEach((place, index) => {
        const distance = (view.x(place.x) - x) ** 2 + (view.y(place.y) - y) ** 2
        if (distance < best) [best, found] = [distance, times[index]]
      })
    }
    return found
  }

  #drawMark(context: CanvasRenderingContext2D, view: View, track: Track): void {
    const index = this.#cursor === undefined ? track.places.length - 1 : placeAt(track, this.#cursor)
    const place = track.places[index]
    if (!place) return
    const [x, y] = [view.x(place.x), view.y(place.y)]
    context.beginPath()
    context.arc(x, y, 7, 0, 2 * Math.PI)
    context.fillStyle = this.#colours.halo
    context.fill()
    context.lineWidth = 3
    context.strokeStyle = this.#colours.text
    context.stroke()
    context.font = FONT
    context.lineWidth = 3
    context.strokeStyle = this.#colours.halo
    context.strokeText(track.vehicle, x + 12, y + 4)
    context.fillStyle = this.#colours.text
    context.fillText(track.vehicle, x + 12, y + 4)
  }
}

function drawOutline(context: CanvasRenderingContext2D, view: View, { places, breaks }: Track, colour: string): void {
  context.beginPath()
  places.forEach((place, index) => {
    if (breaks[index]) context.moveTo(view.x(place.x), view.y(place.y))
    else context.lineTo(view.x(place.x), view.y(place.y))
  })
  context.lineWidth = LINE_PIXELS + 3
  context.strokeStyle = colour
  context.stroke()
}

/** Neighbours of one colour are one path. */
function drawColours(context: CanvasRenderingContext2D, view: View, track: Track, range: readonly [number, number] | undefined, unknown: string): void {
  const [low, high] = range ?? [0, 1]
  const colourOf = (value: number) => (Number.isFinite(value) ? rampAt(high > low ? (value - low) / (high - low) : 0.5) : unknown)
  context.lineWidth = LINE_PIXELS
  let colour = ''
  track.places.forEach((place, index) => {
    if (track.breaks[index]) return
    const before = track.places[index - 1]
    const next = colourOf(track.values[index] ?? NaN)
    if (!before) return
    if (next !== colour) {
      if (colour !== '') context.stroke()
      context.beginPath()
      context.strokeStyle = colour = next
    }
    context.moveTo(view.x(before.x), view.y(before.y))
    context.lineTo(view.x(place.x), view.y(place.y))
  })
  if (colour !== '') context.stroke()
}
