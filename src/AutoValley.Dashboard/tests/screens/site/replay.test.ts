import { create } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { positionSignals } from '../../../src/api/positionSignals.svelte.ts'
import { PositionSignalsSchema } from '../../../src/gen/autovalley/v1/fleet_pb.ts'
import { AlignResponseSchema } from '../../../src/gen/autovalley/v1/query_pb.ts'
import { SiteVisitSchema } from '../../../src/gen/autovalley/v1/site_pb.ts'
import { Replay } from '../../../src/screens/site/replay.svelte.ts'
import { lastPlacesOf, TrackFiller, type WindowSource } from '../../../src/screens/site/replaySource.ts'
import { ReplayWindow } from '../../../src/screens/site/replayWindow.ts'

const NAN = Number.NaN
const window = (latitudes: number[], headings: number[]) => new ReplayWindow(1_000, 100, latitudes.length, new Map([['a/1', {
  latitudes: Float64Array.from(latitudes), longitudes: Float64Array.from(latitudes), headings: Float64Array.from(headings), speeds: Float64Array.from(latitudes.map(() => 36)),
}]]), [])

describe('a window of the past', () => {
  it('has places between rows on the line between them, and turns the shorter way', () => {
    const there = window([1, 2], [350, 10]).at('a/1', 1_050)
    expect([there?.latitude, there?.heading, there?.silentMillis, there?.speed]).toEqual([1.5, 360, 0, 36])
  })

  it('leaves a vehicle where it reported last, and says for how long', () => {
    const there = window([1, 2, NAN, NAN, 5], [0, 0, NAN, NAN, 0]).at('a/1', 1_350)
    expect([there?.latitude, there?.silentMillis]).toEqual([2, 250])
  })

  it('has none before its first report, and none of a vehicle that was not there', () => {
    expect([window([NAN, 2], [NAN, 0]).at('a/1', 1_050), window([1, 2], [0, 0]).at('b/1', 1_050)]).toEqual([undefined, undefined])
  })

  it('knows the visits of a time: from entering until leaving; one without an end goes on', () => {
    const visit = (enterTime: bigint, leaveTime: bigint | undefined, lastTime: bigint) => create(SiteVisitSchema, { vehicle: 'a/1', enterTime, lastTime, ...(leaveTime === undefined ? {} : { leaveTime }) })
    const past = new ReplayWindow(0, 1, 1, new Map(), [visit(5n, 9n, 9n), visit(20n, undefined, 30n)])
    expect([4n, 5n, 8n, 9n, 30n, 31n].map((time) => past.visitsAt(time).length)).toEqual([0, 1, 1, 0, 1, 1])
  })
})

it('rows of the server are laid where their times are', () => {
  const filler = new TrackFiller(1_000, 100, 4)
  filler.take(create(AlignResponseSchema, {
    baseTime: 1_100_000_000n, times: { times: { case: 'plain', value: { deltas: [0n, 100_000_000n] } } },
    columns: [
      { vehicle: 'a/1', signal: 'Vehicle.CurrentLocation.Latitude', column: { values: { case: 'doubles', value: { values: [7, 8] } } } },
      { vehicle: 'a/1', signal: 'Vehicle.Speed', present: Uint8Array.of(0b10), column: { values: { case: 'integers', value: { values: [0n, 50n] } } } },
    ],
  }))
  const track = filler.tracks.get('a/1')
  expect([[...(track?.latitudes ?? [])], [...(track?.speeds ?? [])], [...(track?.headings ?? [])]]).toEqual([[NAN, 7, 8, NAN], [NAN, NAN, 50, NAN], [NAN, NAN, NAN, NAN]])
})

it('of several signals for one role the first that a vehicle has is laid, in whatever order they come', () => {
  const usual = { latitude: ['Vehicle.CurrentLocation.Latitude'], longitude: ['Vehicle.CurrentLocation.Longitude'], heading: ['Vehicle.CurrentLocation.Heading'], speed: ['Vehicle.Speed'] }
  positionSignals.take(create(PositionSignalsSchema, { ...usual, latitude: ['gnss.lat', 'odometry.lat'] }))
  const column = (vehicle: string, signal: string, value: number) => ({ vehicle, signal, column: { values: { case: 'doubles' as const, value: { values: [value] } } } })
  const filler = new TrackFiller(1_000, 100, 1)
  filler.take(create(AlignResponseSchema, {
    baseTime: 1_000_000_000n, times: { times: { case: 'plain', value: { deltas: [0n] } } },
    columns: [column('a/1', 'odometry.lat', 5), column('a/1', 'gnss.lat', 7), column('a/2', 'odometry.lat', 6)],
  }))
  expect(['a/1', 'a/2'].map((name) => filler.tracks.get(name)?.latitudes[0])).toEqual([7, 6])
  positionSignals.take(create(PositionSignalsSchema, usual))
})

it('a vehicle that was silent when the window begins stands where it was last, as old as that is', () => {
  const past = new ReplayWindow(1_000, 100, 2, new Map(), [], new Map([['b/1', { time: 400, latitude: 3, longitude: 4, heading: 90 }]]))
  const there = past.at('b/1', 1_100)
  expect([there?.latitude, there?.longitude, there?.heading, there?.silentMillis]).toEqual([3, 4, 90, 700])
  expect([...past.names]).toEqual(['b/1'])
})

