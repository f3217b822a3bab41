import { isWithoutCard } from './card.ts'
import { extentOf, paintShape, type ShapeStyle } from './vehicleShape.ts'

/** What vehicles are drawn by. */
export interface Stamps {
  /**
   * Leaves another transformation on the canvas.
   * @param scale pixels of the canvas that a CSS pixel is long.
   * @param x,y its place, CSS pixels.
   * @param heading radians clockwise from upwards.
   */
  draw(context: CanvasRenderingContext2D, style: ShapeStyle, scale: number, x: number, y: number, heading: number): void
}

const PIXELS_AT_MOST = 4 << 20
/** CSS pixels; what is larger is few, and is drawn as it is. */
const LARGEST = 64
/** Pictures that the canvas turns look smooth when they are finer than it. */
const FINER = 2
/** Headings that turned pictures are made of: the tip of the largest is then off by less than two CSS pixels. */
const TURNS = 120

interface Stamp {
  readonly picture: OffscreenCanvas
  /** Half of its edge, in its own pixels. */
  readonly half: number
}

/**
 * Pictures of vehicles, one for each shape and colour: hundreds of vehicles cost no more than their pictures. Where the processor draws, they are
 * turned beforehand and put on whole pixels, which costs it a fraction of turning them each time.
 */
export class VehicleStamps implements Stamps {
  readonly #stamps = new Map<string, Stamp>()
  #pixels = 0

  constructor(readonly turned = isWithoutCard()) {}

  draw(context: CanvasRenderingContext2D, style: ShapeStyle, scale: number, x: number, y: number, heading: number): void {
    if (this.turned && style.length <= LARGEST) {
      const turn = ((Math.round((heading / (2 * Math.PI)) * TURNS) % TURNS) + TURNS) % TURNS
      const { picture, half } = this.#stampOf(style, scale, turn)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(picture, Math.round(x * scale) - half, Math.round(y * scale) - half)
      return
    }
    const [sine, cosine] = [scale * Math.sin(heading), scale * Math.cos(heading)]
    context.setTransform(cosine, sine, -sine, cosine, x * scale, y * scale)
    if (style.length > LARGEST) {
      paintShape(context, style)
      return
    }
    const { picture, half } = this.#stampOf(style, scale * FINER, 0)
    const extent = half / (scale * FINER)
    context.drawImage(picture, -extent, -extent, 2 * extent, 2 * extent)
  }

  #stampOf(style: ShapeStyle, scale: number, turn: number): Stamp {
    const key = `${style.colour} ${style.halo} ${String(style.doubtful)} ${String(style.round)} ${style.ring} ${String(style.length)} ${String(style.width)} ${String(style.ahead)} ${String(scale)} ${String(turn)}`
    let stamp = this.#stamps.get(key)
    if (!stamp) {
      stamp = make(style, scale, (turn / TURNS) * 2 * Math.PI)
      this.#pixels += (2 * stamp.half) ** 2
      // Zooming makes new ones all the time.
      if (this.#pixels > PIXELS_AT_MOST) {
        this.#stamps.clear()
        this.#pixels = (2 * stamp.half) ** 2
      }
      this.#stamps.set(key, stamp)
    }
    return stamp
  }
}

function make(style: ShapeStyle, scale: number, heading: number): Stamp {
  const half = Math.ceil(extentOf(style) * scale)
  const picture = new OffscreenCanvas(2 * half, 2 * half)
  const context = picture.getContext('2d', { willReadFrequently: true })
  if (context) {
    const [sine, cosine] = [scale * Math.sin(heading), scale * Math.cos(heading)]
    context.setTransform(cosine, sine, -sine, cosine, half, half)
    paintShape(context, style)
  }
  return { picture, half }
}
