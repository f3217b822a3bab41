import { backoffMillis } from './backoff.ts'
import { failureOf, isCancelled, type Failure } from './failure.ts'

/** Longest silence of a feed that is still called live; heartbeats come more often. */
export const SILENCE_MILLIS = 1_500
/** What feeds ask the server for. */
export const HEARTBEAT_MILLIS = 500

const CHECK_MILLIS = 250
// Every stream begins with something: a snapshot, or the word that it is live.
const FIRST_MILLIS = 5_000
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
  readonly #take: (part: T) => unknown
  readonly #silenceMillis: number
  // Of the loop that counts: one that was ended says nothing any more.
  #run: AbortController | undefined
  #call = new AbortController()
  // Since the call that runs was opened or said something.
  #quietSince = 0

  /**
   * @param open starts the call; it has to begin with all that is needed, such as a snapshot.
   * @param take gets each response; false when what it has is not whole yet, as after a part of a snapshot: the feed is not live by that.
   * @param silenceMillis how long a live feed may be silent; Infinity for one without heartbeats, which something else has to supervise.
   */
  constructor(open: (signal: AbortSignal) => AsyncIterable<T>, take: (part: T) => unknown, silenceMillis = SILENCE_MILLIS) {
    this.#open = open
    this.#take = take
    this.#silenceMillis = silenceMillis
  }

  /** Runs until the function that it gives is called. */
  start(): () => void {
    this.#begin()
    const checks = setInterval(() => {
      this.#check()
    }, CHECK_MILLIS)
    const seen = this.#onlyWhileSeen()
    return () => {
      seen()
      clearInterval(checks)
      this.#end()
    }
  }

  /** Ends the call that runs and opens another at once, such as with other parameters. */
  restart(): void {
    if (this.#run) this.#begin()
  }

  #begin(): void {
    this.#end()
    const run = (this.#run = new AbortController())
    void this.#loop(run.signal)
  }

  #end(): void {
    this.state = 'connecting'
    this.#run?.abort()
    this.#run = undefined
    this.#call.abort()
  }

  async #loop(run: AbortSignal): Promise<void> {
    for (let failures = 0; !run.aborted; failures++) {
      const call = (this.#call = new AbortController())
      this.#quietSince = Date.now()
      let failure: Failure | undefined
      try {
        for await (const part of this.#open(call.signal)) {
          if (call.signal.aborted) break
          failures = 0
          this.#quietSince = this.heardAt = Date.now()
          this.failure = undefined
          const whole = this.#take(part) !== false
          // What was taken may have been a reason to begin anew.
          if (call.signal.aborted) break
          if (whole) this.state = 'live'
        }
      } catch (error) {
        if (!isCancelled(error)) failure = failureOf(error)
      }
      if (run.aborted) return
      this.failure = failure
      this.state = failure?.kind === 'denied' ? 'denied' : 'lost'
      await sleep(backoffMillis(failures), run)
    }
  }

  #check(): void {
    const limit = this.state === 'live' ? this.#silenceMillis : FIRST_MILLIS
    if (Date.now() - this.#quietSince <= limit) return
    if (this.state === 'live') this.state = 'lost'
    this.#call.abort()
  }

  #onlyWhileSeen(): () => void {
    let hiding: ReturnType<typeof setTimeout> | undefined
    const change = () => {
      clearTimeout(hiding)
      if (document.hidden) hiding = setTimeout(() => { this.#end() }, HIDDEN_MILLIS)
      else if (!this.#run) this.#begin()
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
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, millis)
    signal.addEventListener('abort', done)
  })
}
