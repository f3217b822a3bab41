import { Map as GroundMap, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

let ready: Promise<void> | undefined

/**
 * Has the library's worker at hand. The library would ask for it when the first map is made, look for it beside itself, where a bundle has it not, and give up
 * for good when the server does not answer then.
 */
export function haveWorker(): Promise<void> {
  ready ??= fetchWorker().catch((error: unknown) => {
    ready = undefined
    throw error
  })
  return ready
}

async function fetchWorker(): Promise<void> {
  const response = await fetch(worker)
  if (!response.ok) throw new TypeError(`${worker}: ${String(response.status)}`)
  setWorkerUrl(URL.createObjectURL(await response.blob()))
}

export { GroundMap, ScaleControl }
