/** No report has wider rows; a file that claims so is not believed. */
const MOST_CELLS = 100;

/** Rows of all tables of an HTML page or of an XML spreadsheet, as plain text. */
export function tableRows(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/<(tr|Row)\b[^>]*>([^]*?)<\/\1>/g)].map(([, , row = '']) =>
    cellsOf(row),
  );
}

function cellsOf(row: string): readonly string[] {
  const cells: string[] = [];
  for (const [, , attributes = '', content = ''] of row.matchAll(
    /<(t[dh]|Cell)\b([^>]*?)(?:\/>|>([^]*?)<\/\1>)/g,
  )) {
    // A spreadsheet leaves empty cells out, and numbers the next one.
    const index = Number(/ss:Index="(\d+)"/.exec(attributes)?.[1] ?? 0);
    pad(cells, Math.min(MOST_CELLS, index - 1));
    cells.push(plainText(content));
    const span = /colspan="?(\d+)/i.exec(attributes)?.[1];
    pad(cells, Math.min(MOST_CELLS, cells.length + Number(span ?? 1) - 1));
  }
  return cells;
}

function pad(cells: string[], length: number): void {
  while (cells.length < length) cells.push('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
};

function plainText(content: string): string {
  return content
    .replace(/<[^>]*>/g, '')
    .replace(/&(nbsp|lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}
