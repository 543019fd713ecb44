/**
 * A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula (OWASP, "CSV Injection": it begins with one of
 * `= + - @`, tab or line break, or with a full-width form of them) gets an apostrophe before it, and shows as text.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const safe = /^([\s\p{Cc}]*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
  return /[",\r\n']/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
