import { beforeEach, expect, it, vi } from 'vitest'
import { Resource } from '../../src/api/resource.svelte.ts'

beforeEach(() => { vi.useFakeTimers() })

const hang = (signal: AbortSignal) => new Promise<number>((_, reject) => {
  signal.addEventListener('abort', () => { reject(new DOMException('gone', 'AbortError')) })
})

it('a server that does not answer in time is said not to, and what came before stays', async () => {
  let asked = 0
  const resource = new Resource((signal) => (asked++ === 0 ? Promise.resolve(7) : hang(signal)), 1_000)
  await resource.refresh()
  const second = resource.refresh()
  await vi.advanceTimersByTimeAsync(1_000)
  await second
  expect([resource.value, resource.failure?.kind, resource.loading]).toEqual([7, 'unreachable', false])
})

it('an answer that is given up for another is no failure', async () => {
  let asked = 0
  const resource = new Resource((signal) => (asked++ === 0 ? hang(signal) : Promise.resolve(8)), 1_000)
  const first = resource.refresh()
  await resource.refresh()
  await first
  expect([resource.value, resource.failure, resource.loading]).toEqual([8, undefined, false])
})

it('what failed is asked for again soon', async () => {
  let asked = 0
  const resource = new Resource(() => { asked++; return asked === 1 ? Promise.reject(new TypeError('no server')) : Promise.resolve(9) }, 1_000)
  const stop = resource.every(60_000)
  await vi.advanceTimersByTimeAsync(2_100)
  expect([asked, resource.value, resource.failure]).toEqual([2, 9, undefined])
  stop()
})
