import { nanosOfInput, NANOS_PER_HOUR, NANOS_PER_SECOND } from '../../format/time.ts'

/** A column of a table over time: [from, to), Unix nanoseconds. */
interface Column {
  readonly from: bigint
  readonly to: bigint
  readonly label: string
}

/** What the screen is about: some days, each from midnight to midnight in the shown zone. */
export interface Days {
  /** 2026-11-27 */
  readonly first: string
  readonly count: number
  readonly from: bigint
  readonly to: bigint
  /** Of each day, and of the one after the last. */
  readonly midnights: readonly bigint[]
  /** Hours of one day, or the days. */
  readonly columns: readonly Column[]
}

const NOON_MILLIS = 43_200_000

/** So many days later in the calendar, or earlier. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + NOON_MILLIS + count * 86_400_000).toISOString().slice(0, 10)
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
}

/** A day that begins by a change of the clocks may have 23 or 25 hours. */
export function daysOf(first: string, count: number): Days {
  const midnights = Array.from({ length: count + 1 }, (_, index) => nanosOfInput(`${addDays(first, index)}T00:00:00`) ?? 0n)
  const [from, to] = [midnights[0] ?? 0n, midnights[count] ?? 0n]
  const columns: Column[] = []
  if (count === 1) {
    for (let at = from, hour = 0; at < to; at += NANOS_PER_HOUR, hour++) columns.push({ from: at, to: at + NANOS_PER_HOUR < to ? at + NANOS_PER_HOUR : to, label: String(hour).padStart(2, '0') })
  } else {
    for (let day = 0; day < count; day++) {
      columns.push({ from: midnights[day] ?? 0n, to: midnights[day + 1] ?? 0n, label: addDays(first, day).slice(5) })
    }
  }
  return { first, count, from, to, midnights, columns }
}

/**
 * The longest buckets, which begin at whole multiples since 1970, of which all columns are made: an hour where the zone is whole hours from UTC, else a
 * half or a quarter of one.
 */
export function bucketNanos(days: Days): bigint {
  for (const bucket of [NANOS_PER_HOUR, NANOS_PER_HOUR / 2n, NANOS_PER_HOUR / 4n]) {
    if (days.columns.every((column) => column.from % bucket === 0n)) return bucket
  }
  return 60n * NANOS_PER_SECOND
}
