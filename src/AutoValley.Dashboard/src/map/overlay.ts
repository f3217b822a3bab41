import type { View } from './mercator.ts'

/** What is drawn over the map, on a canvas of its own. */
export interface CanvasLayer {
  /**
   * Draws all of it on an empty canvas.
   * @param now the page's clock, milliseconds (performance.now).
   * @returns whether it moves by itself, and wants the next frame.
   */
  draw(context: CanvasRenderingContext2D, view: View, now: number): boolean
  /** Set by the map: the layer calls it when it would be drawn in another way. */
  changed: () => void
}

/**
 * Draws a layer whenever it, or the view, changed: no frame is asked for when nothing does, nor while the page is hidden. What moves by itself has at least
 * `restMillis` between two frames.
 */
export class Overlay {
  readonly #context: CanvasRenderingContext2D | null
  #view: View | undefined
  #frame = 0
  #rest: ReturnType<typeof setTimeout> | undefined
  #drawnAt = Number.NEGATIVE_INFINITY

  constructor(
    readonly canvas: HTMLCanvasElement, readonly layer: CanvasLayer, readonly restMillis = 0,
  ) {
    this.#context = canvas.getContext('2d')
    layer.changed = () => {
      this.#ask()
    }
    document.addEventListener('visibilitychange', layer.changed)
  }

  /** Draws at once, so that it stays on the map that is drawn in the same frame. */
  look(view: View): void {
    this.#view = view
    this.#draw(performance.now())
  }

  destroy(): void {
    document.removeEventListener('visibilitychange', this.layer.changed)
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#rest)
    this.layer.changed = () => undefined
    this.#view = undefined
  }

  #ask(): void {
    if (this.#frame !== 0 || this.#rest !== undefined || document.hidden || !this.#view) return
    const rest = this.#drawnAt + this.restMillis - performance.now()
    if (rest > 0) this.#rest = setTimeout(() => {
      this.#rest = undefined
      this.#ask()
    }, rest)
    else this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw(performance.now())
    })
  }

  #draw(now: number): void {
    const [context, view] = [this.#context, this.#view]
    if (!context || !view) return
    this.#drawnAt = now
    const ratio = globalThis.devicePixelRatio
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)]
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, view.width, view.height)
    if (this.layer.draw(context, view, now)) this.#ask()
  }
}
