import { afterEach, vi } from 'vitest'

// What the page asks of a browser and jsdom has not.
Object.defineProperty(globalThis, 'matchMedia', { value: () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }) })
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) { this.open = true }
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}

afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})
