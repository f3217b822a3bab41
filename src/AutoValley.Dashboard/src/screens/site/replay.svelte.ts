import { backoffMillis } from '../../api/backoff.ts'
import { failureOf, isCancelled, type Failure } from '../../api/failure.ts'
import type { ReplayWindow } from './replayWindow.ts'
import type { WindowSource } from './replaySource.ts'

export const SPEEDS = [1, 2, 5, 10, 30, 60] as const

const ROWS = 240
const KEPT = 8
/** A window that was fetched while it went on is fetched again so long before its end is played, on the page's clock. */
const AHEAD_MILLIS = 2_000
const FINE_MILLIS = 250
const COARSE_MILLIS = 1_000
/** Up to this speed rows are fine. */
const FINE_SPEED = 5

interface Fetched {
  readonly window: ReplayWindow
  /** The record was asked for when it reached until here. */
  readonly until: number
}

/** Plays the past: a time that goes on by itself, over windows that are fetched ahead. Times are Unix milliseconds by the server's clock. */
export class Replay {
  time: number = $state(0)
  /** What lists show: it follows the time a few times a second. */
  shownTime: number = $state(0)
  speed: number = $state(1)
  playing: boolean = $state(false)
  /** It would go on, and waits for the record. */
  waiting: boolean = $state(false)
  /** Why the record could not be had; it is asked for again by itself. */
  failure: Failure | undefined = $state()
  /** How often another time was chosen. */
  seeks: number = $state(0)
  /** Called when there is another picture to show. */
  onpicture: () => void = () => undefined

  readonly #source: WindowSource
  readonly #end: () => number
  readonly #windows = new Map<number, Fetched>()
  readonly #loading = new Map<number, AbortController>()
  #step = FINE_MILLIS
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  // Windows come and go.
  #fetched = $state(0)

  /** @param end how far the past reaches, now. */
  constructor(source: WindowSource, end: () => number, time: number, speed: number) {
    this.#source = source
    this.#end = end
    this.time = this.shownTime = Math.min(time, end())
    this.speed = SPEEDS.find((one) => one === speed) ?? 1
    this.#step = stepOf(this.speed)
    this.#want()
  }

  /** The window of what lists show; undefined while it is fetched. */
  get shown(): ReplayWindow | undefined {
    void this.#fetched
    return this.windowAt(this.shownTime)
  }

  windowAt(time: number): ReplayWindow | undefined {
    return this.#windows.get(this.#startOf(time))?.window
  }

  seek(time: number): void {
    this.time = Math.min(time, this.#end())
    this.seeks++
    this.retry()
    this.onpicture()
  }

  /** Asks for what failed, at once. */
  retry(): void {
    this.#settle()
    this.#want()
  }

  setSpeed(speed: number): void {
    this.speed = speed
    if (stepOf(speed) !== this.#step) {
      this.#step = stepOf(speed)
      this.#drop()
      this.onpicture()
    }
    this.#want()
  }

  /**
   * Goes on, as far as the record was fetched.
   * @param millis that passed on the page.
   */
  advance(millis: number): void {
    if (!this.playing) return
    const end = this.#end()
    const next = Math.min(this.time + millis * this.speed, end)
    this.waiting = !this.#reaches(next)
    if (!this.waiting) {
      this.time = next
      if (next >= end) this.playing = false
      this.onpicture()
    }
    this.#want()
  }

  end(): void {
    this.playing = false
    this.#settle()
    this.#drop()
  }

  #startOf(time: number): number {
    const length = ROWS * this.#step
    return Math.floor(time / length) * length
  }

  #reaches(time: number): boolean {
    const fetched = this.#windows.get(this.#startOf(time))
    return fetched !== undefined && time <= fetched.until
  }

  // This window, and the next one; what is fetched beside them is given up.
  #want(): void {
    const start = this.#startOf(this.time)
    const wanted = [start, start + ROWS * this.#step]
    for (const [at, call] of this.#loading) {
      if (wanted.includes(at)) continue
      call.abort()
      this.#loading.delete(at)
    }
    for (const one of wanted) this.#fetch(one)
  }

  #fetch(start: number): void {
    const end = this.#end()
    const fetched = this.#windows.get(start)
    const enough = fetched && (fetched.until >= start + ROWS * this.#step || this.time + AHEAD_MILLIS * this.speed < fetched.until || end <= fetched.until)
    if (this.#retry !== undefined || enough || start >= end || this.#loading.has(start)) return
    const call = new AbortController()
    this.#loading.set(start, call)
    this.#source.load(start, this.#step, ROWS, call.signal).then(
      (window) => {
        if (call.signal.aborted) return
        this.#settle()
        this.#loading.delete(start)
        this.#windows.delete(start)
        this.#fetched++
        this.#windows.set(start, { window, until: Math.min(end, start + ROWS * this.#step) })
        for (const old of [...this.#windows.keys()].slice(0, -KEPT)) this.#windows.delete(old)
        this.onpicture()
      },
      (error: unknown) => {
        if (call.signal.aborted || isCancelled(error)) return
        this.#loading.delete(start)
        this.failure = failureOf(error)
        clearTimeout(this.#retry)
        this.#retry = setTimeout(() => {
          this.#retry = undefined
          this.#want()
        }, backoffMillis(this.#failures++))
        this.onpicture()
      },
    )
  }

  #settle(): void {
    clearTimeout(this.#retry)
    ;[this.#retry, this.#failures, this.failure] = [undefined, 0, undefined]
  }

  #drop(): void {
    for (const call of this.#loading.values()) call.abort()
    this.#loading.clear()
    this.#windows.clear()
    this.#fetched++
  }
}

function stepOf(speed: number): number {
  return speed <= FINE_SPEED ? FINE_MILLIS : COARSE_MILLIS
}
