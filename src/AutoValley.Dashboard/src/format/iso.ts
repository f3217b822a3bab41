import { NANOS_PER_MILLI, NANOS_PER_SECOND } from './time.ts'

/** 2026-11-27T14:03:21.25Z: exact, in UTC, with as many digits as it takes. For links and files. */
export function isoOf(nanos: bigint): string {
  const rest = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND
  const whole = new Date(Number((nanos - rest) / NANOS_PER_MILLI)).toISOString().slice(0, 19)
  const digits = rest === 0n ? '' : `.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`
  return `${whole}${digits}Z`
}

const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/

/** The time that an ISO 8601 text with a zone, or a number of Unix nanoseconds, says; undefined when it says none. */
export function nanosOfIso(text: string): bigint | undefined {
  if (/^\d{1,19}$/.test(text)) return BigInt(text)
  const [, wall, digits = '', zone] = ISO.exec(text) ?? []
  if (wall === undefined || zone === undefined) return undefined
  const millis = Date.parse(`${wall}${zone}`)
  return Number.isNaN(millis) ? undefined : BigInt(millis) * NANOS_PER_MILLI + BigInt(digits.padEnd(9, '0'))
}
