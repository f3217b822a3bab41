import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Debounce } from '../../src/api/debounce.ts'

describe('Debounce', () => {
  beforeEach(() => vi.useFakeTimers())

  it('schedule_ManyInARow_DoesTheLastOnceItIsQuiet', () => {
    const [debounce, done] = [new Debounce(50, 1_000), vi.fn()]
    for (let number = 0; number < 3; number++) {
      debounce.schedule(() => done(number))
      vi.advanceTimersByTime(40)
    }
    expect(done).not.toHaveBeenCalled()
    vi.advanceTimersByTime(10)
    expect(done.mock.calls).toEqual([[2]])
  })

  it('schedule_NeverQuiet_IsDoneAtTheLatest', () => {
    const [debounce, done] = [new Debounce(50, 150), vi.fn()]
    for (let millis = 0; millis < 300; millis += 10) {
      debounce.schedule(done)
      vi.advanceTimersByTime(10)
    }
    expect(done.mock.calls.length).toBeGreaterThanOrEqual(1)
  })

  it('cancel_Scheduled_DoesNothing', () => {
    const [debounce, done] = [new Debounce(50, 150), vi.fn()]
    debounce.schedule(done)
    debounce.cancel()
    vi.advanceTimersByTime(500)
    expect(done).not.toHaveBeenCalled()
  })
})
