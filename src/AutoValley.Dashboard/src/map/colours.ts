const NAMES = [
  'map-ground', 'map-site', 'map-line', 'map-route', 'map-text', 'map-halo', 'zone-track', 'zone-lane', 'zone-junction', 'zone-pad', 'zone-workshop', 'zone-pit', 'zone-other',
  'zone-occupied', 'zone-full', 'accent', 'stale', 'bad', 'warn', 'text',
] as const

/** Colours of the style sheet that maps are drawn with, by name. */
export type MapColours = Readonly<Record<(typeof NAMES)[number], string>>

/** As they are now, by the theme that the document has. */
export function readColours(): MapColours {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || '#808080'])) as MapColours
}
