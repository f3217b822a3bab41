import { backoffMillis } from '../../api/backoff.ts'
import { failureOf, type Failure } from '../../api/failure.ts'
import { loadSiteMap, type SiteMap } from '../../map/siteMap.ts'

/** The map that is drawn: of the version that is wanted, as soon as it can be had. Until then the former one stays, and is not the right one. */
export class ShownMap {
  map: SiteMap | undefined = $state.raw()
  /** Why the wanted one could not be had; it is asked for again by itself. */
  failure: Failure | undefined = $state()

  readonly #load: (version: number, signal: AbortSignal) => Promise<SiteMap>
  #wanted: number | undefined
  #call = new AbortController()
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(load: (version: number, signal: AbortSignal) => Promise<SiteMap> = loadSiteMap) {
    this.#load = load
  }

  /** @param version 0 for none; undefined while it is not known. */
  want(version: number | undefined): void {
    if (version === undefined || version === this.#wanted) return
    this.#wanted = version
    this.retry()
  }

  /** Asks at once. */
  retry(): void {
    this.cancel()
    this.failure = undefined
    if (this.#wanted === 0) this.map = undefined
    else if (this.#wanted !== undefined && this.#wanted !== this.map?.version) void this.#ask(this.#wanted, 0)
  }

  cancel(): void {
    clearTimeout(this.#retry)
    this.#call.abort()
  }

  async #ask(version: number, failures: number): Promise<void> {
    const { signal } = (this.#call = new AbortController())
    try {
      const map = await this.#load(version, signal)
      if (signal.aborted) return
      this.map = map
      this.failure = undefined
    } catch (error) {
      if (signal.aborted) return
      this.failure = failureOf(error)
      this.#retry = setTimeout(() => void this.#ask(version, failures + 1), backoffMillis(failures))
    }
  }
}
