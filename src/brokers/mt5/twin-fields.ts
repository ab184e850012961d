const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Does a field stand twice in one object anywhere in a JSON text? A parser keeps the last of them and
 * says nothing: two readers may then believe different things. `value` is what the text was read as:
 * every field written and every field kept are counted.
 */
export function hasTwins(text: string, value: object): boolean {
  return fieldsWritten(text) !== fieldsKept(value);
}

function fieldsWritten(text: string): number {
  let colons = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === COLON) colons += 1;
  }
  return colons;
}

/** Without recursion: how deep an object goes is a stranger's choice. */
function fieldsKept(value: object): number {
  let fields = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inside: unknown[] = Object.values(next);
    if (!Array.isArray(next)) fields += inside.length;
    for (const one of inside) if (typeof one === 'object') left.push(one);
  }
  return fields;
}
