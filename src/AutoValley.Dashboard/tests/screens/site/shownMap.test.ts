import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SiteMap } from '../../../src/map/siteMap.ts'
import { ShownMap } from '../../../src/screens/site/shownMap.svelte.ts'

describe('the map that is shown', () => {
  let fails: boolean
  let asked: number[]
  const shown = () => new ShownMap((version) => {
    asked.push(version)
    return fails ? Promise.reject(new TypeError('fetch')) : Promise.resolve(new SiteMap(version, '', [], [], []))
  })
  beforeEach(() => {
    vi.useFakeTimers()
    ;[fails, asked] = [false, []]
  })
  afterEach(() => { vi.useRealTimers() })

  it('is the one that is wanted; the former stays until it comes, and says why it does not', async () => {
    const one = shown()
    one.want(undefined)
    one.want(1)
    await vi.advanceTimersByTimeAsync(0)
    fails = true
    one.want(2)
    await vi.advanceTimersByTimeAsync(0)
    expect([one.map?.version, one.failure?.kind, asked]).toEqual([1, 'unreachable', [1, 2]])
    fails = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect([one.map?.version, one.failure, asked]).toEqual([2, undefined, [1, 2, 2]])
  })

  it('is asked for at once when somebody says so, and not any more after the end', async () => {
    const one = shown()
    fails = true
    one.want(3)
    await vi.advanceTimersByTimeAsync(0)
    one.retry()
    expect([one.failure, asked]).toEqual([undefined, [3, 3]])
    one.cancel()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual([3, 3])
  })

  it('is none where none is active', async () => {
    const one = shown()
    one.want(1)
    await vi.advanceTimersByTimeAsync(0)
    one.want(0)
    expect(one.map).toBeUndefined()
  })
})
