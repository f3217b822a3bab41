import { isoOf, nanosOfIso } from '../../format/iso.ts'
import type { Span } from './span.ts'

/** What a link to History says: `vehicles=a/b,c/d&signals=Vehicle.Speed&from=…&to=…` or `&run=…`. */
export interface HistoryLink {
  readonly vehicles: readonly string[]
  readonly signals: readonly string[]
  readonly span: Span | undefined
  /** In the place of a span. */
  readonly run: string | undefined
  /** The part of the span that the plots show; all of it when undefined. */
  readonly zoom: Span | undefined
  readonly plots: Plots
  /** The signal that colours the track on the map; undefined for no map. */
  readonly track: string | undefined
  /** What it says that cannot be, each once. */
  readonly problems: readonly Problem[]
}

/** A plot for each unit, or for each signal. */
export type Plots = 'unit' | 'signal'

/** What is wrong with a link, and the part of it. */
export interface Problem {
  readonly kind: 'time' | 'order' | 'vehicle' | 'signal' | 'run' | 'text' | 'many'
  readonly text: string
}

export const MAXIMUM_VEHICLES = 10
export const MAXIMUM_SIGNALS = 20
/** The newest ones to choose from; what the server allows. */
export const MAXIMUM_RUNS = 1_000

export function readLink(parameters: URLSearchParams): HistoryLink {
  const problems: Problem[] = []
  const tell = (problem: Problem) => {
    if (!problems.some(({ kind, text }) => kind === problem.kind && text === problem.text)) problems.push(problem)
  }
  const list = (name: string, maximum: number) => {
    const all = [...new Set((parameters.get(name) ?? '').split(',').map((part) => part.trim()).filter((part) => part !== ''))]
    if (all.length > maximum) tell({ kind: 'many', text: `${name}: ${String(all.length)} > ${String(maximum)}` })
    return all.slice(0, maximum)
  }
  const time = (text: string) => {
    const nanos = nanosOfIso(text)
    if (nanos === undefined) tell({ kind: 'time', text })
    return nanos
  }
  const span = (from: string | null | undefined, to: string | null | undefined) => {
    if ((from ?? '') === '' && (to ?? '') === '') return undefined
    const [first, last] = [time(from ?? ''), time(to ?? '')]
    if (first === undefined || last === undefined) return undefined
    if (first < last) return { from: first, to: last }
    tell({ kind: 'order', text: `${from ?? ''} – ${to ?? ''}` })
    return undefined
  }
  const [zoomFrom, zoomTo] = (parameters.get('zoom') ?? '').split('~')
  return {
    vehicles: list('vehicles', MAXIMUM_VEHICLES),
    signals: list('signals', MAXIMUM_SIGNALS),
    span: span(parameters.get('from'), parameters.get('to')),
    run: parameters.get('run') ?? undefined,
    zoom: span(zoomFrom, zoomTo),
    plots: parameters.get('plots') === 'signal' ? 'signal' : 'unit',
    track: parameters.get('track') ?? undefined,
    problems,
  }
}

/** The parameters that say it; those that need not be said are undefined. */
export function writeLink(link: Omit<HistoryLink, 'problems'>): Record<string, string | undefined> {
  return {
    vehicles: link.vehicles.join(',') || undefined,
    signals: link.signals.join(',') || undefined,
    run: link.run,
    from: link.run === undefined && link.span ? isoOf(link.span.from) : undefined,
    to: link.run === undefined && link.span ? isoOf(link.span.to) : undefined,
    zoom: link.zoom ? `${isoOf(link.zoom.from)}~${isoOf(link.zoom.to)}` : undefined,
    plots: link.plots === 'signal' ? 'signal' : undefined,
    track: link.track,
  }
}
