import { settings } from '../app/settings.svelte.ts'

/** A text, or one that is made of values. */
type Text = string | ((...values: never[]) => string)

/** The same texts in each language; that none is missing or left over is checked by types. */
export interface Texts<T extends Record<string, Text>> {
  readonly en: T
  readonly zh: { readonly [K in keyof T]: T[K] extends string ? string : T[K] }
}

/** Texts of one room: `const t = texts({ en: { title: 'Site' }, zh: { title: '场地' } })`, then `t().title`; follows the chosen language. */
export function texts<T extends Record<string, Text>>(all: Texts<T>): () => T {
  return () => all[settings.language] as T
}
