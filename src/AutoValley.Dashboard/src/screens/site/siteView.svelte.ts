import { create } from '@bufbuild/protobuf'
import { site } from '../../api/clients.ts'
import { failureOf, isCancelled, type Failure } from '../../api/failure.ts'
import { allPages, Resource } from '../../api/resource.svelte.ts'
import { settings } from '../../app/settings.svelte.ts'
import { millisOf, nanosOfMillis, NANOS_PER_SECOND } from '../../format/time.ts'
import { VehicleOccupancySchema, ZoneState, type VehicleOccupancy } from '../../gen/autovalley/v1/site_pb.ts'
import { readColours } from '../../map/colours.ts'
import { placeOf } from '../../map/mercator.ts'
import { loadSiteMap, type SiteMap } from '../../map/siteMap.ts'
import { VehicleLayer } from '../../map/vehicleLayer.ts'
import { LiveSite } from './live.svelte.ts'
import { Replay } from './replay.svelte.ts'
import { RecordSource } from './replaySource.ts'
import { lookOf, sizeOf, type Scene } from './scene.ts'
import { arePlacesLive } from './trust.ts'
import { zoneRows } from './zones.ts'

/** The record is not whole nearer to now: batches are still on their way. */
const EDGE_MILLIS = 3_000
const VEHICLES_MILLIS = 60_000
const BOOKINGS_MILLIS = 15_000
const DAY_NANOS = 86_400n * NANOS_PER_SECOND
/** Lists of the past are made anew so far apart. */
const PAST_MILLIS = 250

/** The screen's state: what is live, or the past that is played, and the map to draw it on. */
export class SiteView {
  readonly live = new LiveSite()
  readonly layer = new VehicleLayer(readColours())
  replay: Replay | undefined = $state.raw()
  map: SiteMap | undefined = $state.raw()
  mapFailure: Failure | undefined = $state()

