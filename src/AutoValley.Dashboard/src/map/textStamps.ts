/** How a text on the map is written. */
interface TextStyle {
  readonly font: string
  readonly colour: string
  /** Around it, so that it can be read on whatever lies below. */
  readonly halo: string
}

const STAMPS_AT_MOST = 512
const HALO = 3
const HEIGHT = 18

interface Stamp {
  readonly picture: HTMLCanvasElement
  /** CSS pixels. */
  readonly width: number
}

/** Texts as pictures: a text with a halo is drawn once, not for each frame. */
export class TextStamps {
  readonly #stamps = new Map<string, Stamp>()
  readonly #ruler = document.createElement('canvas').getContext('2d')
  readonly #widths = new Map<string, number>()

  /** CSS pixels. */
  widthOf(text: string, font: string): number {
    const key = `${font} ${text}`
    let width = this.#widths.get(key)
    if (width === undefined && this.#ruler) {
      this.#ruler.font = font
      width = this.#ruler.measureText(text).width
      if (this.#widths.size >= STAMPS_AT_MOST) this.#widths.clear()
      this.#widths.set(key, width)
    }
    return width ?? 0
  }

  /**
   * Writes a text on whole pixels of the canvas.
   * @param left,middle CSS pixels: its left edge, and the middle of its height.
   */
  draw(context: CanvasRenderingContext2D, text: string, left: number, middle: number, style: TextStyle): void {
    const scale = context.getTransform().a
    const { picture, width } = this.#stampOf(text, style, scale)
    const whole = (pixels: number) => Math.round(pixels * scale) / scale
    context.drawImage(picture, whole(left - HALO), whole(middle - HEIGHT / 2), width, HEIGHT)
  }

  #stampOf(text: string, style: TextStyle, scale: number): Stamp {
    const key = `${style.colour} ${style.halo} ${String(scale)} ${style.font} ${text}`
    let stamp = this.#stamps.get(key)
    if (!stamp) {
      if (this.#stamps.size >= STAMPS_AT_MOST) this.#stamps.clear()
      this.#stamps.set(key, (stamp = make(text, this.widthOf(text, style.font), style, scale)))
    }
    return stamp
  }
}

function make(text: string, length: number, { font, colour, halo }: TextStyle, scale: number): Stamp {
  const picture = document.createElement('canvas')
  picture.width = Math.ceil((length + 2 * HALO) * scale)
  picture.height = Math.ceil(HEIGHT * scale)
  const context = picture.getContext('2d', { willReadFrequently: true })
  if (context) {
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.font = font
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = HALO
    context.strokeStyle = halo
    context.strokeText(text, HALO, HEIGHT / 2)
    context.fillStyle = colour
    context.fillText(text, HALO, HEIGHT / 2)
  }
  return { picture, width: picture.width / scale }
}
