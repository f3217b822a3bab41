import { extentOf, paintShape, type ShapeStyle } from './vehicleShape.ts'

/** What vehicles are drawn by. */
export interface Stamps {
  /**
   * @param context turned and moved to the vehicle.
   * @param scale pixels of the canvas that a CSS pixel is long.
   */
  draw(context: CanvasRenderingContext2D, style: ShapeStyle, scale: number): void
}

const STAMPS_AT_MOST = 256
/** CSS pixels; what is larger is few, and is drawn as it is. */
const LARGEST = 64
/** Turned pictures look smooth when they are finer than the canvas. */
const FINER = 2

interface Stamp {
  readonly picture: HTMLCanvasElement
  readonly extent: number
}

/** Pictures of vehicles, one for each shape and colour: hundreds of vehicles cost no more than their pictures, also where no graphics card helps. */
export class VehicleStamps implements Stamps {
  readonly #stamps = new Map<string, Stamp>()

  draw(context: CanvasRenderingContext2D, style: ShapeStyle, scale: number): void {
    if (style.length > LARGEST) {
      paintShape(context, style)
      return
    }
    const { picture, extent } = this.#stampOf(style, scale * FINER)
    context.drawImage(picture, -extent, -extent, 2 * extent, 2 * extent)
  }

  #stampOf(style: ShapeStyle, scale: number): Stamp {
    const key = `${style.colour} ${style.halo} ${String(style.doubtful)} ${String(style.round)} ${style.ring} ${String(style.length)} ${String(style.width)} ${String(style.ahead)} ${String(scale)}`
    let stamp = this.#stamps.get(key)
    if (!stamp) {
      // Zooming makes new ones all the time.
      if (this.#stamps.size >= STAMPS_AT_MOST) this.#stamps.clear()
      this.#stamps.set(key, (stamp = make(style, scale)))
    }
    return stamp
  }
}

function make(style: ShapeStyle, scale: number): Stamp {
  const picture = document.createElement('canvas')
  picture.width = picture.height = Math.ceil(2 * extentOf(style) * scale)
  const extent = picture.width / scale / 2
  const context = picture.getContext('2d', { willReadFrequently: true })
  if (context) {
    context.setTransform(scale, 0, 0, scale, picture.width / 2, picture.height / 2)
    paintShape(context, style)
  }
  return { picture, extent }
}
