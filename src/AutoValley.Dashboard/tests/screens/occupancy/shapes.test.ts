import { create } from '@bufbuild/protobuf'
import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { BookingSchema, UtilisationRowSchema } from '../../../src/gen/autovalley/v1/booking_pb.ts'
import { SiteVisitSchema } from '../../../src/gen/autovalley/v1/site_pb.ts'
import { calendarOf, endOf } from '../../../src/screens/occupancy/bookings.ts'
import { daysOf, type Days } from '../../../src/screens/occupancy/days.ts'
import { heatOf } from '../../../src/screens/occupancy/heat.ts'
import { timelineOf } from '../../../src/screens/occupancy/timeline.ts'
import { byOrganisation, shareUsed } from '../../../src/screens/occupancy/utilisation.ts'

const HOUR = 3_600_000_000_000n
let day: Days

beforeEach(() => {
  choose({ clock: 'utc' })
  day = daysOf('2026-11-27', 1)
})

describe('the heat map', () => {
  const row = (zone: string, hour: bigint, occupied: bigint, booked = 0n) =>
    create(UtilisationRowSchema, { zone, fromTime: day.from + hour * HOUR, occupiedNanos: occupied, bookedNanos: booked, visits: 1 })

  it('has shares of each hour, and of the day', () => {
    const [pad] = heatOf([row('pad', 1n, HOUR / 2n, HOUR), row('pad', 2n, HOUR / 4n)], day)
    expect(pad?.cells[1]).toEqual({ occupied: 0.5, booked: 1, visits: 1 })
    expect(pad?.cells[3]?.visits).toBe(0)
    expect(pad?.cells[2]?.occupied).toBe(0.25)
    expect(pad?.cells[3]?.occupied).toBe(0)
    expect(pad?.occupiedNanos).toBe((HOUR * 3n) / 4n)
  })

  it('adds hours up to days', () => {
    const week = daysOf('2026-11-27', 7)
    const [pad] = heatOf([row('pad', 1n, HOUR), row('pad', 25n, HOUR), row('pad', 26n, HOUR)], week)
    expect(pad?.cells.map((cell) => cell.occupied * 24)).toEqual([1, 2, 0, 0, 0, 0, 0])
    // A visit of two hours is in both: how many a day had is not told by its hours.
    expect(pad?.cells.map((cell) => cell.visits)).toEqual(Array.from({ length: 7 }, () => undefined))
  })
})

describe('the timeline', () => {
  const visit = (zone: string, enter: bigint, leave: bigint | undefined, last = leave ?? enter) =>
    create(SiteVisitSchema, { vehicle: 'acme/van', zone, enterTime: day.from + enter * HOUR, lastTime: day.from + last * HOUR, ...(leave === undefined ? {} : { leaveTime: day.from + leave * HOUR }) })

  it('lays stays at the same time above one another, and others into one lane', () => {
    const [row] = timelineOf([visit('pad', 6n, 8n), visit('pad', 1n, 3n), visit('pad', 2n, 4n), visit('pad', 4n, 5n)], day.from, day.to)
    expect(row?.lanes).toBe(2)
    expect(row?.bars.map((bar) => bar.lane)).toEqual([0, 1, 0, 0])
  })

  it('cuts at the day, and says of what goes on only what is known', () => {
    const rows = timelineOf([visit('zone 10', -2n, 12n), visit('zone 9', 12n, undefined, 18n)], day.from, day.to)
    expect(rows.map((row) => row.zone)).toEqual(['zone 9', 'zone 10'])
    expect(rows[1]?.bars[0]).toMatchObject({ start: 0, end: 0.5, open: false })
    expect(rows[0]?.bars[0]).toMatchObject({ start: 0.5, end: 0.75, open: true })
  })
})

describe('the calendar', () => {
  const booking = (id: bigint, from: bigint, to: bigint, cancelled?: bigint) => create(BookingSchema, {
    id, fromTime: day.from + from * HOUR, toTime: day.from + to * HOUR, ...(cancelled === undefined ? {} : { cancelTime: day.from + cancelled * HOUR }),
  })

  it('lays bookings of one time side by side', () => {
    const { blocks, lanes } = calendarOf([booking(2n, 7n, 9n), booking(1n, 6n, 8n), booking(3n, 8n, 10n)], day)
    expect(blocks.map((block) => [block.booking.id, block.lane])).toEqual([[1n, 0], [2n, 1], [3n, 0]])
    expect(lanes).toEqual([2])
    expect(blocks[0]).toMatchObject({ day: 0, start: 0.25, end: 8 / 24 })
  })

  it('shows a booking over midnight on both days', () => {
    const two = daysOf('2026-11-27', 7)
    const { blocks } = calendarOf([booking(1n, 22n, 26n)], two)
    expect(blocks.map(({ day: at, start, end }) => [at, start * 24, end * 24])).toEqual([[0, 22, 24], [1, 0, 2]])
  })

  it('ends a cancelled booking when it was cancelled, and leaves out what never began', () => {
    expect(endOf(booking(1n, 6n, 10n, 7n))).toBe(day.from + 7n * HOUR)
    const { blocks } = calendarOf([booking(1n, 6n, 10n, 7n), booking(2n, 12n, 13n, 1n)], day)
    expect(blocks.map((block) => [block.booking.id, block.end * 24])).toEqual([[1n, 7]])
  })
})

it('utilisation is added up by organisation, and used is a share of booked', () => {
  const row = (organisation: string, vehicle: bigint, booked: bigint, used: bigint) =>
    create(UtilisationRowSchema, { zone: 'z', organisation, vehicleNanos: vehicle, bookedNanos: booked, usedNanos: used, visits: 2 })
  const uses = byOrganisation([row('acme', 1n, 4n, 1n), row('beta', 9n, 0n, 0n), row('acme', 2n, 4n, 3n)])
  expect(uses.map((use) => [use.organisation, use.vehicleTime, use.visits, shareUsed(use)])).toEqual([['beta', 9n, 2, undefined], ['acme', 3n, 4, 0.5]])
})
