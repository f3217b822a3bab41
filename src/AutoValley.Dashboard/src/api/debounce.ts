/**
 * Does the first of many things that come quickly one after the other at once, and of the rest the last: when it is quiet for a while, and at the latest so
 * long after the first that waits.
 */
export class Debounce {
  readonly #quietMillis: number
  readonly #latestMillis: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #doneAt = -Infinity
  #waitsSince: number | undefined

  constructor(quietMillis: number, latestMillis: number) {
    this.#quietMillis = quietMillis
    this.#latestMillis = latestMillis
  }

  schedule(action: () => void): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    if (this.#waitsSince === undefined && now - this.#doneAt >= this.#quietMillis) {
      this.#do(action)
      return
    }
    this.#waitsSince ??= now
    const wait = Math.min(this.#quietMillis, Math.max(0, this.#waitsSince + this.#latestMillis - now))
    this.#timer = setTimeout(() => {
      this.#do(action)
    }, wait)
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#waitsSince = undefined
  }

  #do(action: () => void): void {
    this.#waitsSince = undefined
    this.#doneAt = performance.now()
    action()
  }
}
