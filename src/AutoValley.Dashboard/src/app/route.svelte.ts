/** Which screen, and what it shows: all that a link needs to reopen a view. `#/history?vehicle=a/b&from=…`. */
export interface Route {
  readonly screen: string
  readonly parameters: URLSearchParams
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  return { screen: path.split('/')[0] ?? '', parameters: new URLSearchParams(search) }
}

export function hrefOf(screen: string, parameters: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, value)
  }
  const text = search.toString()
  return text === '' ? `#/${screen}` : `#/${screen}?${text}`
}

class Router {
  current: Route = $state.raw(parseRoute(location.hash))

  constructor() {
    addEventListener('hashchange', () => {
      this.current = parseRoute(location.hash)
    })
  }

  /** Goes to a view; the browser's back button comes back. */
  go(screen: string, parameters: Record<string, string | undefined> = {}): void {
    location.hash = hrefOf(screen, parameters)
  }

  /** Changes what the link of this view says, without a step in the browser's history. Undefined removes a parameter. */
  note(change: Record<string, string | undefined>): void {
    const all = Object.fromEntries(this.current.parameters)
    const next = hrefOf(this.current.screen, { ...all, ...change })
    if (next === location.hash) return
    history.replaceState(history.state, '', next)
    this.current = parseRoute(next)
  }
}

export const router = new Router()
