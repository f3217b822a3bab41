import { measure } from '../format/numbers.ts'
import { clockTime, date, nanosOfMillis, preciseTime } from '../format/time.ts'

/** Labels of the axis of time, in the shown zone: as fine as the ticks are, with the day under the first and where it changes. */
export function tickLabels(seconds: readonly number[], increment: number): string[] {
  let day = ''
  return seconds.map((second) => {
    const nanos = nanosOfMillis(second * 1_000)
    const today = date(nanos)
    const time = increment < 1 ? preciseTime(nanos) : increment < 60 ? clockTime(nanos) : clockTime(nanos).slice(0, 5)
    const label = increment >= 86_400 ? today : today === day ? time : `${time}\n${today}`
    day = today
    return label
  })
}

/** A label of the axis of values, short enough for its room: 1.5 M, 20 k, 0.25, 3e-5. */
export function valueLabel(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return Number(value.toPrecision(4)).toExponential()
  if (size >= 1e6) return `${measure(value / 1e6)} M`
  return size >= 1e4 ? `${measure(value / 1e3)} k` : measure(value)
}
