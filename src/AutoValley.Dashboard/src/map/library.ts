import { Map as GroundMap, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

// The library would look for its worker beside itself, where a bundle has it not.
setWorkerUrl(worker)

export { GroundMap, ScaleControl }
