/** Does the last of many things that come quickly one after the other: once it is quiet for a while, and at the latest so long after the first. */
export class Debounce {
  readonly #quietMillis: number
  readonly #latestMillis: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #firstAt: number | undefined

  constructor(quietMillis: number, latestMillis: number) {
    this.#quietMillis = quietMillis
    this.#latestMillis = latestMillis
  }

  schedule(action: () => void): void {
    clearTimeout(this.#timer)
    const now = Date.now()
    this.#firstAt ??= now
    const wait = Math.min(this.#quietMillis, Math.max(0, this.#firstAt + this.#latestMillis - now))
    this.#timer = setTimeout(() => {
      this.#firstAt = undefined
      action()
    }, wait)
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#firstAt = undefined
  }
}
