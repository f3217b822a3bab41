import type { Component } from 'svelte'
import { texts } from '../i18n/texts.ts'

export interface Screen {
  /** In the link: #/id. */
  readonly id: 'site' | 'live' | 'history' | 'runs' | 'occupancy' | 'system'
  /** Loaded when it is first shown. */
  readonly load: () => Promise<{ default: Component }>
}

/** In the order of the navigation; the first is shown when the link names none. */
export const screens: readonly Screen[] = [
  { id: 'site', load: () => import('../screens/site/SiteScreen.svelte') },
  { id: 'live', load: () => import('../screens/live/LiveScreen.svelte') },
  { id: 'history', load: () => import('../screens/history/HistoryScreen.svelte') },
  { id: 'runs', load: () => import('../screens/runs/RunsScreen.svelte') },
  { id: 'occupancy', load: () => import('../screens/occupancy/OccupancyScreen.svelte') },
  { id: 'system', load: () => import('../screens/system/SystemScreen.svelte') },
]

export const screenNames = texts<Record<Screen['id'], string>>({
  en: { site: 'Site', live: 'Live', history: 'History', runs: 'Runs', occupancy: 'Occupancy', system: 'System' },
  zh: { site: '场地', live: '实时', history: '历史', runs: '试验', occupancy: '占用', system: '系统' },
})
