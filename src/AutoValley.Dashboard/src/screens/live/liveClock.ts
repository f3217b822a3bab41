const KEPT_MILLIS = 10_000

/**
 * Where the right edge of plots that scroll is: as far as samples had come, and going on with the page's clock, so that plots move evenly although samples
 * come in batches. The vehicle's clock and the page's need not agree. Milliseconds.
 */
export class LiveClock {
  #leads: { readonly atMillis: number; readonly leadMillis: number }[] = []

  /** The newest sample of what came now. */
  heard(sampleMillis: number, nowMillis: number): void {
    this.#leads = this.#leads.filter((one) => one.atMillis > nowMillis - KEPT_MILLIS)
    this.#leads.push({ atMillis: nowMillis, leadMillis: sampleMillis - nowMillis })
  }

  /** The time of samples to be shown at the right edge; undefined before any came. */
  edge(nowMillis: number): number | undefined {
    if (this.#leads.length === 0) return undefined
    // The batch that came fastest in the last seconds tells how far behind others are.
    return nowMillis + Math.max(...this.#leads.map((one) => one.leadMillis))
  }
}
