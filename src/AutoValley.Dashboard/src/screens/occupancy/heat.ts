import type { UtilisationRow } from '../../gen/autovalley/v1/booking_pb.ts'
import { bucketNanos, type Days } from './days.ts'

/** How a zone was used in a column: shares of its time, from 0 to 1. */
export interface HeatCell {
  readonly occupied: number
  readonly booked: number
  /** Undefined where the column is made of several buckets: a visit is in each that it touches. */
  readonly visits: number | undefined
}

export interface HeatRow {
  readonly zone: string
  readonly cells: readonly HeatCell[]
  /** Of the whole time, in nanoseconds. */
  readonly occupiedNanos: bigint
}

/** Nanoseconds, and how many visits. */
interface Sums {
  occupied: bigint
  booked: bigint
  visits: number
}

/** Rows by zone out of buckets, each of which lies in one column. */
export function heatOf(rows: readonly UtilisationRow[], days: Days): HeatRow[] {
  const bucket = bucketNanos(days)
  const sums = new Map<string, Sums[]>()
  for (const row of rows) {
    let sum = sums.get(row.zone)
    if (!sum) sums.set(row.zone, (sum = emptySums(days)))
    const at = days.columns.findIndex((column) => column.from <= row.fromTime && row.fromTime < column.to)
    const cell = sum[at]
    if (!cell) continue
    cell.occupied += row.occupiedNanos
    cell.booked += row.bookedNanos
    cell.visits += row.visits
  }
  return [...sums].map(([zone, cells]) => ({
    zone,
    occupiedNanos: cells.reduce((all, cell) => all + cell.occupied, 0n),
    cells: cells.map((cell, index) => {
      const column = days.columns[index]
      const length = column ? column.to - column.from : 1n
      return { occupied: Number(cell.occupied) / Number(length), booked: Number(cell.booked) / Number(length), visits: length > bucket ? undefined : cell.visits }
    }),
  }))
}

function emptySums(days: Days): Sums[] {
  return days.columns.map(() => ({ occupied: 0n, booked: 0n, visits: 0 }))
}
