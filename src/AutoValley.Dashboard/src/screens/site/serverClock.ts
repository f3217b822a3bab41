import { millisOf, nanosOfMillis } from '../../format/time.ts'

/** How fast the page's clock may run away from the server's. */
const DRIFT = 1e-3

/**
 * The server's clock, as responses tell it. They come after they were made, never before: of all differences between the two clocks the greatest is the nearest
 * to the true one, so that what was held up on its way does not look fresh.
 */
export class ServerClock {
  #offsetMillis = Number.NEGATIVE_INFINITY
  #latestMillis = Number.NEGATIVE_INFINITY
  #takenAt = 0

  /**
   * @param serverTime Unix nanoseconds.
   * @param now a clock of the page that never steps (performance.now), milliseconds.
   */
  take(serverTime: bigint, now: number): void {
    this.#latestMillis = millisOf(serverTime) - now
    const drifted = this.#offsetMillis - (now - this.#takenAt) * DRIFT
    this.#offsetMillis = Math.max(drifted, this.#latestMillis)
    this.#takenAt = now
  }

  get known(): boolean {
    return Number.isFinite(this.#offsetMillis)
  }

  /** The server's clock now, Unix nanoseconds. */
  at(now: number): bigint {
    return nanosOfMillis(now + this.#offsetMillis)
  }

  /** How much later than others the newest response came; milliseconds. */
  get behindMillis(): number {
    return this.known ? this.#offsetMillis - this.#latestMillis : 0
  }
}
