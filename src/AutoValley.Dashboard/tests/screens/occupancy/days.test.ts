import { beforeEach, expect, it } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { siteZone } from '../../../src/format/zone.svelte.ts'
import { addDays, bucketNanos, daysOf, isDay } from '../../../src/screens/occupancy/days.ts'

const HOUR = 3_600_000_000_000n
const nanos = (text: string) => BigInt(Date.parse(text)) * 1_000_000n

beforeEach(() => {
  choose({ clock: 'site' })
})

it('a day goes from midnight to midnight in the shown zone, by hours', () => {
  siteZone.take('Asia/Shanghai')
  const days = daysOf('2026-11-27', 1)
  expect([days.from, days.to]).toEqual([nanos('2026-11-26T16:00:00Z'), nanos('2026-11-27T16:00:00Z')])
  expect([days.columns.length, days.columns[0]?.label, days.columns[23]?.to]).toEqual([24, '00', days.to])
  expect(bucketNanos(days)).toBe(HOUR)
})

it('seven days have a column each', () => {
  siteZone.take('UTC')
  const days = daysOf('2026-11-27', 7)
  expect(days.columns.map((column) => column.label)).toEqual(['11-27', '11-28', '11-29', '11-30', '12-01', '12-02', '12-03'])
  expect(days.columns.at(-1)?.to).toBe(days.to)
})

it('a day on which the clocks change has 23 or 25 hours', () => {
  siteZone.take('Europe/Berlin')
  expect(daysOf('2026-03-29', 1).columns.length).toBe(23)
  expect(daysOf('2026-10-25', 1).columns.length).toBe(25)
})

it('zones that are no whole hours from UTC have shorter buckets', () => {
  siteZone.take('Asia/Kolkata')
  expect(bucketNanos(daysOf('2026-11-27', 1))).toBe(HOUR / 2n)
  siteZone.take('Asia/Kathmandu')
  expect(bucketNanos(daysOf('2026-11-27', 7))).toBe(HOUR / 4n)
})

it('days are counted by the calendar', () => {
  expect([addDays('2026-02-28', 1), addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2026-03-01', '2028-02-29', '2025-12-31'])
  expect(['2026-11-27', '2026-02-30', '27.11.2026', ''].map(isDay)).toEqual([true, false, false, false])
})