it('last places are the ends of pictures, of samples and of stretches', () => {
  const samples = (vehicle: string, signal: string, values: number[]) =>
    ({ vehicle, signal: `Vehicle.CurrentLocation.${signal}`, count: values.length, gaps: [], data: { kind: 'samples' as const, times: BigInt64Array.from(values, (_, at) => BigInt(at + 1) * 1_000_000n), values: Float64Array.from(values) } })
  const none = Float64Array.of(0, 0)
  const stretches = { kind: 'stretches' as const, from: BigInt64Array.of(0n, 5n), to: BigInt64Array.of(4n, 7_000_000n), counts: none, min: none, max: none, first: none, last: Float64Array.of(8, 9) }
  const places = lastPlacesOf([
    { ...samples('a/1', 'Latitude', []), data: stretches }, samples('a/1', 'Longitude', [1, 2]), samples('a/1', 'Heading', [5]), samples('a/2', 'Latitude', [1]),
  ])
  expect([...places]).toEqual([['a/1', { time: 7, latitude: 9, longitude: 2, heading: 5 }]])
})

describe('a replay', () => {
  let asked: { from: number; step: number; signal: AbortSignal; give: () => void; fail: (error: unknown) => void }[]
  let end: number
  const source: WindowSource = {
    load: (from, step, rows, signal) => new Promise((resolve, reject) => {
      asked.push({ from, step, signal, give: () => { resolve(new ReplayWindow(from, step, rows, new Map(), [])) }, fail: reject })
    }),
  }
  const settle = () => new Promise((resolve) => { setTimeout(resolve, 0) })
  const giveAll = async () => { for (const one of asked.splice(0)) one.give(); await settle() }
  beforeEach(() => { [asked, end] = [[], 10_000_000] })
  afterEach(() => { vi.useRealTimers() })

  it('fetches its window and the next, and plays by its speed', async () => {
    const replay = new Replay(source, () => end, 70_000, 2)
    expect(asked.map((one) => one.from)).toEqual([60_000, 120_000])
    replay.playing = true
    replay.advance(1_000)
    expect([replay.time, replay.waiting]).toEqual([70_000, true])
    await giveAll()
    replay.advance(1_000)
    expect([replay.time, replay.waiting]).toEqual([72_000, false])
  })

  it('does not play on what was not fetched, and gives up what it left', async () => {
    const replay = new Replay(source, () => end, 119_000, 1)
    asked[0]?.give()
    await settle()
    replay.playing = true
    replay.advance(2_000)
    expect([replay.time, replay.waiting]).toEqual([119_000, true])
    replay.seek(500_000)
    expect(asked[1]?.signal.aborted).toBe(true)
  })

  it('stops where the past ends, and fetches again what went on meanwhile', async () => {
    end = 90_000
    const replay = new Replay(source, () => end, 85_000, 1)
    expect(asked.map((one) => one.from)).toEqual([60_000])
    await giveAll()
    replay.playing = true
    replay.advance(8_000)
    expect([replay.time, replay.playing]).toEqual([90_000, false])
    end = 100_000
    replay.playing = true
    replay.advance(1_000)
    expect([replay.time, replay.waiting]).toEqual([90_000, true])
    await giveAll()
    replay.advance(1_000)
    expect(replay.time).toBe(91_000)
    replay.seek(1_000_000)
    expect(replay.time).toBe(100_000)
  })

  it('takes coarser rows when it is fast', async () => {
    const replay = new Replay(source, () => end, 70_000, 1)
    await giveAll()
    replay.setSpeed(60)
    expect(asked.map((one) => [one.from, one.step])).toEqual([[0, 1_000], [240_000, 1_000]])
    expect(replay.shown).toBeUndefined()
    await giveAll()
    expect(replay.shown?.stepMillis).toBe(1_000)
  })

  it('says why it has nothing', async () => {
    const replay = new Replay(source, () => end, 70_000, 1)
    asked[0]?.fail(new TypeError('fetch'))
    await settle()
    expect(replay.failure?.kind).toBe('unreachable')
    replay.seek(70_001)
    expect([replay.failure, asked.length]).toEqual([undefined, 3])
  })
  it('asks again by itself for what failed, says so until it comes, and asks at once when it is told to', async () => {
    vi.useFakeTimers()
    const replay = new Replay(source, () => end, 70_000, 1)
    asked[0]?.fail(new TypeError('fetch'))
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.length).toBe(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([replay.failure?.kind, asked.map((one) => one.from)]).toEqual(['unreachable', [60_000, 120_000, 60_000]])
    asked[2]?.fail(new TypeError('fetch'))
    await vi.advanceTimersByTimeAsync(0)
    replay.retry()
    expect([replay.failure, asked.length]).toEqual([undefined, 4])
    asked[3]?.give()
    await vi.advanceTimersByTimeAsync(0)
    expect([replay.failure, replay.shown?.from]).toEqual([undefined, 60_000])
    replay.end()
  })
})
