import uPlot from 'uplot'
import { shownZone } from '../format/time.ts'
import { paintTraces } from './paint.ts'
import type { Palette } from './palette.ts'
import { tickLabels, valueLabel } from './ticks.ts'
import type { Trace } from './trace.ts'
import type { View } from './view.ts'

/** What a canvas shows; read whenever it draws. */
interface Shown {
  readonly traces: readonly Trace[]
  readonly view: View
  readonly range: readonly [number, number]
  readonly palette: Palette
  readonly isYesNo: boolean
}

const FONT = '12px system-ui, "Noto Sans", sans-serif'
/** Of the axis of values; the same in each plot, so that plots under each other show the same time at the same place. */
export const LEFT_PIXELS = 62
const RIGHT_PIXELS = 8
const DIGIT_PIXELS = 7
/** Values as uPlot wants them; what is drawn are the traces. */
const NO_DATA: uPlot.AlignedData = [[0, 1], [null, null]]

/** Axes, grid and scales by uPlot, the traces by `paintTraces`. */
export class PlotCanvas {
  readonly #plot: uPlot

  constructor(element: HTMLElement, width: number, height: number, shown: () => Shown) {
    const colour = () => shown().palette.text
    // Yes and no have nothing between them.
    const splits: uPlot.Axis.Splits = (_, __, low, high, increment) =>
      shown().isYesNo ? [0, 1] : multiples(low, high, increment)
    const grid = { stroke: () => shown().palette.grid, width: 1 }
    const options: uPlot.Options = {
      width, height,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, RIGHT_PIXELS, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), shownZone()),
      scales: { x: { time: true, auto: false }, y: { auto: false } },
      series: [{}, { scale: 'y', show: false }],
      axes: [
        { stroke: colour, font: FONT, grid, ticks: grid, space: spaceOf, values: (plot, splits, __, ___, increment) => whole(plot, splits, tickLabels(splits, increment)) },
        { scale: 'y', stroke: colour, font: FONT, grid, ticks: grid, size: LEFT_PIXELS, splits, values: (_, splits) => splits.map(valueLabel) },
      ],
      hooks: { draw: [(plot) => { paint(plot, shown()) }] },
    }
    this.#plot = new uPlot(options, NO_DATA, element)
  }

  /** Draws anew: what is shown has changed. */
  draw({ view, range }: Shown): void {
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: view.from, max: view.to })
      this.#plot.setScale('y', { min: range[0], max: range[1] })
      this.#plot.redraw(false, true)
    })
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  destroy(): void {
    this.#plot.destroy()
  }
}

/** How far ticks are apart at least, in CSS pixels: hours and minutes are shorter than what has seconds. */
function spaceOf(plot: uPlot, _: number, low: number, high: number): number {
  const secondsAPixel = (high - low) / innerWidth(plot.width)
  return secondsAPixel * 60 > 60 ? 44 : secondsAPixel * 90 > 1 ? 84 : 104
}

/** Without those that the right edge would cut. */
function whole(plot: uPlot, seconds: readonly number[], labels: readonly string[]): string[] {
  const end = plot.width - LEFT_PIXELS
  const half = (label: string) => (Math.max(...label.split('\n').map((line) => line.length)) * DIGIT_PIXELS) / 2
  return labels.map((label, index) => (plot.valToPos(seconds[index] ?? 0, 'x') + half(label) > end ? '' : label))
}

/** The ticks: whole multiples of the increment from low to high. */
function multiples(low: number, high: number, increment: number): number[] {
  const first = Math.ceil(low / increment)
  return Array.from({ length: Math.max(0, Math.floor(high / increment) - first + 1) }, (_, index) => Number(((first + index) * increment).toPrecision(12)))
}

function paint(plot: uPlot, { traces, view, range, palette }: Shown): void {
  const { left, top, width, height } = plot.bbox
  paintTraces(plot.ctx, traces, { left, top, width, height, view, low: range[0], high: range[1], ratio: uPlot.pxRatio }, palette)
}

/** Width of the area within the axes, in CSS pixels. */
export function innerWidth(width: number): number {
  return Math.max(0, width - LEFT_PIXELS - RIGHT_PIXELS)
}
