import { failureOf, isCancelled, type Failure } from './failure.ts'

const RETRY_MILLIS = 2_000
const TIMEOUT_MILLIS = 30_000

/**
 * Something that is asked for, maybe again and again. What came last stays while another answer is on its way, and when it fails; then it is old, and says so.
 */
export class Resource<T> {
  value: T | undefined = $state.raw()
  loading: boolean = $state(false)
  failure: Failure | undefined = $state()
  /** When the value came, by the page's clock. */
  loadedAt: number | undefined = $state()

  readonly #load: (signal: AbortSignal) => Promise<T>
  readonly #timeoutMillis: number
  readonly #came: (value: T) => void
  #call = new AbortController()

  /**
   * @param load asks once.
   * @param timeoutMillis a server that has not answered by then is one that does not answer: a connection that hangs gives no error.
   * @param came hears of each value, when it is here; of one that was given up it does not.
   */
  constructor(load: (signal: AbortSignal) => Promise<T>, timeoutMillis = TIMEOUT_MILLIS, came: (value: T) => void = () => undefined) {
    this.#load = load
    this.#timeoutMillis = timeoutMillis
    this.#came = came
  }

  /** Asks; an answer that is under way is given up. */
  async refresh(): Promise<void> {
    this.#call.abort()
    const call = (this.#call = new AbortController())
    this.loading = true
    let late = false
    const timeout = new AbortController()
    const timer = setTimeout(() => {
      late = true
      timeout.abort()
    }, this.#timeoutMillis)
    try {
      const value = await this.#load(AbortSignal.any([call.signal, timeout.signal]))
      if (call.signal.aborted) return
      this.value = value
      this.failure = undefined
      this.loadedAt = Date.now()
      this.#came(value)
    } catch (error) {
      if (call.signal.aborted) return
      if (late) this.failure = { kind: 'unreachable', text: `no answer within ${String(this.#timeoutMillis / 1_000)} s` }
      else if (!isCancelled(error)) this.failure = failureOf(error)
    } finally {
      clearTimeout(timer)
      if (call === this.#call) this.loading = false
    }
  }

  /** Asks now and whenever so long has passed since the answer before, sooner when that failed, while the page is seen. The function that it gives ends that. */
  every(millis: number): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let ended = false
    const ask = async () => {
      if (!document.hidden) await this.refresh()
      if (!ended) timer = setTimeout(() => void ask(), this.failure ? Math.min(millis, RETRY_MILLIS) : millis)
    }
    void ask()
    return () => {
      ended = true
      clearTimeout(timer)
      this.#call.abort()
    }
  }

  /** Gives up what is under way. */
  cancel(): void {
    this.#call.abort()
    this.loading = false
  }
}

/** All entries of a list that comes in pages. */
export async function allPages<R, T>(
  ask: (token: string) => Promise<R & { nextPageToken: string }>, entries: (page: R) => T[], maximum = 100_000,
): Promise<T[]> {
  const all: T[] = []
  for (let token = ''; ; ) {
    const page = await ask(token)
    all.push(...entries(page))
    token = page.nextPageToken
    if (token === '' || all.length >= maximum) return all
  }
}
