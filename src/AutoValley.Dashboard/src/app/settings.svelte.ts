/** What a person chose for the page; kept by the browser. */
export interface Choices {
  theme: 'system' | 'light' | 'dark'
  language: 'en' | 'zh'
  /** Of speeds. */
  speed: 'km/h' | 'm/s'
  /** Times are shown in the site's zone or in UTC. */
  clock: 'site' | 'utc'
  /** Who acts: written to the audit with everything that is done on the page. */
  person: string
  /** Whose view; empty for the site manager's, which has everybody. */
  organisation: string
}

const KEY = 'autovalley.settings'

const DEFAULTS: Choices = {
  theme: 'system',
  language: globalThis.navigator?.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
  speed: 'km/h',
  clock: 'site',
  person: '',
  organisation: '',
}

const ALLOWED: { [K in keyof Choices]?: readonly Choices[K][] } = {
  theme: ['system', 'light', 'dark'],
  language: ['en', 'zh'],
  speed: ['km/h', 'm/s'],
  clock: ['site', 'utc'],
}

/** What was kept, as far as it can be used. */
export function readChoices(text: string | null): Choices {
  const choices = { ...DEFAULTS }
  let kept: unknown
  try {
    kept = JSON.parse(text ?? '{}')
  } catch {
    return choices
  }
  if (typeof kept !== 'object' || kept === null) return choices
  for (const key of Object.keys(DEFAULTS) as (keyof Choices)[]) {
    const value = (kept as Record<string, unknown>)[key]
    const allowed = ALLOWED[key] as readonly unknown[] | undefined
    if (typeof value === 'string' && (allowed?.includes(value) ?? true)) Object.assign(choices, { [key]: value })
  }
  return choices
}

/** Read it anywhere; change it by `choose`. */
export const settings: Choices = $state(readChoices(localStorage.getItem(KEY)))

export function choose(change: Partial<Choices>): void {
  Object.assign(settings, change)
  try {
    localStorage.setItem(KEY, JSON.stringify(settings))
  } catch {
    // A browser that keeps nothing (full, or private) forgets the choice with the page.
  }
}
