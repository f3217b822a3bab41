import { backoffMillis } from './backoff.ts'
import { failureOf, isCancelled, type Failure } from './failure.ts'

/** Longest silence of a feed that is still called live; heartbeats come more often. */
export const SILENCE_MILLIS = 1_500
/** What feeds ask the server for. */
export const HEARTBEAT_MILLIS = 500

const CHECK_MILLIS = 250
// A browser gives a server of HTTP/1.1 six connections for all pages together; a page that nobody sees keeps none.
const HIDDEN_MILLIS = 30_000

export type FeedState = 'connecting' | 'live' | 'lost' | 'denied'

/**
 * A stream that is opened again whenever it ends or falls silent, and says whether what it gave can still be trusted.
 * It is supervised by a clock of its own: a connection that hangs gives no error.
 */
export class Feed<T> {
  state: FeedState = $state('connecting')
  /** When something came last, by the page's clock; undefined before anything came. */
  heardAt: number | undefined = $state()
  failure: Failure | undefined = $state()

  readonly #open: (signal: AbortSignal) => AsyncIterable<T>
  readonly #take: (part: T) => void
  readonly #silenceMillis: number
  #stopped = new AbortController()
  #call = new AbortController()
  #running = false

  /**
   * @param open starts the call; it has to begin with all that is needed, such as a snapshot.
   * @param take gets each response.
   * @param silenceMillis how long a live feed may be silent; Infinity for one without heartbeats, which something else has to supervise.
   */
  constructor(open: (signal: AbortSignal) => AsyncIterable<T>, take: (part: T) => void, silenceMillis = SILENCE_MILLIS) {
    this.#open = open
    this.#take = take
    this.#silenceMillis = silenceMillis
  }

  /** Runs until the function that it gives is called. */
  start(): () => void {
    this.#stopped = new AbortController()
    void this.#run(this.#stopped.signal)
    const checks = setInterval(() => {
      this.#check()
    }, CHECK_MILLIS)
    const seen = this.#onlyWhileSeen()
    return () => {
      seen()
      clearInterval(checks)
      this.#stopped.abort()
      this.#call.abort()
    }
  }

  /** Ends the call that runs, if any, and opens another, such as with other parameters. */
  restart(): void {
    this.state = 'connecting'
    this.#call.abort()
  }

  async #run(stopped: AbortSignal): Promise<void> {
    if (this.#running) return
    this.#running = true
    let failures = 0
    while (!stopped.aborted) {
      this.#call = new AbortController()
      let renewed: boolean
      try {
        for await (const part of this.#open(this.#call.signal)) {
          if (this.#call.signal.aborted) break
          failures = 0
          this.heardAt = Date.now()
          this.failure = undefined
          this.#take(part)
          this.state = 'live'
        }
        renewed = this.#call.signal.aborted
      } catch (error) {
        renewed = isCancelled(error) && this.#call.signal.aborted
        if (!renewed) this.failure = failureOf(error)
      }
      if (stopped.aborted) break
      if (renewed && this.state === 'connecting') continue
      this.state = this.failure?.kind === 'denied' ? 'denied' : 'lost'
      await sleep(backoffMillis(failures++), stopped)
    }
    this.#running = false
  }

  #check(): void {
    if (this.state !== 'live' || Date.now() - (this.heardAt ?? 0) <= this.#silenceMillis) return
    this.state = 'lost'
    this.failure = undefined
    this.#call.abort()
  }

  #onlyWhileSeen(): () => void {
    let hiding: ReturnType<typeof setTimeout> | undefined
    const change = () => {
      clearTimeout(hiding)
      if (document.hidden) {
        hiding = setTimeout(() => {
          this.state = 'lost'
          this.#stopped.abort()
          this.#call.abort()
        }, HIDDEN_MILLIS)
      } else if (this.#stopped.signal.aborted) {
        this.#stopped = new AbortController()
        this.state = 'connecting'
        void this.#run(this.#stopped.signal)
      }
    }
    document.addEventListener('visibilitychange', change)
    return () => {
      clearTimeout(hiding)
      document.removeEventListener('visibilitychange', change)
    }
  }
}

function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
