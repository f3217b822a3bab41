import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Debounce } from '../../src/api/debounce.ts'

describe('Debounce', () => {
  beforeEach(() => vi.useFakeTimers())

  it('schedule_One_IsDoneAtOnce', () => {
    const done = vi.fn()
    new Debounce(50, 150).schedule(done)
    expect(done).toHaveBeenCalledTimes(1)
  })

  it('schedule_ManyInARow_DoesTheFirstAtOnceAndTheLastWhenItIsQuiet', () => {
    const [debounce, done] = [new Debounce(50, 1_000), vi.fn()]
    for (let number = 0; number < 4; number++) {
      debounce.schedule(() => done(number))
      vi.advanceTimersByTime(40)
    }
    expect(done.mock.calls).toEqual([[0]])
    vi.advanceTimersByTime(10)
    expect(done.mock.calls).toEqual([[0], [3]])
  })

  it('schedule_NeverQuiet_IsDoneAtTheLatest', () => {
    const [debounce, done] = [new Debounce(50, 150), vi.fn()]
    for (let millis = 0; millis < 200; millis += 10) {
      debounce.schedule(done)
      vi.advanceTimersByTime(10)
    }
    expect(done).toHaveBeenCalledTimes(2)
  })

  it('cancel_Waiting_DoesNothing', () => {
    const [debounce, done] = [new Debounce(50, 150), vi.fn()]
    debounce.schedule(done)
    debounce.schedule(done)
    debounce.cancel()
    vi.advanceTimersByTime(500)
    expect(done).toHaveBeenCalledTimes(1)
  })
})
