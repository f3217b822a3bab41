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
