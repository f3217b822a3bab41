import type { Picture } from '../../api/columns.ts'
import { Debounce } from '../../api/debounce.ts'
import { positionSignals, type PositionRole } from '../../api/positionSignals.svelte.ts'
import { Resource } from '../../api/resource.svelte.ts'
import { NANOS_PER_SECOND, nanosOfMillis } from '../../format/time.ts'
import type { Signal, Vehicle } from '../../gen/autovalley/v1/fleet_pb.ts'
import type { Run } from '../../gen/autovalley/v1/run_pb.ts'
import { SignalType } from '../../gen/autovalley/v1/telemetry_pb.ts'
import { clamped, sameView, type View } from '../../plot/view.ts'
import { writeLink, type HistoryLink, type Problem } from './link.ts'
import { requestOf } from './request.ts'
import type { HistorySource } from './source.ts'
import { around, edgeOf, following, reaches, spanOf, viewOf, within, type Edge, type Span } from './span.ts'
import type { Track } from './track.ts'

const DEFAULT_SPAN_NANOS = 300n * NANOS_PER_SECOND
/** A view is good to microseconds. */
const VIEW_NANOS = 1_000n
const QUIET_MILLIS = 50
const LATEST_MILLIS = 150

/** What there is to choose from, and what of the link there really is. */
interface Ground {
  readonly vehicles: readonly Vehicle[]
  readonly runs: readonly Run[]
  readonly run: Run | undefined
  /** What of the link it was loaded for. */
  readonly of: Pick<HistoryLink, 'run' | 'vehicles'>
  readonly chosen: readonly string[]
  /** By vehicle. */
  readonly signals: ReadonlyMap<string, readonly Signal[]>
}

/** What the plots were made of. */
interface Answer {
  readonly pictures: readonly Picture[]
  /** What was asked for; a longer span than is seen. */
  readonly span: Span
  readonly vehicles: readonly string[]
  readonly signals: readonly string[]
}

/** What History shows: the choice, the span, the part of it that is seen, and the pictures for that; each change fetches what it needs. */
export class HistoryState {
  link: HistoryLink = $state.raw() as HistoryLink
  /** The span that was chosen, or that of the run. A view beyond it takes it along. */
  whole: Span = $state.raw({ from: 0n, to: 1n })
  view: View = $state.raw({ from: 0, to: 1 })
  /** Where the bounds cut the view that was wanted last. */
  stop: Edge | undefined = $state()
  readonly ground: Resource<Ground>
  readonly pictures: Resource<Answer>

  readonly #source: HistorySource
  readonly #note: (parameters: Record<string, string | undefined>) => void
  readonly #nowNanos: () => bigint
  readonly #signals = new Map<string, Signal[]>()
  readonly #later = new Debounce(QUIET_MILLIS, LATEST_MILLIS)
  readonly #oldest: Resource<bigint | undefined>
  #pixels = 0
  /** The run of the link is on its way, and with it the span. */
  #awaitsRun = false
  #closed = false

  /** @param note takes the parameters of the link whenever they change. */
  constructor(source: HistorySource, note: (parameters: Record<string, string | undefined>) => void, nowNanos = () => nanosOfMillis(Date.now())) {
    this.#source = source
    this.#note = note
    this.#nowNanos = nowNanos
    this.ground = new Resource((abort) => this.#loadGround(abort), undefined, (ground) => {
      this.#take(ground)
    })
    this.pictures = new Resource((abort) => this.#loadPictures(abort))
    this.#oldest = new Resource((abort) => source.oldest(abort))
  }

  /** Vehicles that are shown: of those of the link, or of its run, the ones that there are. */
  get vehicles(): readonly string[] {
    return this.ground.value?.chosen ?? []
  }

  /** Signals that are shown: of those of the link the ones that a shown vehicle has, with numbers. */
  get signals(): readonly string[] {
    return this.link.signals.filter((name) => this.vehicles.some((vehicle) => hasNumbers(this.signalOf(vehicle, name))))
  }

  /** All signals of the shown vehicles. */
  get choice(): readonly Signal[] {
    return [...(this.ground.value?.signals.values() ?? [])].flat()
  }

  /** What the link says and what cannot be shown. */
  get problems(): readonly Problem[] {
    const ground = this.ground.value
    if (!ground) return this.link.problems
    const problems = [...this.link.problems]
    if (this.link.run !== undefined && this.link.run === ground.of.run && !ground.run) problems.push({ kind: 'run', text: this.link.run })
    for (const vehicle of this.link.vehicles) {
      if (!ground.vehicles.some((one) => one.name === vehicle)) problems.push({ kind: 'vehicle', text: vehicle })
    }
    if (ground.chosen.length === 0 || ground.of.vehicles !== this.link.vehicles || ground.of.run !== this.link.run) return problems
    for (const name of this.link.signals) {
      const found = this.choice.filter((one) => one.name === name)
      if (found.length === 0) problems.push({ kind: 'signal', text: name })
      else if (!found.some(hasNumbers)) problems.push({ kind: 'text', text: name })
    }
    return problems
  }

