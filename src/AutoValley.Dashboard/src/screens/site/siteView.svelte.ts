import { site } from '../../api/clients.ts'
import { allPages, Resource } from '../../api/resource.svelte.ts'
import { settings } from '../../app/settings.svelte.ts'
import { millisOf, nanosOfMillis, NANOS_PER_HOUR } from '../../format/time.ts'
import type { VehicleOccupancy } from '../../gen/autovalley/v1/site_pb.ts'
import { readColours } from '../../map/colours.ts'
import { placeOf } from '../../map/mercator.ts'
import type { SiteMap } from '../../map/siteMap.ts'
import { VehicleLayer } from '../../map/vehicleLayer.ts'
import { LiveSite } from './live.svelte.ts'
import { pastVehicles } from './pastScene.ts'
import { Replay } from './replay.svelte.ts'
import { RecordSource } from './replaySource.ts'
import { hasPlace, lookOf, sizeOf, type Absence, type Scene } from './scene.ts'
import { ShownMap } from './shownMap.svelte.ts'
import { arePlacesLive } from './trust.ts'
import { zoneRows, type ZoneRow } from './zones.ts'

/** The record is not whole nearer to now: batches are still on their way. */
const EDGE_MILLIS = 3_000
const VEHICLES_MILLIS = 60_000
const BOOKINGS_MILLIS = 15_000
const DAY_NANOS = 24n * NANOS_PER_HOUR
/** Lists of the past are made anew so far apart. */
const PAST_MILLIS = 250

/** The screen's state: what is live, or the past that is played, and the map to draw it on. */
export class SiteView {
  readonly live = new LiveSite()
  readonly layer = new VehicleLayer(readColours())
  replay: Replay | undefined = $state.raw()
  readonly shownMap = new ShownMap()

  readonly vehicles = new Resource(async (signal) => {
    const all = await allPages((pageToken) => site.listSiteVehicles({ pageToken }, { signal }), (page) => page.vehicles)
    return new Map(all.map((one) => [one.vehicle, one]))
  })
  readonly bookings = new Resource((signal) => {
    const at = this.scene.at || nanosOfMillis(Date.now())
    this.#booked = { from: at - NANOS_PER_HOUR, at, to: at + DAY_NANOS + NANOS_PER_HOUR }
    const request = { organisation: settings.organisation, fromTime: this.#booked.from, toTime: this.#booked.to }
    return allPages((pageToken) => site.listBookings({ ...request, pageToken }, { signal }), (page) => page.bookings)
  })
  readonly scene: Scene = $derived.by(() => (this.replay ? this.#past(this.replay) : this.#now()))
  readonly rows = $derived(this.map ? this.#rows(this.map) : [])

  /** The map that what is shown was judged by; 0 for none, undefined while that is not known. */
  readonly mapVersion: number | undefined = $derived.by(() => {
    const at = this.replay?.shown?.visitsAt(nanosOfMillis(this.replay.shownTime))
    return at?.at(-1)?.mapVersion ?? this.live.mapVersion
  })

  /** The map that is drawn is not the one that what is shown was judged by. */
  readonly otherMap: boolean = $derived(this.map !== undefined && this.mapVersion !== undefined && this.mapVersion !== this.map.version)
  /** Zones are as they are shown, now or at the time of the past. */
  readonly trusted: boolean = $derived((this.scene.live || this.scene.past) && this.scene.known && !this.otherMap)
  /** Why nothing is shown; undefined when something is known. */
  readonly absence: Absence | undefined = $derived.by(() => (this.scene.known ? undefined : this.#absence()))

  // The span that bookings were asked for, and at which time.
  #booked = { from: 0n, at: 0n, to: 0n }
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
      this.shownMap.cancel()
      for (const end of ends) end()
    }
  }

  /** How far the past reaches, Unix milliseconds. */
  get pastEnd(): number {
    return (this.live.now === 0n ? Date.now() : millisOf(this.live.now)) - EDGE_MILLIS
  }

  get map(): SiteMap | undefined {
    return this.shownMap.map
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
      if (!hasPlace(vehicle)) continue
      const { vehicle: name } = vehicle
      this.layer.look(name, lookOf(vehicle, scene, sizeOf(known?.get(name)), !scene.past && alarmed.has(name), dark))
    }
  }

  #now(): Scene {
    void this.live.revision
    const { places, now, doubts } = this.live
    return { vehicles: places.vehicles, others: places.others, at: now, live: arePlacesLive(doubts) && !this.otherMap, past: false, known: this.live.known, othersKnown: true }
  }

  #past(replay: Replay): Scene {
    void this.#pastRevision
    const { shown, shownTime } = replay
    const vehicles = shown ? pastVehicles(shown, shownTime, this.map) : new Map<string, VehicleOccupancy>()
    // Where the record has nobody it may have begun later, or be dropped.
    const othersKnown = settings.organisation === '' && vehicles.size > 0
    return { vehicles, others: new Map(), at: nanosOfMillis(shownTime), live: false, past: true, known: shown !== undefined, othersKnown }
  }

  #absence(): Absence {
    const { replay, live: { placesFeed: { state, failure } } } = this
    if (replay) return replay.failure ? { ...replay.failure, retry: () => { replay.retry() } } : { kind: 'loading' }
    return failure ?? { kind: state === 'lost' ? 'unreachable' : 'loading' }
  }

  #rows(map: SiteMap): ZoneRow[] {
    const { vehicles, others, at, othersKnown } = this.scene
    return zoneRows(map, vehicles.values(), others, this.bookings.value ?? [], at, othersKnown)
  }

  #report({ vehicle, latitude, longitude, heading, eventTime }: VehicleOccupancy): void {
    this.layer.report(vehicle, placeOf(latitude, longitude), heading, millisOf(eventTime), performance.now())
  }

  #picture(replay: Replay): void {
    const [window, now] = [replay.windowAt(replay.time), performance.now()]
    const names = new Set<string>()
    for (const name of window?.names ?? []) {
      const there = window?.at(name, replay.time)
      if (!there) continue
      names.add(name)
      this.layer.report(name, there.place, there.heading, Number.NaN, now)
    }
    this.layer.keep(names)
    if (replay.playing && now - this.#listsAt < PAST_MILLIS) return
    this.#listsAt = now
    replay.shownTime = replay.time
    this.#pastRevision++
    this.#followBookings(nanosOfMillis(replay.time))
  }

  // Another time has other bookings.
  #followBookings(at: bigint): void {
    const { from, at: asked, to } = this.#booked
    if (from <= at && at <= asked + NANOS_PER_HOUR) return
    if (at < from || at >= to) this.bookings.value = undefined
    void this.bookings.refresh()
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
