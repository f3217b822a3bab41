import { secondsOf } from '../../format/time.ts'
import type { Interval, Trace } from '../../plot/trace.ts'

const FIRST_CAPACITY = 1_024
const BREAK_FACTOR = 10
const LEAST_BREAK_SECONDS = 0.5

/** Samples of one signal as they come, over the last seconds: a trace that grows at its end and is cut at its beginning. Seconds since the Unix epoch. */
export class LiveTrace implements Trace {
  readonly exact = true
  readonly gaps: readonly Interval[] = []
  length = 0
  from = new Float64Array(FIRST_CAPACITY)
  low = new Float64Array(FIRST_CAPACITY)
  breaks = new Uint8Array(FIRST_CAPACITY)
  #usualSeconds = 0

  constructor(
    readonly key: string,
    readonly colour: number,
    readonly step: boolean,
    /** By which values are multiplied to be shown. */
    readonly factor: number,
    /** Samples that are so much older than the newest go. */
    readonly keptSeconds: number,
  ) {}

  get to(): Float64Array {
    return this.from
  }

  get high(): Float64Array {
    return this.low
  }

  get last(): Float64Array {
    return this.low
  }

  /** Time of the newest sample. */
  get end(): number | undefined {
    return this.length === 0 ? undefined : this.from[this.length - 1]
  }

  /** Takes samples; those that come late find their place, and one of a time that is there replaces it. */
  push(times: BigInt64Array, values: Float64Array): void {
    for (let index = 0; index < times.length; index++) this.#add(secondsOf(times[index] ?? 0n), (values[index] ?? NaN) * this.factor)
    this.#trim()
  }

  #add(time: number, value: number): void {
    const end = this.end ?? -Infinity
    if (time > end) {
      if (this.length === this.from.length) this.#grow()
      this.#put(this.length++, time, value)
      const distance = time - end
      if (distance <= this.#breakSeconds() && Number.isFinite(distance)) this.#usualSeconds += (distance - this.#usualSeconds) / Math.min(this.length, 32)
      return
    }
    if (time < end - this.keptSeconds) return
    let index = this.length - 1
    while (index >= 0 && (this.from[index] ?? 0) > time) index--
    if (index >= 0 && this.from[index] === time) {
      this.low[index] = value
      return
    }
    if (this.length === this.from.length) this.#grow()
    for (const column of [this.from, this.low]) column.copyWithin(index + 2, index + 1, this.length)
    this.breaks.copyWithin(index + 2, index + 1, this.length)
    this.length++
    this.#put(index + 1, time, value)
    if (index + 2 < this.length) this.breaks[index + 2] = this.#isBreak(index + 2)
  }

  #put(index: number, time: number, value: number): void {
    this.from[index] = time
    this.low[index] = value
    this.breaks[index] = this.#isBreak(index)
  }

  #isBreak(index: number): number {
    return index > 0 && (this.from[index] ?? 0) - (this.from[index - 1] ?? 0) > this.#breakSeconds() ? 1 : 0
  }

  // A gap is ten times the usual distance, as the server has it for plots of the past.
  #breakSeconds(): number {
    return this.#usualSeconds === 0 ? Infinity : Math.max(LEAST_BREAK_SECONDS, this.#usualSeconds * BREAK_FACTOR)
  }

  #grow(): void {
    const [from, low, breaks] = [this.from, this.low, this.breaks]
    this.from = new Float64Array(from.length * 2)
    this.low = new Float64Array(from.length * 2)
    this.breaks = new Uint8Array(from.length * 2)
    this.from.set(from)
    this.low.set(low)
    this.breaks.set(breaks)
  }

  // Half of what is kept goes at once, so that a sample costs no more than a move or two.
  #trim(): void {
    const oldest = (this.end ?? 0) - this.keptSeconds
    let first = 0
    while (first < this.length && (this.from[first] ?? 0) < oldest) first++
    if (first < this.length / 2) return
    for (const column of [this.from, this.low]) column.copyWithin(0, first, this.length)
    this.breaks.copyWithin(0, first, this.length)
    this.length -= first
    this.breaks[0] = 0
  }
}
