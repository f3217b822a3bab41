import { Code, ConnectError } from '@connectrpc/connect'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Feed, SILENCE_MILLIS } from '../../src/api/feed.svelte.ts'

/** A stream that a test feeds. */
class Source {
  calls: { signal: AbortSignal; push: (part: number) => void; fail: (error: unknown) => void }[] = []

  open = (signal: AbortSignal): AsyncIterable<number> => {
    const parts: number[] = []
    let wake: () => void = () => undefined
    let error: unknown
    this.calls.push({
      signal,
      push: (part) => { parts.push(part); wake() },
      fail: (reason) => { error = reason; wake() },
    })
    signal.addEventListener('abort', () => { error ??= new ConnectError('gone', Code.Canceled); wake() })
    return (async function* () {
      for (;;) {
        const part = parts.shift()
        if (part !== undefined) { yield part; continue }
        if (error) throw error
        await new Promise<void>((resolve) => { wake = resolve })
      }
    })()
  }
}

describe('a feed', () => {
  const source = () => new Source()
  beforeEach(() => { vi.useFakeTimers() })
  const settle = () => vi.advanceTimersByTimeAsync(0)

  it('is live with what came', async () => {
    const from = source()
    const taken: number[] = []
    const feed = new Feed(from.open, (part) => taken.push(part))
    const stop = feed.start()
    expect(feed.state).toBe('connecting')
    from.calls[0]?.push(7)
    await settle()
    expect([feed.state, taken]).toEqual(['live', [7]])
    stop()
    expect(from.calls[0]?.signal.aborted).toBe(true)
  })

  it('that falls silent is lost within two seconds, and is opened again', async () => {
    const from = source()
    const feed = new Feed(from.open, () => undefined)
    const stop = feed.start()
    from.calls[0]?.push(1)
    await settle()
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS + 400)
    expect(feed.state).toBe('lost')
    expect(from.calls[0]?.signal.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(1_000)
    from.calls.at(-1)?.push(2)
    await settle()
    expect([from.calls.length, feed.state]).toEqual([2, 'live'])
    stop()
  })

  it('that fails says why, and waits longer each time', async () => {
    const from = source()
    const feed = new Feed(from.open, () => undefined)
    const stop = feed.start()
    for (let round = 0; round < 5; round++) {
      from.calls.at(-1)?.fail(new ConnectError('no server', Code.Unavailable))
      await vi.advanceTimersByTimeAsync(5_000)
    }
    expect(feed.failure).toEqual({ kind: 'unreachable', text: 'no server' })
    expect(from.calls.length).toBe(6)
    from.calls.at(-1)?.fail(new ConnectError('no server', Code.Unavailable))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(from.calls.length).toBe(6)
    stop()
  })

  it('that is not allowed says so', async () => {
    const from = source()
    const feed = new Feed(from.open, () => undefined)
    const stop = feed.start()
    from.calls[0]?.fail(new ConnectError('not yours', Code.PermissionDenied))
    await settle()
    expect(feed.state).toBe('denied')
    stop()
  })

  it('that is restarted opens another call at once', async () => {
    const from = source()
    const feed = new Feed(from.open, () => undefined)
    const stop = feed.start()
    from.calls[0]?.push(1)
    await settle()
    feed.restart()
    await settle()
    expect([from.calls.length, feed.state]).toEqual([2, 'connecting'])
    stop()
  })

  it('that is stopped and started at once runs on with the new call alone', async () => {
    const from = source()
    const taken: number[] = []
    const feed = new Feed(from.open, (part) => taken.push(part), Infinity)
    const first = feed.start()
    from.calls[0]?.push(1)
    await settle()
    first()
    const second = feed.start()
    expect(feed.state).toBe('connecting')
    await settle()
    from.calls[0]?.push(2)
    from.calls[1]?.push(3)
    await settle()
    expect([from.calls.length, feed.state, taken]).toEqual([2, 'live', [1, 3]])
    second()
    expect(from.calls[1]?.signal.aborted).toBe(true)
    expect(feed.state).toBe('connecting')
  })

  it('that has a part of what is needed is not live yet', async () => {
    const from = source()
    const feed = new Feed(from.open, (part) => part > 1)
    const stop = feed.start()
    from.calls[0]?.push(1)
    await settle()
    expect(feed.state).toBe('connecting')
    from.calls[0]?.push(2)
    await settle()
    expect(feed.state).toBe('live')
    stop()
  })

  it('that is restarted by what came opens another call at once, and is not live by the old one', async () => {
    const from = source()
    const feed: Feed<number> = new Feed(from.open, (part) => { if (part === 13) feed.restart() })
    const stop = feed.start()
    from.calls[0]?.push(13)
    await settle()
    expect([from.calls.length, feed.state]).toEqual([2, 'connecting'])
    stop()
  })

  it('whose call never says anything tries another', async () => {
    const from = source()
    const feed = new Feed(from.open, () => undefined, Infinity)
    const stop = feed.start()
    await vi.advanceTimersByTimeAsync(6_500)
    expect(from.calls.length).toBe(2)
    expect(from.calls[0]?.signal.aborted).toBe(true)
    stop()
  })
})
