import { Feed, HEARTBEAT_MILLIS } from '../../api/feed.svelte.ts'
import { site } from '../../api/clients.ts'
import { nanosOfMillis } from '../../format/time.ts'
import { settings } from '../../app/settings.svelte.ts'
import type { Alarm, WatchAlarmsResponse } from '../../gen/autovalley/v1/alarm_pb.ts'
import type { VehicleOccupancy, WatchOccupancyResponse } from '../../gen/autovalley/v1/site_pb.ts'
import { AlarmsView, isUrgent, RaisedAlarms } from './alarms.ts'
import { OccupancyView } from './occupancy.ts'
import { ServerClock } from './serverClock.ts'
import { areAlarmsLive, doubtsOf, type Doubt } from './trust.ts'

/** Responses are at least so far apart: ten a second move smoothly. */
const EVERY_MILLIS = 100
const TICK_MILLIS = 250
/** Ticks between two makings of lists that vehicles change all the time, and with many vehicles. */
const LIST_TICKS = 2
const LONG_LIST_TICKS = 4
const MANY_VEHICLES = 100

/** What the site is like now, by the two streams of the server, and whether it can be trusted. */
export class LiveSite {
  readonly places = new OccupancyView()
  readonly clock = new ServerClock()
  readonly placesFeed: Feed<WatchOccupancyResponse>
  readonly alarmsFeed: Feed<WatchAlarmsResponse>
  /** Changes whenever lists have to be made anew, and each second for ages. */
  revision: number = $state(0)
  alarms: readonly Alarm[] = $state.raw([])
  alarmed: ReadonlySet<string> = $state.raw(new Set())
  notRaised: number = $state(0)
  mapVersion: number | undefined = $state()
  /** Whether it was ever told who is where. */
  known: boolean = $state(false)
  /** Alarms that were raised while the screen is open, the newest of them. */
  raised: readonly Alarm[] = $state.raw([])
  /** Called with each vehicle as it comes. */
  onvehicle: (vehicle: VehicleOccupancy) => void = () => undefined
  /** Called when vehicles went, or all are others. */
  onall: () => void = () => undefined

  readonly #alarms = new AlarmsView()
  readonly #raised = new RaisedAlarms()
  // What time changes: told by each tick.
  #signs = $state.raw({ behindMillis: 0, lagNanos: 0n, now: 0n, judgeTime: undefined as bigint | undefined })
  #ticks = 0
  readonly #doubts = $derived.by(() => doubtsOf({ ...this.#signs, places: this.placesFeed.state, alarms: this.alarmsFeed.state }).join())
  /** The worst first. A feed that stops is told at once. */
  readonly doubts = $derived(this.#doubts.split(',').filter((one) => one !== '') as Doubt[])
  readonly alarmsLive = $derived(areAlarmsLive(this.doubts))
  /** Alarms that somebody has to look at. */
  readonly urgent = $derived(this.alarms.filter(isUrgent).length)

  constructor() {
    this.placesFeed = new Feed(
      (signal) => {
        this.places.begin()
        return site.watchOccupancy({ organisation: settings.organisation, heartbeatMillis: HEARTBEAT_MILLIS, everyMillis: EVERY_MILLIS }, { signal })
      },
      (response) => this.#take(response),
    )
    this.alarmsFeed = new Feed(
      (signal) => {
        this.#alarms.begin()
        return site.watchAlarms({ organisation: settings.organisation, heartbeatMillis: HEARTBEAT_MILLIS }, { signal })
      },
      (response) => this.#takeAlarms(response),
    )
  }

  /** Runs until the function that it gives is called. */
  start(): () => void {
    const ends = [this.placesFeed.start(), this.alarmsFeed.start()]
    const ticks = setInterval(() => {
      this.#tick()
    }, TICK_MILLIS)
    return () => {
      clearInterval(ticks)
      for (const end of ends) end()
    }
  }

  /** The server's clock, Unix nanoseconds; 0 while it is not known. */
  get now(): bigint {
    return this.clock.known ? this.clock.at(performance.now()) : 0n
  }

  /** How old, late or behind what is shown is by a doubt; undefined where there is no such number. Nanoseconds. */
  ageOf(doubt: Doubt): bigint | undefined {
    const heard = this.placesFeed.heardAt
    if (doubt === 'lost') return heard === undefined ? undefined : nanosOfMillis(Math.max(0, Date.now() - heard))
    if (doubt === 'delayed') return nanosOfMillis(this.clock.behindMillis)
    if (doubt === 'lagging') return this.places.lagNanos
    if (doubt === 'unjudged') return this.now - (this.#alarms.judgeTime ?? this.now)
    return undefined
  }

  /** As AlarmsView has it. */
  readonly toldTime = (alarm: Alarm): bigint => this.#alarms.toldTime(alarm)

  // Whether what is shown is whole.
  #take(response: WatchOccupancyResponse): boolean {
    this.clock.take(response.serverTime, performance.now())
    const taken = this.places.take(response)
    if (taken.kind === 'gap') {
      this.placesFeed.restart()
    } else if (taken.kind === 'snapshot') {
      this.mapVersion = this.places.mapVersion
      this.known = true
      for (const vehicle of this.places.vehicles.values()) this.onvehicle(vehicle)
      this.onall()
      this.revision++
    } else if (taken.kind === 'changes') {
      for (const vehicle of taken.vehicles) this.onvehicle(vehicle)
      if (taken.gone.length > 0) {
        this.onall()
        this.revision++
      }
    }
    return taken.kind !== 'gap' && taken.kind !== 'part'
  }

  #takeAlarms(response: WatchAlarmsResponse): boolean {
    const taken = this.#alarms.take(response)
    if (taken === 'whole' && response.response.case !== 'heartbeat') {
      this.alarms = this.#alarms.sorted
      this.alarmed = this.#alarms.vehicles
      const raised = this.#raised.take(this.alarms)
      if (raised.length > 0) this.raised = raised
    }
    this.notRaised = this.#alarms.notRaised
    if (taken === 'gap') this.alarmsFeed.restart()
    return taken === 'whole'
  }

  #tick(): void {
    this.#signs = { behindMillis: this.clock.behindMillis, lagNanos: this.places.lagNanos, now: this.now, judgeTime: this.#alarms.judgeTime }
    if (++this.#ticks % (this.places.vehicles.size > MANY_VEHICLES ? LONG_LIST_TICKS : LIST_TICKS) === 0) this.revision++
  }
}
