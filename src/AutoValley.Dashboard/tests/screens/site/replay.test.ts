import { create } from '@bufbuild/protobuf'
import { beforeEach, describe, expect, it } from 'vitest'
import { AlignResponseSchema } from '../../../src/gen/autovalley/v1/query_pb.ts'
import { SiteVisitSchema } from '../../../src/gen/autovalley/v1/site_pb.ts'
import { Replay } from '../../../src/screens/site/replay.svelte.ts'
import { TrackFiller, type WindowSource } from '../../../src/screens/site/replaySource.ts'
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

  it('knows the visits of a time: from entering until leaving, or until it is known', () => {
    const visit = (enterTime: bigint, leaveTime: bigint | undefined, lastTime: bigint) => create(SiteVisitSchema, { vehicle: 'a/1', enterTime, lastTime, ...(leaveTime === undefined ? {} : { leaveTime }) })
    const past = new ReplayWindow(0, 1, 1, new Map(), [visit(5n, 9n, 9n), visit(20n, undefined, 30n)])
    expect([4n, 5n, 8n, 9n, 30n, 31n].map((time) => past.visitsAt(time).length)).toEqual([0, 1, 1, 0, 1, 0])
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
})
