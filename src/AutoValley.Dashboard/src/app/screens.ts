import type { Component } from 'svelte'
import { texts } from '../i18n/texts.ts'

export interface Screen {
  /** In the link: #/id. */
  readonly id: 'system'
  /** Loaded when it is first shown. */
  readonly load: () => Promise<{ default: Component }>
}

/** In the order of the navigation; the first is shown when the link names none. */
export const screens: readonly Screen[] = [
  { id: 'system', load: () => import('../screens/system/SystemScreen.svelte') },
]

export const screenNames = texts<Record<Screen['id'], string>>({
  en: { system: 'System' },
  zh: { system: '系统' },
})
