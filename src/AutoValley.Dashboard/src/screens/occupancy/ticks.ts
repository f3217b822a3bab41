import { clockTime, dateTime, inputOf, nanosOfInput, NANOS_PER_HOUR, NANOS_PER_SECOND } from '../../format/time.ts'

/** A mark on a line of time: where, from 0 to 1, and what it says. */
export interface Tick {
  readonly at: number
  readonly label: string
}

const MINUTE = 60n * NANOS_PER_SECOND
const DAY = 24n * NANOS_PER_HOUR
const STEPS = [10n * NANOS_PER_SECOND, 30n * NANOS_PER_SECOND, MINUTE, 5n * MINUTE, 10n * MINUTE, 30n * MINUTE, NANOS_PER_HOUR, 3n * NANOS_PER_HOUR, 6n * NANOS_PER_HOUR, 12n * NANOS_PER_HOUR, DAY] as const

/** Marks at round times in the shown zone, as many as have room at most. */
export function ticksOf(from: bigint, to: bigint, most: number): Tick[] {
  const length = to - from
  if (length <= 0n) return []
  const step = STEPS.find((one) => Number(length / one) < Math.max(1, most)) ?? DAY
  const ticks: Tick[] = []
  const midnight = nanosOfInput(`${inputOf(from).slice(0, 10)}T00:00:00`) ?? from
  for (let at = midnight + ((from - midnight + step - 1n) / step) * step; at < to; at += step) {
    ticks.push({ at: Number(at - from) / Number(length), label: step >= DAY ? dateTime(at).slice(5, 10) : clockTime(at).slice(0, step >= MINUTE ? 5 : 8) })
  }
  return ticks
}
