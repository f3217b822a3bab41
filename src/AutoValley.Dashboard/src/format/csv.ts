/** Rows as CSV by RFC 4180, with the byte order mark that spreadsheets tell UTF-8 by. */
export function csvOf(header: readonly string[], rows: Iterable<readonly (string | number | bigint)[]>): string {
  const lines = [header.map(cell).join(',')]
  for (const row of rows) lines.push(row.map((value) => cell(String(value))).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

/** Gives CSV to the person as a file. */
export function download(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

// A spreadsheet would take a text that begins like a formula for one.
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
