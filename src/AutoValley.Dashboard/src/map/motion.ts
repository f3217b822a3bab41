import type { Place } from './mercator.ts'

/** Longest way between two reports that is driven on the display; what is farther apart in time is not known to be driven, and jumps. */
export const LONGEST_MILLIS = 2_000
const LEAST_MILLIS = 16

/**
 * How a shape moves from report to report: towards the newest one for as long as lies between the two by the vehicle's clock, so that it arrives when the
 * next is due. It never goes beyond what was reported; without another report it stands.
 */
export class Motion {
  /** Where it is shown. */
  x = 0
  y = 0
  /** Which way it is shown, radians from north, clockwise; NaN where none is known. */
  heading = Number.NaN

  #from = { x: 0, y: 0, heading: Number.NaN }
  #to = { x: 0, y: 0, heading: Number.NaN }
  #eventMillis = Number.NEGATIVE_INFINITY
  #start = 0
  #millis = 0

  /**
   * @param heading degrees from north, clockwise; undefined for unknown.
   * @param eventMillis the vehicle's clock.
   * @param now the page's clock, milliseconds.
   */
  report(place: Place, heading: number | undefined, eventMillis: number, now: number): void {
    this.advance(now)
    const between = eventMillis - this.#eventMillis
    this.#eventMillis = eventMillis
    this.#to = { ...place, heading: heading === undefined ? Number.NaN : (heading * Math.PI) / 180 }
    const driven = between > 0 && between <= LONGEST_MILLIS
    this.#from = driven ? { x: this.x, y: this.y, heading: this.heading } : this.#to
    this.#start = now
    this.#millis = driven ? Math.max(between, LEAST_MILLIS) : 0
    this.advance(now)
  }

  /** Moves to where it is at a time. Whether it goes on. */
  advance(now: number): boolean {
    const share = this.#millis === 0 ? 1 : Math.min(1, Math.max(0, (now - this.#start) / this.#millis))
    const [from, to] = [this.#from, this.#to]
    this.x = share === 1 ? to.x : from.x + (to.x - from.x) * share
    this.y = share === 1 ? to.y : from.y + (to.y - from.y) * share
    this.heading = share === 1 || Number.isNaN(from.heading) ? to.heading : from.heading + turn(from.heading, to.heading) * share
    return share < 1 && (from.x !== to.x || from.y !== to.y || from.heading !== to.heading)
  }
}

/** The shorter way round from one heading to another, radians. */
export function turn(from: number, to: number): number {
  const angle = (to - from) % (2 * Math.PI)
  return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle
}
