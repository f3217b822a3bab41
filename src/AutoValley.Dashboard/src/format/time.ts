import { settings } from '../app/settings.svelte.ts'
import { siteZone } from './zone.svelte.ts'

export const NANOS_PER_MILLI = 1_000_000n
export const NANOS_PER_SECOND = 1_000_000_000n
export const NANOS_PER_HOUR = 3_600n * NANOS_PER_SECOND

/** Unix nanoseconds as milliseconds, as browsers count time. */
export function millisOf(nanos: bigint): number {
  return Number(nanos / 1_000n) / 1_000
}

/** Unix nanoseconds as seconds, as plots count time; good to a microsecond. */
export function secondsOf(nanos: bigint): number {
  return Number(nanos / 1_000n) / 1_000_000
}

export function nanosOfMillis(millis: number): bigint {
  return BigInt(Math.round(millis * 1_000)) * 1_000n
}

/** The zone that times are shown in. */
export function shownZone(): string {
  return settings.clock === 'utc' ? 'UTC' : siteZone.name
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${shownZone()}`
  let found = formats.get(key)
  if (!found) {
    // Swedish writes dates as ISO 8601 does, which every language of the page reads.
    found = new Intl.DateTimeFormat('sv-SE', { timeZone: shownZone(), hourCycle: 'h23', ...options })
    formats.set(key, found)
  }
  return found
}

/** 2026-11-27 14:03:21, in the shown zone. */
export function dateTime(nanos: bigint): string {
  return format('dateTime', { dateStyle: 'short', timeStyle: 'medium' }).format(millisOf(nanos))
}

/** 14:03:21, in the shown zone. */
export function clockTime(nanos: bigint): string {
  return format('clockTime', { timeStyle: 'medium' }).format(millisOf(nanos))
}

/** 14:03:21.250, in the shown zone. */
export function preciseTime(nanos: bigint): string {
  const milli = ((nanos / NANOS_PER_MILLI) % 1_000n).toString().padStart(3, '0')
  return `${clockTime(nanos)}.${milli}`
}

/** 2026-11-27, in the shown zone. */
export function date(nanos: bigint): string {
  return format('date', { dateStyle: 'short' }).format(millisOf(nanos))
}

/** A length of time for people: 850 ms, 12 s, 4 min 05 s, 3 h 20 min, 2 d 4 h. */
export function duration(nanos: bigint): string {
  if (nanos < 0n) return `−${duration(-nanos)}`
  const millis = Number(nanos / NANOS_PER_MILLI)
  if (millis < 1_000) return `${String(millis)} ms`
  const seconds = Math.floor(millis / 1_000)
  if (seconds < 60) return millis < 10_000 ? `${(Math.floor(millis / 100) / 10).toFixed(1)} s` : `${String(seconds)} s`
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)]
  if (hours === 0) return `${String(minutes)} min ${two(seconds % 60)} s`
  if (hours < 24) return `${String(hours)} h ${two(minutes % 60)} min`
  return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`
}

function two(value: number): string {
  return value.toString().padStart(2, '0')
}

/** What an <input type="datetime-local"> shows of a time, in the shown zone, to the second. */
export function inputOf(nanos: bigint): string {
  return dateTime(nanos).replace(' ', 'T')
}

/** The time that an <input type="datetime-local"> says in the shown zone; undefined when it says none. Of an hour that is there twice the first, of one that is left out as much later. */
export function nanosOfInput(text: string): bigint | undefined {
  const wall = Date.parse(`${text}Z`)
  if (Number.isNaN(wall)) return undefined
  // The zone's offset is known for a moment in UTC. Around a change of it, it is one of those of the day before and the day after.
  const [before, after] = [wall - offsetMillis(wall - DAY_MILLIS), wall - offsetMillis(wall + DAY_MILLIS)]
  const shown = [before, after].filter((millis) => millis + offsetMillis(millis) === wall)
  return nanosOfMillis(shown.length > 0 ? Math.min(...shown) : before)
}

const DAY_MILLIS = 86_400_000

function offsetMillis(millis: number): number {
  const shown = format('dateTime', { dateStyle: 'short', timeStyle: 'medium' }).format(millis)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(millis / 1_000) * 1_000
}