  /** The newest sample of the shown vehicles: of which, and when. */
  get newest(): { readonly vehicle: string; readonly time: bigint } | undefined {
    const shown = (this.ground.value?.vehicles ?? []).filter((one) => this.vehicles.includes(one.name) && one.lastEventTime > 0n)
    const newest = shown.reduce<Vehicle | undefined>((best, one) => (best && best.lastEventTime >= one.lastEventTime ? best : one), undefined)
    return newest && { vehicle: newest.name, time: newest.lastEventTime }
  }

  /** The run that is shown. */
  get run(): Run | undefined {
    const run = this.ground.value?.run
    return run?.name === this.link.run ? run : undefined
  }

  /** The run that is shown when it is not stopped yet: there are newer samples by now. */
  get openRun(): Run | undefined {
    return this.run?.stopTime === undefined ? this.run : undefined
  }

  /** As far as a view can go: the run, and without one all that is kept until now. */
  get bounds(): Span {
    return this.link.run === undefined ? around(this.whole, { from: this.#oldest.value ?? 0n, to: this.#nowNanos() }) : this.whole
  }

  /** What is seen; all of it to the nanosecond, a part of it to the microsecond. */
  get shownSpan(): Span {
    return this.#seesWhole ? this.whole : spanOf(this.view)
  }

  /** All of the whole span was asked for, and it holds nothing. */
  get isEmpty(): boolean {
    const answer = this.pictures.value
    if (!answer || this.pictures.loading || answer.span.from > this.whole.from || answer.span.to < this.whole.to) return false
    return !answer.pictures.some((picture) => hasSamples(picture, this.whole))
  }

  /** Whether the server was asked for a signal of a vehicle: else that there is nothing of it means nothing. */
  readonly wasAsked = (vehicle: string, signal: string): boolean => {
    const answer = this.pictures.value
    return answer !== undefined && answer.vehicles.includes(vehicle) && answer.signals.includes(signal)
  }

  readonly signalOf = (vehicle: string, name: string): Signal | undefined => this.ground.value?.signals.get(vehicle)?.find((one) => one.name === name)

  /** Shows what a link says. */
  async open(link: HistoryLink): Promise<void> {
    this.link = link
    this.#signals.clear()
    this.#awaitsRun = link.run !== undefined
    if (!this.#awaitsRun) this.#setWhole(link.span ?? this.#lastNanos(DEFAULT_SPAN_NANOS), link.zoom)
    await this.#refreshGround()
  }

  async setVehicles(vehicles: string[]): Promise<void> {
    this.link = { ...this.link, vehicles }
    await this.#refreshGround()
  }

  setSignals(signals: string[]): void {
    this.link = { ...this.link, signals }
    this.#changed()
  }

  setSpan(span: Span): void {
    const hadRun = this.link.run !== undefined
    // A run's vehicles stay when it goes. What was wrong with the times of the link is not any more.
    const vehicles = hadRun && this.link.vehicles.length === 0 ? [...this.vehicles] : this.link.vehicles
    this.link = { ...this.link, vehicles, run: undefined, problems: this.link.problems.filter(({ kind }) => kind !== 'time' && kind !== 'order') }
    this.#awaitsRun = false
    this.#setWhole(span)
    this.#changed()
    if (hadRun) void this.#refreshGround()
  }

  /** The last so many minutes up to now. */
  setLast(minutes: number): void {
    this.setSpan(this.#lastNanos(BigInt(minutes) * 60n * NANOS_PER_SECOND))
  }

  /** The five minutes before the newest sample, and that. */
  showNewest(): void {
    const newest = this.newest
    if (newest) this.setSpan({ from: newest.time - DEFAULT_SPAN_NANOS, to: newest.time + VIEW_NANOS })
  }

  setRun(name: string): Promise<void> {
    return this.open({ ...this.link, run: name, span: undefined, zoom: undefined })
  }

  set(change: Partial<Pick<HistoryLink, 'plots' | 'track'>>): void {
    this.link = { ...this.link, ...change }
    this.#changed()
  }

  /** Shows a view, as far as the bounds let it; a span that was chosen follows it. False: that is what is shown already. */
  show(wanted: View): boolean {
    const bounds = viewOf(this.bounds)
    const next = clamped(wanted, bounds)
    const whole = following(this.whole, next)
    const view = within(whole, next)
    this.stop = edgeOf(wanted, bounds)
    if (sameView(view, this.view)) return false
    if (whole.from < this.whole.from) this.#askOldest()
    ;[this.whole, this.view] = [whole, view]
    this.#changed()
    return true
  }

  /** How many pixels wide the plots are. */
  resize(pixels: number): void {
    if (pixels === this.#pixels) return
    this.#pixels = pixels
    this.#changed()
  }

  /** Where the shown vehicles were in what is seen, of those that tell it, with the values of a signal there. */
  tracks(signal: string, abort: AbortSignal): Promise<Track[]> {
    const tells = (vehicle: string, role: PositionRole) => positionSignals.first(role, (name) => this.signalOf(vehicle, name)) !== undefined
    const placed = this.vehicles.filter((vehicle) => tells(vehicle, 'latitude') && tells(vehicle, 'longitude'))
    const valued = placed.filter((vehicle) => hasNumbers(this.signalOf(vehicle, signal)))
    return valued.length === 0 ? Promise.resolve([]) : this.#source.tracks(valued, signal, this.shownSpan, abort)
  }

  /** Ends what is under way. */
  close(): void {
    this.#closed = true
    this.#later.cancel()
    for (const asked of [this.ground, this.pictures, this.#oldest]) asked.cancel()
  }

  get #seesWhole(): boolean {
    return sameView(this.view, viewOf(this.whole))
  }

  /** When it comes it is taken; when it does not, what is there already is shown of what changed. */
  async #refreshGround(): Promise<void> {
    await this.ground.refresh()
    if (this.ground.failure) this.#changed()
  }

  #take(ground: Ground): void {
    if (this.#awaitsRun && ground.of.run === this.link.run) {
      this.#awaitsRun = false
      this.#setWhole(ground.run ? this.#spanOf(ground.run) : (this.link.span ?? this.#lastNanos(DEFAULT_SPAN_NANOS)), this.link.zoom)
    }
    this.#changed()
  }

  #setWhole(whole: Span, zoom?: Span): void {
    this.stop = undefined
    this.whole = whole
    this.view = zoom ? clamped(viewOf(zoom), viewOf(whole)) : viewOf(whole)
  }

  #changed(): void {
    // After the end the link is another screen's.
    if (!this.ground.value || this.#closed) return
    this.#later.schedule(() => {
      const zoom = this.#awaitsRun ? this.link.zoom : this.#seesWhole ? undefined : this.shownSpan
      this.#note(writeLink({ ...this.link, span: this.whole, zoom }))
      if (this.#pixels > 0 && this.vehicles.length > 0 && this.signals.length > 0) void this.pictures.refresh()
    })
  }

  // Once, unless it fails: it costs the server a look into each day.
  #askOldest(): void {
    const { loading, loadedAt } = this.#oldest
    if (!loading && loadedAt === undefined) void this.#oldest.refresh()
  }

  #lastNanos(nanos: bigint): Span {
    const to = this.#nowNanos()
    return { from: to - nanos, to }
  }

