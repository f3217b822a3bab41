import { create } from '@bufbuild/protobuf'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Picture } from '../../../src/api/columns.ts'
import { RunSchema } from '../../../src/gen/autovalley/v1/run_pb.ts'
import { SignalType } from '../../../src/gen/autovalley/v1/telemetry_pb.ts'
import { HistoryState } from '../../../src/screens/history/history.svelte.ts'
import { readLink } from '../../../src/screens/history/link.ts'
import type { HistorySource } from '../../../src/screens/history/source.ts'
import { viewOf } from '../../../src/screens/history/span.ts'
import { samples } from '../../plot/pictures.ts'
import { signal, vehicle } from './builders.ts'

const SECOND = 1_000_000_000n
const NOW = 1_795_793_445n * SECOND
const RUN = create(RunSchema, { name: 'r1', vehicles: ['a/b'], startTime: NOW - 100n * SECOND, stopTime: NOW - 50n * SECOND })
const OPEN_RUN = create(RunSchema, { name: 'r2', vehicles: ['a/b'], startTime: NOW - 10n * SECOND })
const LINK = 'vehicles=a%2Fb&signals=Speed&from=2026-11-27T15:00:00Z&to=2026-11-27T15:10:00Z'

describe('HistoryState', () => {
  const pictures = vi.fn<HistorySource['pictures']>()
  const signals = vi.fn<HistorySource['signals']>()
  const run = vi.fn<HistorySource['run']>()
  const oldest = vi.fn<HistorySource['oldest']>()
  const source: HistorySource = {
    vehicles: () => Promise.resolve([vehicle('a/b', NOW - SECOND), vehicle('c/d', NOW)]),
    signals,
    run,
    runs: () => Promise.resolve([RUN]),
    oldest,
    tracks: () => Promise.resolve([]),
    pictures,
  }
  let noted: Record<string, string | undefined> = {}

  beforeEach(() => {
    vi.useFakeTimers()
    vi.resetAllMocks()
    pictures.mockResolvedValue([{ ...samples([[1, 1]]), signal: 'Speed' }])
    signals.mockImplementation((name) => Promise.resolve(name === 'a/b' ? [signal('Speed', 'km/h'), signal('Mode', '', SignalType.TEXT)] : [signal('Brake')]))
    run.mockImplementation((name) => Promise.resolve([RUN, OPEN_RUN].find((one) => one.name === name)))
    oldest.mockResolvedValue(undefined)
    noted = {}
  })

  /** Answers to what is asked for a run come late. */
  function held(): { come: () => Promise<unknown> } {
    let come: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (come = resolve))
    run.mockImplementation(() => gate.then(() => RUN))
    return { come: () => (come(), vi.advanceTimersByTimeAsync(200)) }
  }

  async function open(text: string): Promise<HistoryState> {
    const state = new HistoryState(source, (parameters) => (noted = parameters), () => NOW)
    state.resize(1_000)
    await state.open(readLink(new URLSearchParams(text)))
    await vi.advanceTimersByTimeAsync(60)
    return state
  }

  it('open_Link_FetchesItsSpanAndKeepsTheLink', async () => {
    const state = await open(LINK)
    expect(pictures).toHaveBeenCalledTimes(1)
    expect(pictures.mock.calls[0]?.slice(0, 3)).toEqual([['a/b'], ['Speed'], { span: { from: state.whole.from - 150n * SECOND, to: state.whole.to + 150n * SECOND }, maximum: 3_000 }])
    expect(noted).toMatchObject({ vehicles: 'a/b', signals: 'Speed', from: '2026-11-27T15:00:00Z', to: '2026-11-27T15:10:00Z', zoom: undefined })
    expect(state.problems).toEqual([])
  })

  it('open_NoSpan_IsTheLastFiveMinutesAndSaysSoInTheLink', async () => {
    const state = await open('vehicles=a%2Fb')
    expect(state.whole).toEqual({ from: NOW - 300n * SECOND, to: NOW })
    expect(noted['to']).toBe('2026-11-27T15:30:45Z')
    expect(pictures).not.toHaveBeenCalled()
  })

  it('open_Run_HasItsSpanAndItsVehicles', async () => {
    const state = await open('run=r1&signals=Speed')
    expect(state.whole).toEqual({ from: RUN.startTime, to: RUN.stopTime })
    expect(state.vehicles).toEqual(['a/b'])
    expect(noted).toMatchObject({ run: 'r1', from: undefined })
    expect(pictures).toHaveBeenCalledTimes(1)
  })

  it('open_UnknownRunOrVehicle_SaysSoAndShowsTheRest', async () => {
    const state = await open('run=r9&vehicles=a%2Fb%2Cx%2Fy&signals=Speed')
    expect(state.problems).toEqual([{ kind: 'run', text: 'r9' }, { kind: 'vehicle', text: 'x/y' }])
    expect(pictures.mock.calls[0]?.[0]).toEqual(['a/b'])
  })

  it('open_UnknownOrTextSignal_SaysSoAndShowsTheRest', async () => {
    const state = await open('vehicles=a%2Fb&signals=Speed%2CNothing%2CMode')
    expect(state.problems).toEqual([{ kind: 'signal', text: 'Nothing' }, { kind: 'text', text: 'Mode' }])
    expect(pictures.mock.calls[0]?.[1]).toEqual(['Speed'])
  })

  it('show_ManyViews_FetchesTheFirstAndTheLastAndNotesItsZoom', async () => {
    const state = await open(LINK)
    const whole = viewOf(state.whole)
    for (let step = 1; step <= 5; step++) state.show({ from: whole.from + step, to: whole.to - step })
    await vi.advanceTimersByTimeAsync(60)
    expect(pictures).toHaveBeenCalledTimes(3)
    expect(noted['zoom']).toBe('2026-11-27T15:00:05Z~2026-11-27T15:09:55Z')
    state.show(whole)
    await vi.advanceTimersByTimeAsync(60)
    expect(noted['zoom']).toBeUndefined()
  })

  it('show_WhileAnAnswerIsUnderWay_CancelsItAndKeepsTheOldPicture', async () => {
    const state = await open(LINK)
    const before = state.pictures.value
    const aborts: AbortSignal[] = []
    let answer: (all: Picture[]) => void = () => undefined
    pictures.mockImplementation((_, __, ___, abort) => {
      aborts.push(abort)
      return new Promise((resolve) => (answer = resolve))
    })
    const whole = viewOf(state.whole)
    state.show({ from: whole.from, to: whole.from + 100 })
    await vi.advanceTimersByTimeAsync(60)
    expect([state.pictures.loading, state.pictures.value]).toEqual([true, before])
    state.show({ from: whole.from, to: whole.from + 50 })
    await vi.advanceTimersByTimeAsync(60)
    expect(aborts.map((abort) => abort.aborted)).toEqual([true, false])
    answer([])
    await vi.advanceTimersByTimeAsync(0)
    expect([state.pictures.value?.pictures, state.pictures.loading]).toEqual([[], false])
  })

  it('show_BeyondTheSpan_TakesItAlongAndNotesIt', async () => {
    const state = await open(LINK)
    const whole = viewOf(state.whole)
    expect(state.show({ from: whole.from - 100, to: whole.to - 100 })).toBe(true)
    await vi.advanceTimersByTimeAsync(60)
    expect(noted).toMatchObject({ from: '2026-11-27T14:58:20Z', to: '2026-11-27T15:08:20Z', zoom: undefined })
    expect(pictures.mock.lastCall?.[2].span.from).toBe(state.whole.from - 150n * SECOND)
    state.show({ from: whole.from - 400, to: whole.to + 100 })
    await vi.advanceTimersByTimeAsync(60)
    expect(noted).toMatchObject({ from: '2026-11-27T14:53:20Z', to: '2026-11-27T15:11:40Z', zoom: undefined })
    expect(state.stop).toBeUndefined()
  })

  it('show_APartBeyondTheSpan_TakesTheSpanAlong', async () => {
    const state = await open(LINK)
    const whole = viewOf(state.whole)
    state.show({ from: whole.from + 60, to: whole.from + 120 })
    state.show({ from: whole.from - 30, to: whole.from + 30 })
    await vi.advanceTimersByTimeAsync(60)
    expect(noted).toMatchObject({ from: '2026-11-27T14:59:30Z', to: '2026-11-27T15:09:30Z', zoom: '2026-11-27T14:59:30Z~2026-11-27T15:00:30Z' })
  })

  it('show_BeyondNow_StopsThereAndSaysSo', async () => {
    const state = await open('vehicles=a%2Fb&signals=Speed')
    const whole = viewOf(state.whole)
    expect(state.show({ from: whole.from + 100, to: whole.to + 100 })).toBe(false)
    expect([state.view, state.stop]).toEqual([whole, 'end'])
    expect(state.show({ from: whole.from - 100, to: whole.to + 100 })).toBe(true)
    expect([state.whole.to, state.view.from]).toEqual([NOW, whole.from - 200])
    state.show(whole)
    expect(state.stop).toBeUndefined()
  })

  it('show_BeyondTheOldestDay_StopsThereOnceItIsKnown', async () => {
    const state = await open(LINK)
    const whole = viewOf(state.whole)
    oldest.mockResolvedValue(state.whole.from - 1_000n * SECOND)
    for (let step = 1; step <= 3; step++) {
      state.show({ from: whole.from - step, to: whole.to - step })
      await vi.advanceTimersByTimeAsync(60)
    }
    expect(oldest).toHaveBeenCalledTimes(1)
    state.show({ from: whole.from - 5_000, to: whole.to - 5_000 })
    expect([state.view, state.stop]).toEqual([{ from: whole.from - 1_000, to: whole.to - 1_000 }, 'begin'])
  })

  it('show_BeyondARun_StaysWithinItAndSaysSo', async () => {
    const state = await open('run=r1&signals=Speed')
    const whole = viewOf(state.whole)
    expect(state.show({ from: whole.from - 1_000, to: whole.to + 1_000 })).toBe(false)
    expect([state.view, state.stop]).toEqual([whole, 'both'])
    state.show({ from: whole.from + 10, to: whole.from + 20 })
    expect(state.show({ from: whole.from - 5, to: whole.from + 5 })).toBe(true)
    expect([state.view, state.stop]).toEqual([{ from: whole.from, to: whole.from + 10 }, 'begin'])
    expect(oldest).not.toHaveBeenCalled()
  })

  it('isEmpty_NothingInTheWholeSpan_IsTrueAndTellsTheNewest', async () => {
    // What was asked for beside it holds some.
    const begin = Date.parse('2026-11-27T15:00:00Z') / 1_000
    pictures.mockResolvedValue([samples([[begin - 1, 1]])])
    const state = await open(LINK)
    expect(state.isEmpty).toBe(true)
    pictures.mockResolvedValue([samples([[begin, 1]])])
    await state.pictures.refresh()
    expect(state.isEmpty).toBe(false)
    pictures.mockResolvedValue([])
    await state.pictures.refresh()
    expect(state.isEmpty).toBe(true)
    expect(state.newest).toEqual({ vehicle: 'a/b', time: NOW - SECOND })
  })

  it('setVehicles_Another_AsksForItsSignalsOnce', async () => {
    const state = await open(LINK)
    await state.setVehicles(['a/b', 'c/d'])
    await state.setVehicles(['c/d'])
    expect(signals).toHaveBeenCalledTimes(2)
    expect(state.signals).toEqual([])
    expect(state.problems).toEqual([{ kind: 'signal', text: 'Speed' }])
  })

  it('wasAsked_SignalThatIsUnderWay_IsNotKnownToBeWithoutSamples', async () => {
    const state = await open(LINK)
    expect([state.wasAsked('a/b', 'Speed'), state.wasAsked('c/d', 'Brake')]).toEqual([true, false])
    pictures.mockReturnValue(new Promise(() => undefined))
    await state.setVehicles(['a/b', 'c/d'])
    await vi.advanceTimersByTimeAsync(60)
    expect([state.wasAsked('a/b', 'Speed'), state.wasAsked('c/d', 'Speed')]).toEqual([true, false])
  })

  it('setSpan_AfterARunAndWrongTimes_TakesBothAway', async () => {
    const state = await open('run=r9&from=x&to=y&vehicles=a%2Fb')
    expect(state.problems.length).toBeGreaterThan(0)
    state.setSpan({ from: NOW - SECOND, to: NOW })
    await vi.advanceTimersByTimeAsync(60)
    expect(state.problems).toEqual([])
    expect(noted).toMatchObject({ run: undefined, from: '2026-11-27T15:30:44Z' })
  })

  it('setSpan_AfterARun_KeepsItsVehiclesInTheLink', async () => {
    const state = await open('run=r1&signals=Speed')
    state.setSpan({ from: NOW - SECOND, to: NOW })
    await vi.advanceTimersByTimeAsync(100)
    expect(noted).toMatchObject({ vehicles: 'a/b', signals: 'Speed', run: undefined })
    expect([state.vehicles, state.openRun]).toEqual([['a/b'], undefined])
  })

  it('setSpan_WhileARunIsAskedFor_HoldsAgainstItsAnswer', async () => {
    const state = await open(LINK)
    const answers = held()
    void state.setRun('r1')
    state.setSpan({ from: NOW - SECOND, to: NOW })
    await answers.come()
    expect(state.whole).toEqual({ from: NOW - SECOND, to: NOW })
    expect(noted).toMatchObject({ run: undefined, from: '2026-11-27T15:30:44Z' })
  })

  it('open_AnotherWhileARunIsAskedFor_IsTheOneThatIsShown', async () => {
    const state = await open(LINK)
    const answers = held()
    void state.setRun('r1')
    void state.open(readLink(new URLSearchParams('vehicles=c%2Fd&from=2026-11-27T10:00:00Z&to=2026-11-27T11:00:00Z')))
    await answers.come()
    expect(noted).toMatchObject({ vehicles: 'c/d', run: undefined, from: '2026-11-27T10:00:00Z', zoom: undefined })
  })

  it('setRun_UnderWayOrFailed_IsNoOtherRunAndComesWithTheNextAnswer', async () => {
    const state = await open('run=r2&signals=Speed&vehicles=a%2Fb')
    expect(state.openRun?.name).toBe('r2')
    const before = state.whole
    run.mockRejectedValueOnce(new Error('down'))
    await state.setRun('r1')
    expect(state.ground.failure).toBeDefined()
    expect([state.problems, state.whole, state.openRun]).toEqual([[], before, undefined])
    await state.ground.refresh()
    expect(state.whole).toEqual({ from: RUN.startTime, to: RUN.stopTime })
  })

  it('open_Again_AsksForSignalsThatAreNewerAndNeverKeepsNone', async () => {
    signals.mockResolvedValueOnce([])
    const state = await open(LINK)
    expect(state.problems).toEqual([{ kind: 'signal', text: 'Speed' }])
    await state.setVehicles(['a/b'])
    expect(state.problems).toEqual([])
    await state.open(readLink(new URLSearchParams(LINK)))
    expect(signals).toHaveBeenCalledTimes(3)
  })

  it('shownSpan_Whole_IsItToTheNanosecond', async () => {
    const state = await open(`vehicles=a%2Fb&from=${String(NOW - SECOND + 1n)}&to=${String(NOW + 999n)}`)
    expect(state.shownSpan).toEqual({ from: NOW - SECOND + 1n, to: NOW + 999n })
  })

  it('close_WhileVehiclesAreAskedFor_LeavesTheLinkAlone', async () => {
    const state = await open(LINK)
    const asked = state.setVehicles(['c/d'])
    noted = {}
    state.close()
    await asked
    await vi.advanceTimersByTimeAsync(500)
    expect(noted).toEqual({})
  })

  it('close_UnderWay_AsksNothingMore', async () => {
    const state = await open(LINK)
    state.setSignals(['Speed'])
    state.setSignals(['Speed'])
    state.close()
    await vi.advanceTimersByTimeAsync(500)
    expect(pictures.mock.calls.map(([, , , abort]) => abort.aborted)).toEqual([true, true])
  })
})
