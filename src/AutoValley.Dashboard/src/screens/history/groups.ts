import type { Picture } from '../../api/columns.ts'
import { shownUnit } from '../../format/units.ts'
import type { Signal } from '../../gen/autovalley/v1/fleet_pb.ts'
import { SignalType } from '../../gen/autovalley/v1/telemetry_pb.ts'
import { traceOf, type Trace } from '../../plot/trace.ts'
import type { Plots } from './link.ts'

/** What is known of a signal of a vehicle; undefined when it has none of that name. */
export type SignalOf = (vehicle: string, signal: string) => Signal | undefined

/** A plot: the traces that share an axis of values. */
export interface Group {
  readonly key: string
  /** The names of its signals. */
  readonly title: string
  /** As it is shown. */
  readonly unit: string
  /** Yes and no alone. */
  readonly isYesNo: boolean
  readonly lines: readonly Line[]
}

export interface Line {
  readonly key: string
  readonly vehicle: string
  readonly signal: string
  readonly colour: number
  /** Undefined when there are no samples. */
  readonly trace: Trace | undefined
  /** Samples of which the trace is the picture. */
  readonly count: number
}

interface Made extends Omit<Group, 'title' | 'isYesNo' | 'lines'> {
  readonly names: Set<string>
  isYesNo: boolean
  readonly lines: Line[]
}

/** Puts the signals of the vehicles into plots, in the order in which they were picked, whether there are samples of them or not. */
export function groupsOf(pictures: readonly Picture[], signals: readonly string[], vehicles: readonly string[], plots: Plots, signalOf: SignalOf): Group[] {
  const groups = new Map<string, Made>()
  for (const name of signals) {
    vehicles.forEach((vehicle, place) => {
      const signal = signalOf(vehicle, name)
      if (!signal) return
      const group = groupFor(groups, signal, plots)
      group.names.add(name)
      group.isYesNo &&= signal.type === SignalType.BOOLEAN
      // A signal whose type changed has a picture for each type.
      const found = pictures.filter((one) => one.vehicle === vehicle && one.signal === name)
      // By signal a colour means a vehicle, the same in every plot.
      const colour = plots === 'signal' ? place : group.lines.length
      for (const picture of found.length > 0 ? found : [undefined]) group.lines.push(lineOf(vehicle, signal, picture, colour, group.lines.length))
    })
  }
  return [...groups.values()].map(({ names, ...group }) => ({ ...group, title: [...names].join(', ') }))
}

function groupFor(groups: Map<string, Made>, signal: Signal, plots: Plots): Made {
  const { unit } = shownUnit(signal.unit)
  const isYesNo = signal.type === SignalType.BOOLEAN
  const key = plots === 'signal' ? signal.name : isYesNo ? 'yes/no' : `unit ${unit}`
  let group = groups.get(key)
  if (!group) groups.set(key, (group = { key, unit, names: new Set(), isYesNo, lines: [] }))
  return group
}

function lineOf(vehicle: string, signal: Signal, picture: Picture | undefined, colour: number, place: number): Line {
  const key = `${vehicle} ${signal.name} ${String(place)}`
  const style = {
    key, colour,
    step: signal.type === SignalType.BOOLEAN || signal.type === SignalType.INTEGER,
    factor: shownUnit(signal.unit).factor,
  }
  return { key, vehicle, signal: signal.name, colour, trace: picture && traceOf(picture, style), count: picture?.count ?? 0 }
}
