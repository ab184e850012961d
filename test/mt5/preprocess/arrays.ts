import { closing, nextSolid, textOf, type Token } from './tokens.ts';

/** Words that begin a statement and name no type. */
const NO_TYPE = new Set(
  'return else case default goto delete new break continue do if for while switch'.split(' '),
);

/** Splits at commas that lie outside all brackets. */
export function byComma(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind === 'sign' && '([{'.includes(token.text)) {
      const end = closing(tokens, at);
      parts.at(-1)?.push(...tokens.slice(at, end + 1));
      at = end;
    } else if (token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Where the declaration that begins at `at` has its type and first name; undefined if it is none. */
export function declarationAt(
  tokens: readonly Token[],
  at: number,
): { readonly type: number; readonly name: number } | undefined {
  let type = at;
  while (/^(static|const)$/.test(tokens[type]?.text ?? '')) type = nextSolid(tokens, type + 1);
  const first = tokens[type];
  const name = nextSolid(tokens, type + 1);
  if (first?.kind !== 'word' || NO_TYPE.has(first.text) || tokens[name]?.kind !== 'word') {
    return undefined;
  }
  return { type, name };
}

/**
 * A declaration of variables in C++: an array becomes an object of its own, so that `uchar a[], b;`
 * comes apart. Line breaks stay where they were.
 */
export function declaration(tokens: readonly Token[]): string {
  const found = declarationAt(tokens, 0);
  if (!found || !textOf(tokens).includes('[')) return textOf(tokens);
  const before = textOf(tokens.slice(0, found.type));
  const type = tokens[found.type]?.text ?? '';
  return byComma(tokens.slice(found.name))
    .map((one) => before + variable(type, one))
    .join('; ');
}

function variable(type: string, tokens: readonly Token[]): string {
  const name = nextSolid(tokens, 0);
  const open = nextSolid(tokens, name + 1);
  if (tokens[open]?.text !== '[') return `${type} ${textOf(tokens)}`;
  const close = closing(tokens, open);
  if (tokens[nextSolid(tokens, close + 1)]?.text === '[') {
    throw new Error(`${textOf(tokens)}: arrays of more dimensions are not played`);
  }
  const array = `MqlArray<${type}>`;
  const size = textOf(tokens.slice(open + 1, close)).trim();
  const rest = nextSolid(tokens, close + 1);
  const named = textOf(tokens.slice(0, open));
  if (tokens[rest]?.text === '=') {
    return `${array} ${named}=${array}((size_t)(${size === '' ? '0' : size}), ${textOf(tokens.slice(rest + 1))})`;
  }
  return size === '' ? `${array} ${named}` : `${array} ${named}=${array}((size_t)(${size}))`;
}

/** A parameter, an array of which is handed over by reference; its default goes to the prototype. */
export function parameter(tokens: readonly Token[]): {
  readonly declared: string;
  readonly usual: string;
} {
  const equals = tokens.findIndex(({ text }) => text === '=');
  const usual = equals < 0 ? '' : textOf(tokens.slice(equals));
  const plain = equals < 0 ? tokens : tokens.slice(0, equals);
  const text = textOf(plain);
  const array = /^(\s*(?:const\s+)?)(\w+)\s*&\s*(\w+)\s*\[\s*\](\s*)$/.exec(text);
  if (!array) return { declared: text, usual };
  const [, before = '', type = '', name = '', after = ''] = array;
  return { declared: `${before}MqlArray<${type}> &${name}${after}`, usual };
}
