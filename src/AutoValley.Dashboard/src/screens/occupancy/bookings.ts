import type { Booking } from '../../gen/autovalley/v1/booking_pb.ts'
import type { Days } from './days.ts'
import { laneOf } from './timeline.ts'

/** A part of a booking on one day of the calendar: from 0 (midnight) to 1. */
export interface Block {
  readonly booking: Booking
  readonly day: number
  readonly start: number
  readonly end: number
  /** Of the day's lanes, which lie side by side. */
  readonly lane: number
}

/** When a booking ends, or ended because it was cancelled. */
export function endOf(booking: Booking): bigint {
  const { cancelTime, toTime } = booking
  return cancelTime !== undefined && cancelTime < toTime ? cancelTime : toTime
}

/** Parts of bookings by day, and how many lanes each day has. Days have columns of their own here, also when there is one. */
export function calendarOf(bookings: readonly Booking[], days: Days): { blocks: Block[]; lanes: number[] } {
  const blocks: Block[] = []
  const lanes: number[] = []
  for (let day = 0; day < days.count; day++) {
    const [from, to] = [days.midnights[day] ?? days.from, days.midnights[day + 1] ?? days.to]
    const length = Number(to - from)
    const ends: bigint[] = []
    const today = bookings
      .filter((booking) => booking.fromTime < to && endOf(booking) > from && endOf(booking) > booking.fromTime)
      .sort((a, b) => (a.fromTime < b.fromTime ? -1 : a.fromTime > b.fromTime ? 1 : a.id < b.id ? -1 : 1))
    for (const booking of today) {
      const end = endOf(booking)
      blocks.push({
        booking, day, lane: laneOf(ends, booking.fromTime, end),
        start: Math.max(0, Number(booking.fromTime - from) / length),
        end: Math.min(1, Number(end - from) / length),
      })
    }
    lanes.push(Math.max(1, ends.length))
  }
  return { blocks, lanes }
}
