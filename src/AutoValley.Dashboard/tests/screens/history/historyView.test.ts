import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { router } from '../../../src/app/route.svelte.ts'
import { choose } from '../../../src/app/settings.svelte.ts'
import HistoryView from '../../../src/screens/history/HistoryView.svelte'
import { server } from '../../../src/screens/history/source.ts'
import { signal, vehicle } from './builders.ts'

vi.mock('../../../src/screens/history/source.ts', () => ({ server: { vehicles: vi.fn(), runs: vi.fn(), run: vi.fn(), signals: vi.fn(), pictures: vi.fn(), tracks: vi.fn(), oldest: vi.fn() } }))

function follow(link: string): void {
  history.replaceState(undefined, '', link)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

describe('HistoryView', () => {
  beforeEach(() => {
    choose({ language: 'en', clock: 'utc' })
    vi.mocked(server.vehicles).mockResolvedValue([vehicle('a/b'), vehicle('c/d')])
    vi.mocked(server.signals).mockResolvedValue([signal('Speed', 'km/h')])
    vi.mocked(server.runs).mockResolvedValue([])
    vi.mocked(server.pictures).mockResolvedValue([])
  })
  afterEach(() => {
    cleanup()
    vi.resetAllMocks()
  })

  it('open_LinkThatSaysNothing_AsksWhatToShow', async () => {
    follow('#/history')
    render(HistoryView)
    expect(await screen.findByText(/Choose vehicles and signals/)).toBeTruthy()
    expect(screen.getByRole('combobox', { name: 'Vehicles' })).toBeTruthy()
    await vi.waitFor(() => expect(router.current.parameters.get('from')).toMatch(/Z$/))
  })

  it('open_NoVehicleAtAll_SaysHowToComeToOne', async () => {
    vi.mocked(server.vehicles).mockResolvedValue([])
    follow('#/history')
    render(HistoryView)
    expect(await screen.findByText(/As soon as an agent publishes/)).toBeTruthy()
  })

  it('open_WrongLink_SaysWhatIsWrong', async () => {
    follow('#/history?vehicles=a%2Fb%2Cx%2Fy&from=never&to=2026-11-27T15:00:00Z')
    render(HistoryView)
    expect((await screen.findByRole('alert')).textContent).toMatch(/“never” is no time.*There is no vehicle x\/y/s)
  })

  it('hashchange_AnotherLink_IsShown', async () => {
    follow('#/history?vehicles=a%2Fb&from=2026-11-27T15:00:00Z&to=2026-11-27T15:01:00Z')
    render(HistoryView)
    expect(await screen.findByRole('button', { name: 'Remove a/b' })).toBeTruthy()
    follow('#/history?vehicles=c%2Fd&from=2026-11-27T15:00:00Z&to=2026-11-27T15:01:00Z')
    expect(await screen.findByRole('button', { name: 'Remove c/d' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Remove a/b' })).toBeNull()
  })
})
