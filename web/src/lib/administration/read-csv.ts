/** Text as spreadsheets save it: UTF-8, or what Danish Windows writes when it is no UTF-8. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * The rows of a CSV file that hold anything, each with the line it begins on. Cells are parted by semicolons, or by tabs
 * or commas when the first line has no semicolon; a cell in quotes may hold any of these, and line breaks.
 */
export function readCsv(bytes: Uint8Array): { line: number; cells: string[] }[] {
  const text = decode(bytes);
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const parts = [';', '\t'].find((sign) => first.includes(sign)) ?? ',';
  const rows: { line: number; cells: string[] }[] = [];
  let line = 1;
  let row = { line, cells: [''] };
  let quoted = false;
  const put = (value: string) => {
    row.cells[row.cells.length - 1] = value;
  };
  const endRow = () => {
    const cells = row.cells.map((cell) => cell.trim());
    if (cells.some((cell) => cell !== '')) rows.push({ line: row.line, cells });
    row = { line, cells: [''] };
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    const cell = row.cells.at(-1) as string;
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign !== '"') put(cell + sign);
      else if (text[i + 1] === '"') put(cell + text[i++]);
      else quoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      put('');
      quoted = true;
    } else if (sign === parts) row.cells.push('');
    else if (sign === '\n') endRow();
    else if (sign !== '\r') put(cell + sign);
  }
  endRow();
  return rows;
}
