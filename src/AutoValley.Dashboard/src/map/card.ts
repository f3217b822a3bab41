/** Of Chromium, Mesa and Windows, where the processor draws. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i

let without: boolean | undefined

/** Whether the processor draws, for want of a graphics card: then every drawn frame is taken from the rest of the page. Asked of the browser once. */
export function isWithoutCard(): boolean {
  without ??= isSoftware()
  return without
}

function isSoftware(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (!context) return true
  const names = context.getExtension('WEBGL_debug_renderer_info')
  const name = String(context.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : context.RENDERER))
  // A page may have few contexts.
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return SOFTWARE.test(name)
}