  /** An open run lasts until now. */
  #spanOf(run: Run): Span {
    const to = run.stopTime ?? this.#nowNanos()
    return { from: run.startTime, to: to > run.startTime ? to : run.startTime + NANOS_PER_SECOND }
  }

  async #loadGround(abort: AbortSignal): Promise<Ground> {
    const { run: name, vehicles: wanted } = this.link
    const [vehicles, runs, run] = await Promise.all([
      this.#source.vehicles(abort), this.#source.runs(abort), name === undefined ? undefined : this.#source.run(name, abort),
    ])
    const chosen = (wanted.length > 0 ? wanted : (run?.vehicles ?? [])).filter((one) => vehicles.some((vehicle) => vehicle.name === one))
    const signals = await Promise.all(chosen.map(async (vehicle) => [vehicle, await this.#signalsOf(vehicle)] as const))
    return { vehicles, runs, run, of: { run: name, vehicles: wanted }, chosen, signals: new Map(signals) }
  }

  async #signalsOf(vehicle: string): Promise<Signal[]> {
    const known = this.#signals.get(vehicle)
    if (known) return known
    const signals = await this.#source.signals(vehicle)
    // A vehicle that said nothing yet may say something soon.
    if (signals.length > 0) this.#signals.set(vehicle, signals)
    return signals
  }

  async #loadPictures(abort: AbortSignal): Promise<Answer> {
    const request = requestOf(this.view, this.#pixels, this.bounds)
    const [vehicles, signals] = [this.vehicles, this.signals]
    return { pictures: await this.#source.pictures(vehicles, signals, request, abort), span: request.span, vehicles, signals }
  }
}

function hasNumbers(signal: Signal | undefined): boolean {
  return signal !== undefined && signal.type !== SignalType.TEXT
}

function hasSamples({ data }: Picture, span: Span): boolean {
  const [from, to] = data.kind === 'samples' ? [data.times, data.times] : [data.from, data.to]
  return from.some((start, index) => reaches(span, start, to[index] ?? start))
}