  readonly vehicles = new Resource(async (signal) => {
    const all = await allPages((pageToken) => site.listSiteVehicles({ pageToken }, { signal }), (page) => page.vehicles)
    return new Map(all.map((one) => [one.vehicle, one]))
  })
  readonly bookings = new Resource((signal) => {
    const at = this.scene.at || nanosOfMillis(Date.now())
    const request = { organisation: settings.organisation, fromTime: at - NANOS_PER_SECOND, toTime: at + DAY_NANOS }
    return allPages((pageToken) => site.listBookings({ ...request, pageToken }, { signal }), (page) => page.bookings)
  })
  readonly scene: Scene = $derived.by(() => (this.replay ? this.#past(this.replay) : this.#now()))
  readonly rows = $derived(this.map ? zoneRows(this.map, this.scene.vehicles.values(), this.scene.others, this.bookings.value ?? [], this.scene.at) : [])

  /** The map that what is shown was judged by; 0 for none, undefined while that is not known. */
  readonly mapVersion: number | undefined = $derived.by(() => {
    const at = this.scene.past ? this.replay?.shown?.visitsAt(this.scene.at) : undefined
    return at?.at(-1)?.mapVersion ?? this.live.mapVersion
  })

  #pastRevision = $state(0)
  #frame = 0
  #frameAt = 0
  #listsAt = 0

  constructor() {
    this.live.onvehicle = (vehicle) => {
      if (!this.replay) this.#report(vehicle)
    }
    this.live.onall = () => {
      if (!this.replay) this.layer.keep(new Set(this.live.places.vehicles.keys()))
    }
  }

  /** Runs until the function that it gives is called. */
  start(): () => void {
    const ends = [this.live.start(), this.vehicles.every(VEHICLES_MILLIS), this.bookings.every(BOOKINGS_MILLIS)]
    return () => {
      this.#endReplay()
      for (const end of ends) end()
    }
  }

  /** How far the past reaches, Unix milliseconds. */
  get pastEnd(): number {
    return (this.live.now === 0n ? Date.now() : millisOf(this.live.now)) - EDGE_MILLIS
  }

  async loadMap(version: number, signal: AbortSignal): Promise<void> {
    try {
      const map = await loadSiteMap(version, signal)
      if (signal.aborted) return
      this.map = map
      this.mapFailure = undefined
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.mapFailure = failureOf(error)
    }
  }

  /** Shows the past. */
  play(at: number, speed: number): void {
    this.#endReplay()
    this.layer.keep(new Set())
    const replay = new Replay(new RecordSource(settings.organisation), () => this.pastEnd, at, speed)
    replay.onpicture = () => {
      this.#picture(replay)
    }
    this.replay = replay
    this.bookings.value = undefined
    void this.bookings.refresh()
    this.#frameAt = performance.now()
    this.#ask()
  }

  toLive(): void {
    this.#endReplay()
    this.layer.keep(new Set())
    for (const vehicle of this.live.places.vehicles.values()) this.#report(vehicle)
    this.bookings.value = undefined
    void this.bookings.refresh()
  }

  /** Gives the vehicles on the map the look that what is known of them says. */
  look(dark: boolean): void {
    const [scene, known, alarmed] = [this.scene, this.vehicles.value, this.live.alarmed]
    for (const vehicle of scene.vehicles.values()) {
      const { vehicle: name } = vehicle
      this.layer.look(name, lookOf(vehicle, scene, sizeOf(known?.get(name)), !scene.past && alarmed.has(name), dark))
    }
  }

  #now(): Scene {
    void this.live.revision
    const { places, now, doubts } = this.live
    return { vehicles: places.vehicles, others: places.others, at: now, live: arePlacesLive(doubts), past: false }
  }

  #past(replay: Replay): Scene {
    void this.#pastRevision
    const window = replay.shown
    const at = nanosOfMillis(replay.shownTime)
    const vehicles = new Map<string, VehicleOccupancy>()
    for (const name of window?.tracks.keys() ?? []) {
      const there = window?.at(name, replay.shownTime)
      if (!there) continue
      const { latitude, longitude, heading, speed } = there
      const eventTime = at - nanosOfMillis(there.silentMillis)
      vehicles.set(name, create(VehicleOccupancySchema, {
        vehicle: name, latitude, longitude, eventTime, receiveTime: eventTime, ...(heading === undefined ? {} : { heading }), ...(speed === undefined ? {} : { speed }),
      }))
    }
    for (const { vehicle, zone, enterTime } of window?.visitsAt(at) ?? []) {
      vehicles.get(vehicle)?.zones.push({ $typeName: 'autovalley.v1.ZonePresence', zone, state: ZoneState.IN, since: enterTime })
    }
    return { vehicles, others: new Map(), at, live: false, past: true }
  }

  #report({ vehicle, latitude, longitude, heading, eventTime }: VehicleOccupancy): void {
    this.layer.report(vehicle, placeOf(latitude, longitude), heading, millisOf(eventTime), performance.now())
  }

  #picture(replay: Replay): void {
    const [window, now] = [replay.windowAt(replay.time), performance.now()]
    for (const name of window?.tracks.keys() ?? []) {
      const there = window?.at(name, replay.time)
      if (there) this.layer.report(name, there.place, there.heading, Number.NaN, now)
      else this.layer.remove(name)
    }
    if (replay.playing && now - this.#listsAt < PAST_MILLIS) return
    this.#listsAt = now
    replay.shownTime = replay.time
    this.#pastRevision++
  }

  #ask(): void {
    this.#frame = requestAnimationFrame((at) => {
      this.replay?.advance(Math.max(0, at - this.#frameAt))
      this.#frameAt = at
      if (this.replay?.playing) this.#ask()
      else this.#frame = 0
    })
  }

  /** Plays on, or stands. */
  setPlaying(playing: boolean): void {
    if (!this.replay) return
    this.replay.playing = playing
    this.#frameAt = performance.now()
    if (playing && this.#frame === 0) this.#ask()
    if (!playing) this.#picture(this.replay)
  }

  #endReplay(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.replay?.end()
    this.replay = undefined
  }
}
