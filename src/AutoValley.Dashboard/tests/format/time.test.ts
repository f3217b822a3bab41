import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '../../src/app/settings.svelte.ts'
import { clockTime, dateTime, duration, inputOf, nanosOfInput, preciseTime, secondsOf } from '../../src/format/time.ts'
import { siteZone } from '../../src/format/zone.svelte.ts'

const NOON = BigInt(Date.UTC(2026, 10, 27, 12, 0, 0)) * 1_000_000n

describe('times', () => {
  beforeEach(() => {
    siteZone.take('Asia/Shanghai')
    choose({ clock: 'site' })
  })

  it('are shown in the zone of the site', () => {
    expect(dateTime(NOON)).toBe('2026-11-27 20:00:00')
    expect(preciseTime(NOON + 7_000_000n)).toBe('20:00:00.007')
  })

  it('are shown in UTC where a person chose so', () => {
    choose({ clock: 'utc' })
    expect(clockTime(NOON)).toBe('12:00:00')
  })

  it('are UTC where the browser does not know the zone', () => {
    siteZone.take('Mars/Olympus_Mons')
    expect(dateTime(NOON)).toBe('2026-11-27 12:00:00')
  })

  it('of an input are read in the shown zone', () => {
    expect(nanosOfInput(inputOf(NOON))).toBe(NOON)
    expect(nanosOfInput('no time')).toBeUndefined()
  })

  it('of an input are read across the change to summer time', () => {
    siteZone.take('Europe/Berlin')
    expect(nanosOfInput('2026-03-29T03:30:00')).toBe(BigInt(Date.UTC(2026, 2, 29, 1, 30)) * 1_000_000n)
    expect(nanosOfInput('2026-03-29T01:30:00')).toBe(BigInt(Date.UTC(2026, 2, 29, 0, 30)) * 1_000_000n)
  })

  it.each([
    ['Europe/Berlin', '2026-10-25T02:30:00', Date.UTC(2026, 9, 25, 0, 30)],
    ['Europe/Berlin', '2026-10-25T03:00:00', Date.UTC(2026, 9, 25, 2)],
    ['America/Detroit', '2026-11-01T01:30:00', Date.UTC(2026, 10, 1, 5, 30)],
    ['America/Detroit', '2026-11-01T00:30:00', Date.UTC(2026, 10, 1, 4, 30)],
    ['America/Detroit', '2026-03-08T02:30:00', Date.UTC(2026, 2, 8, 7, 30)],
    ['Europe/Berlin', '2026-03-29T02:30:00', Date.UTC(2026, 2, 29, 1, 30)],
  ])('of an input in %s: %s is the first of two, and later where there is none', (zone, text, millis) => {
    siteZone.take(zone)
    expect(nanosOfInput(text)).toBe(BigInt(millis) * 1_000_000n)
  })

  it('keep their microseconds in seconds', () => {
    expect(secondsOf(NOON + 123_456_789n)).toBeCloseTo(Date.UTC(2026, 10, 27, 12) / 1_000 + 0.123_456, 6)
  })
})

describe('a duration', () => {
  it.each([
    [0n, '0 ms'],
    [850_000_000n, '850 ms'],
    [1_540_000_000n, '1.5 s'],
    [59_999_000_000n, '59 s'],
    [245_000_000_000n, '4 min 05 s'],
    [12_000_000_000_000n, '3 h 20 min'],
    [187_200_000_000_000n, '2 d 4 h'],
    [-850_000_000n, '−850 ms'],
  ])('of %s is %s', (nanos, text) => {
    expect(duration(nanos)).toBe(text)
  })
})
