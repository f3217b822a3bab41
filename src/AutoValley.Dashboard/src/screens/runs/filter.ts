import type { Run } from '../../gen/autovalley/v1/run_pb.ts'

export interface RunFilter {
  /** Words that name, description or vehicles have to hold, all of them. */
  readonly text: string
  /** organisation/vehicle; empty for all. */
  readonly vehicle: string
  readonly openOnly: boolean
}

export function matches(run: Run, { text, vehicle, openOnly }: RunFilter): boolean {
  if (openOnly && run.stopTime !== undefined) return false
  if (vehicle !== '' && !run.vehicles.includes(vehicle)) return false
  const all = [run.name, run.description, ...run.vehicles].join(' ').toLowerCase()
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word))
}

/** What is wrong with the name of a new run; undefined when nothing is. */
export function nameProblem(name: string, runs: readonly Run[]): 'wrong' | 'taken' | undefined {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(name)) return 'wrong'
  return runs.some((run) => run.name === name) ? 'taken' : undefined
}

/** How long a run is, in nanoseconds; an open one lasts until now. */
export function lengthOf(run: Run, nowNanos: bigint): bigint {
  const length = (run.stopTime ?? nowNanos) - run.startTime
  return length > 0n ? length : 0n
}
