import { measure } from '../../format/numbers.ts'
import { extentSeen } from '../../plot/range.ts'
import { readAt, type Reading } from '../../plot/trace.ts'
import type { View } from '../../plot/view.ts'
import type { Group, Line } from './groups.ts'

/** A line of the table of values, as it is shown: speeds in the chosen unit. */
export interface ReadingRow {
  readonly line: Line
  readonly unit: string
  /** Of what is seen; undefined when nothing is. */
  readonly extent: readonly [number, number] | undefined
  /** Gaps that reach into what is seen. */
  readonly gaps: number
}

export function readingRows(groups: readonly Group[], view: View): ReadingRow[] {
  return groups.flatMap(({ unit, lines }) =>
    lines.map((line) => ({
      line, unit,
      extent: line.trace && extentSeen(line.trace, view),
      gaps: line.trace?.gaps.filter((gap) => gap.from < view.to && gap.to > view.from).length ?? 0,
    })),
  )
}

/** What a line says at the cursor. */
export function readingAt(line: Line, cursor: number | undefined): Reading | undefined {
  return cursor === undefined || !line.trace ? undefined : readAt(line.trace, cursor)
}

/** 61.2, or 58.1 … 63.4 of a stretch. */
export function valueText({ low, high }: Reading): string {
  return low === high || Number.isNaN(low) ? measure(low) : `${measure(low)} … ${measure(high)}`
}

/** What the lines of a plot say at a time, for who hears it: alpha/shuttle-1 Vehicle.Speed 61.2 km/h, … */
export function spoken({ lines, unit }: Group, cursor: number): string {
  return lines
    .map((line) => ({ line, reading: readingAt(line, cursor) }))
    .map(({ line, reading }) => `${line.vehicle} ${line.signal} ${reading ? `${valueText(reading)} ${unit}`.trim() : '–'}`)
    .join(', ')
}
