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

/** Draws a layer whenever it, or the view, changed: no frame is asked for when nothing does, nor while the page is hidden. */
export class Overlay {
  readonly #context: CanvasRenderingContext2D | null
  #view: View | undefined
  #frame = 0

  constructor(
    readonly canvas: HTMLCanvasElement, readonly layer: CanvasLayer,
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
    this.layer.changed = () => undefined
    this.#view = undefined
  }

  #ask(): void {
    if (this.#frame !== 0 || document.hidden || !this.#view) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw(performance.now())
    })
  }

  #draw(now: number): void {
    const [context, view] = [this.#context, this.#view]
    if (!context || !view) return
    const ratio = globalThis.devicePixelRatio
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)]
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, view.width, view.height)
    if (this.layer.draw(context, view, now)) this.#ask()
  }
}
