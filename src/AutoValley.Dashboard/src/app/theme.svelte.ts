import { settings } from './settings.svelte.ts'

class Theme {
  readonly #system = matchMedia('(prefers-color-scheme: dark)')
  #systemDark: boolean = $state(this.#system.matches)

  constructor() {
    this.#system.addEventListener('change', () => {
      this.#systemDark = this.#system.matches
    })
  }

  /** Whether the page is dark now: what draws by itself takes its colours by it. */
  get dark(): boolean {
    return settings.theme === 'dark' || (settings.theme === 'system' && this.#systemDark)
  }
}

export const theme = new Theme()
