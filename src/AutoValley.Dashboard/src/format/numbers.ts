/** 1,234,567 */
export function count(value: number | bigint): string {
  return value.toLocaleString('en-US')
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** 12.3 MiB */
export function bytes(value: number | bigint): string {
  let [size, unit] = [Number(value), 0]
  while (size >= 1_024 && unit < BYTE_UNITS.length - 1) [size, unit] = [size / 1_024, unit + 1]
  return `${unit === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1)} ${BYTE_UNITS[unit] ?? ''}`
}

/** A measured value with as many digits as matter: six at most. */
export function measure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)) return value.toExponential(3)
  return String(Number(value.toPrecision(6)))
}

/** 12.3 % of a share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
