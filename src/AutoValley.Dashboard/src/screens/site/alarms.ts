import { AlarmAction as Action, AlarmKind, AlarmState, type Alarm, type WatchAlarmsResponse } from '../../gen/autovalley/v1/alarm_pb.ts'

/** What a person can do with an alarm. */
export type AlarmAction = 'acknowledge' | 'reset' | 'shelve' | 'unshelve'

/** What its state allows, what is to be done first before all else. */
export function actionsOf(alarm: Alarm): readonly AlarmAction[] {
  switch (alarm.state) {
    case AlarmState.RAISED:
    case AlarmState.CLEARED:
      return ['acknowledge', 'shelve']
    case AlarmState.ACKNOWLEDGED:
      return ['shelve']
    case AlarmState.LATCHED:
      return ['reset', 'shelve']
    case AlarmState.SHELVED:
      return ['unshelve', 'shelve']
    default:
      return []
  }
}

/** Whether somebody has to look at it. */
export function isUrgent(alarm: Alarm): boolean {
  return alarm.state === AlarmState.RAISED || alarm.state === AlarmState.CLEARED
}

/** Of the value that an alarm of a kind was raised by; a kind that is not here has none, or none that can be worse. */
const UNITS: Partial<Record<AlarmKind, string>> = {
  [AlarmKind.OVER_CAPACITY]: '', [AlarmKind.WRONG_WAY]: '°', [AlarmKind.OVER_SPEED]: 'km/h', [AlarmKind.TOO_CLOSE]: 'm', [AlarmKind.COLLISION_COURSE]: 's',
  [AlarmKind.SILENT]: 's', [AlarmKind.CLOCK_BAD]: 's', [AlarmKind.ACCURACY_BAD]: 'm',
}

/** The worst that was found, to a tenth, where that is another value than the one that it was raised by. */
export function worstOf({ kind, value, worst }: Alarm): { readonly value: number; readonly unit: string } | undefined {
  const unit = UNITS[kind]
  if (unit === undefined || value === undefined || worst === undefined || tenths(worst) === tenths(value)) return undefined
  return { value: tenths(worst), unit }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

const ORDER: Partial<Record<AlarmState, number>> = {
  [AlarmState.RAISED]: 0, [AlarmState.CLEARED]: 1, [AlarmState.ACKNOWLEDGED]: 2, [AlarmState.LATCHED]: 3, [AlarmState.SHELVED]: 4,
}

/** The open alarms, out of WatchAlarms: a snapshot in parts, and the changes that follow it without a gap. */
export class AlarmsView {
  /** Conditions that should have an alarm and have none, as there are as many as may be. */
  notRaised = 0
  /** When the rules were judged last, by the server's clock, Unix nanoseconds; 0 for never, undefined while it was not told. */
  judgeTime: bigint | undefined
  readonly #toldTimes = new WeakMap<Alarm, bigint>()
  #open = new Map<bigint, Alarm>()
  #parts: Alarm[] = []
  #version: bigint | undefined

  /** @returns gap: something is missing before this, and the feed has to begin anew; part: more of a snapshot is to come. */
  take({ response, version, serverTime }: WatchAlarmsResponse): 'gap' | 'part' | 'whole' {
    if (response.case === 'snapshot' || response.case === 'changes') {
      for (const alarm of response.value.alarms) this.#toldTimes.set(alarm, serverTime)
    }
    if (response.case === 'snapshot') {
      this.#parts.push(...response.value.alarms)
      if (response.value.more) return 'part'
      this.#open = new Map(this.#parts.map((alarm) => [alarm.id, alarm]))
      this.#parts = []
      this.#version = version
      return 'whole'
    }
    if (response.case === 'changes') {
      if (this.#version !== response.value.sinceVersion) return 'gap'
      this.#version = version
      for (const alarm of response.value.alarms) {
        this.#judged(alarm)
        if (alarm.state === AlarmState.CLOSED) this.#open.delete(alarm.id)
        else this.#open.set(alarm.id, alarm)
      }
      return 'whole'
    }
    if (response.case === 'heartbeat') {
      this.notRaised = response.value.notRaised
      this.judgeTime = response.value.judgeTime
    }
    return this.#version === version ? 'whole' : 'gap'
  }

  // Heartbeats say when the rules were judged, and do not come while there are many changes; alarms that rise and clear say it too.
  #judged(alarm: Alarm): void {
    const newest = alarm.transitions.at(-1)
    const isOfRules = newest?.action === Action.RAISE || newest?.action === Action.CLEAR
    if (isOfRules && newest.person === '' && newest.time > (this.judgeTime ?? 0n)) this.judgeTime = newest.time
  }

  /** Until when an alarm is told as it is here: its numbers go on, and are not told before its next transition. The server's clock, Unix nanoseconds. */
  toldTime(alarm: Alarm): bigint {
    return this.#toldTimes.get(alarm) ?? alarm.raiseTime
  }

  /** A call begins: parts of a snapshot that was cut are of no use. */
  begin(): void {
    this.#parts = []
  }

  /** What has to be looked at first, by severity, the newest first; what is shelved last. */
  get sorted(): readonly Alarm[] {
    return [...this.#open.values()].sort(
      (a, b) => (ORDER[a.state] ?? 9) - (ORDER[b.state] ?? 9) || b.severity - a.severity || Number(b.raiseTime - a.raiseTime),
    )
  }

  /** Vehicles with an alarm that holds. */
  get vehicles(): ReadonlySet<string> {
    const holding = [...this.#open.values()].filter((alarm) => alarm.holding && alarm.state !== AlarmState.SHELVED)
    return new Set(holding.flatMap((alarm) => [alarm.vehicle, alarm.otherVehicle]).filter((name) => name !== ''))
  }
}

/** Tells of alarms that were raised since it looked last; what was open at the first look is not news. */
export class RaisedAlarms {
  #known: ReadonlySet<string> | undefined

  /** @param alarms all that are open. */
  take(alarms: readonly Alarm[]): readonly Alarm[] {
    const raised = alarms.filter((alarm) => alarm.state === AlarmState.RAISED)
    const known = this.#known
    this.#known = new Set(raised.map(keyOf))
    return known ? raised.filter((alarm) => !known.has(keyOf(alarm))) : []
  }
}

function keyOf(alarm: Alarm): string {
  return `${String(alarm.id)} ${String(alarm.raises)}`
}
