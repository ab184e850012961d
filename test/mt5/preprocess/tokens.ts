/** A piece of MQL5 source. All pieces of a file, put together, are the file again. */
export interface Token {
  readonly kind: 'space' | 'directive' | 'string' | 'char' | 'date' | 'number' | 'word' | 'sign';
  readonly text: string;
}

const PIECES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /\s+|\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['directive', /#[^\n]*/y],
  ['string', /"(?:[^"\\\n]|\\.)*"/y],
  ['date', /D'[^'\n]*'/y],
  ['char', /'(?:[^'\\\n]|\\.)+'/y],
  ['number', /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?/y],
  ['word', /[A-Za-z_]\w*/y],
  ['sign', /[^]/y],
];

/** Takes a source apart; comments count as space. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length;) {
    for (const [kind, piece] of PIECES) {
      piece.lastIndex = at;
      const text = piece.exec(source)?.[0];
      if (text === undefined) continue;
      tokens.push({ kind, text });
      at += text.length;
      break;
    }
  }
  return tokens;
}

/** The next token from `at` on that is not space. */
export function nextSolid(tokens: readonly Token[], at: number): number {
  let next = at;
  while (tokens[next]?.kind === 'space') next += 1;
  return next;
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The index of the bracket that closes the one at `at`. */
export function closing(tokens: readonly Token[], at: number): number {
  const open = tokens[at]?.text ?? '';
  const close = CLOSES[open];
  let depth = 0;
  for (let next = at; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token?.kind !== 'sign') continue;
    if (token.text === open) depth += 1;
    else if (token.text === close && (depth -= 1) === 0) return next;
  }
  throw new Error(`a ${open} is never closed`);
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}
