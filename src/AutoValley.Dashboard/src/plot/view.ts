/** The span of time that plots show, in seconds since the Unix epoch. */
export interface View {
  readonly from: number
  readonly to: number
}

/** Shortest and longest span that is shown, in seconds: a millisecond is the finest tick there is. */
export const SHORTEST_SECONDS = 0.01
const LONGEST_SECONDS = 366 * 86_400

export function widthOf(view: View): number {
  return view.to - view.from
}

/** The time at a share of the view: 0 is its begin, 1 its end. */
export function timeAt(view: View, share: number): number {
  return view.from + widthOf(view) * share
}

/** A view as long as can be shown, inside of bounds where there are some. */
export function clamped(view: View, bounds?: View): View {
  if (bounds && widthOf(view) >= widthOf(bounds)) return bounds
  const width = Math.min(Math.max(widthOf(view), SHORTEST_SECONDS), LONGEST_SECONDS)
  const middle = (view.from + view.to) / 2
  let from = width === widthOf(view) ? view.from : middle - width / 2
  if (bounds) from = Math.min(Math.max(from, bounds.from), Math.max(bounds.from, bounds.to - width))
  return { from, to: from + width }
}

/** Shows `factor` times as much, so that the time at a share stays where it is. */
export function zoomed(view: View, factor: number, share: number): View {
  const width = Math.max(widthOf(view) * factor, SHORTEST_SECONDS)
  const from = timeAt(view, share) - width * share
  return clamped({ from, to: from + width })
}

/** Shows what is a share of the view later. */
export function panned(view: View, share: number): View {
  const by = widthOf(view) * share
  return clamped({ from: view.from + by, to: view.to + by })
}

/** From one share of the view to another, in either order. */
export function selected(view: View, one: number, other: number): View {
  return clamped({ from: timeAt(view, Math.min(one, other)), to: timeAt(view, Math.max(one, other)) })
}

/** The parts of a view, as shares of it, that lie outside of what is known. */
export function unknownShares(view: View, known: View): [number, number][] {
  const share = (time: number) => Math.min(1, Math.max(0, (time - view.from) / widthOf(view)))
  const parts: [number, number][] = [[0, share(known.from)], [share(known.to), 1]]
  return parts.filter(([from, to]) => to > from)
}

export function sameView(one: View, other: View): boolean {
  return one.from === other.from && one.to === other.to
}
