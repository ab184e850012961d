import { byComma, declaration, declarationAt, parameter } from './arrays.ts';
import { closing, nextSolid, textOf, tokensOf, type Token } from './tokens.ts';

/** C's names for these are numbers, MQL5's are an enumeration. */
const RENAMED: Readonly<Record<string, string>> = {
  SEEK_SET: 'SEEK_SET_MQL',
  SEEK_CUR: 'SEEK_CUR_MQL',
  SEEK_END: 'SEEK_END_MQL',
  NULL: 'MqlNULL()',
};

interface FunctionHead {
  readonly prototype: string;
  readonly definition: string;
}

/**
 * An Expert Advisor as C++ for the shim: line for line, so that a compiler's complaint and the line
 * coverage speak of the `.mq5`. Functions may be used before they are defined, as MQL5 allows.
 */
export function translate(source: string, file: string): string {
  const tokens = tokensOf(source).map(literal);
  const prototypes: string[] = [];
  let body = '';
  let hole = -1;
  for (let at = 0; at < tokens.length;) {
    const start = nextSolid(tokens, at);
    body += textOf(tokens.slice(at, start));
    const token = tokens[start];
    if (!token) break;
    const [end, text, head] = topLevel(tokens, start);
    if (head !== undefined) {
      if (hole < 0) hole = body.length;
      prototypes.push(head.prototype);
    }
    body += text;
    at = end;
  }
  const split = hole < 0 ? body.length : hole;
  return [
    '#include "mql-program.h"',
    `#line 1 "${file}"`,
    `${body.slice(0, split)}${prototypes.join(' ')} ${body.slice(split)}`,
    '',
  ].join('\n');
}

/** One thing at the top of the file: where it ends, in C++, and what others must know of it. */
function topLevel(tokens: readonly Token[], at: number): [number, string, FunctionHead?] {
  const token = tokens[at];
  const next = nextSolid(tokens, at + 1);
  if (token?.kind === 'directive') return [at + 1, directive(token.text)];
  if (token?.text === 'input' || token?.text === 'sinput') return inputVariable(tokens, next);
  if (token?.text === 'enum' || token?.text === 'struct') {
    const open = tokens.findIndex(({ text }, index) => index > at && text === '{');
    const end = closing(tokens, open);
    const inner =
      token.text === 'enum'
        ? textOf(tokens.slice(open + 1, end))
        : statements(tokens.slice(open + 1, end));
    return [end + 1, `${textOf(tokens.slice(at, open + 1))}${inner}}`];
  }
  const found = declarationAt(tokens, at);
  if (!found) return [at + 1, token?.text ?? ''];
  const after = nextSolid(tokens, found.name + 1);
  if (tokens[after]?.text !== '(') {
    const end = semicolon(tokens, at);
    return [end, declaration(tokens.slice(at, end))];
  }
  const close = closing(tokens, after);
  const open = nextSolid(tokens, close + 1);
  // A prototype of the program's own is of no use: ours stand before everything.
  if (tokens[open]?.text === ';') return [open + 1, breaksIn(tokens.slice(at, open))];
  const end = closing(tokens, open);
  const head = functionHead(textOf(tokens.slice(at, after)), tokens.slice(after + 1, close));
  const between = textOf(tokens.slice(close + 1, open));
  const inner = statements(tokens.slice(open + 1, end));
  return [end + 1, `${head.definition}${between}{${inner}}`, head];
}

function functionHead(before: string, parameters: readonly Token[]): FunctionHead {
  const isEmpty = textOf(parameters).trim() === '' || textOf(parameters).trim() === 'void';
  const all = isEmpty ? [] : byComma(parameters).map(parameter);
  const plain = (text: string): string => text.replaceAll(/\s+|\/\/[^\n]*|\/\*[^]*?\*\//g, ' ');
  const prototype = all.map(({ declared, usual }) => plain(`${declared}${usual}`)).join(',');
  return {
    prototype: `${plain(before)}(${prototype});`,
    definition: `${before}(${all.map(({ declared }) => declared).join(',')})`,
  };
}

function inputVariable(tokens: readonly Token[], at: number): [number, string] {
  if (tokens[at]?.text === 'group') {
    const end = nextSolid(tokens, at + 1) + 1;
    return [tokens[end]?.text === ';' ? end + 1 : end, ''];
  }
  const end = semicolon(tokens, at);
  const name = nextSolid(tokens, at + 1);
  const equals = tokens.findIndex(({ text }, index) => index > name && text === '=');
  const type = tokens[at]?.text ?? '';
  const named = tokens[name]?.text ?? '';
  const value = textOf(tokens.slice(equals + 1, end));
  return [end, `const ${type} ${named} = mql_input<${type}>("${named}", ${value})`];
}

/** Statements of a function or members of a structure: declarations of arrays are put into C++. */
function statements(tokens: readonly Token[]): string {
  let text = '';
  let begins = true;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind !== 'space' && begins && declarationAt(tokens, at)) {
      const end = semicolon(tokens, at);
      text += declaration(tokens.slice(at, end));
      at = end;
      begins = false;
      continue;
    }
    if (token.kind !== 'space') begins = /^[;{}:]$/.test(token.text);
    text += token.kind === 'directive' ? directive(token.text) : token.text;
    at += 1;
  }
  return text;
}

/** The semicolon that ends what begins at `at`. */
function semicolon(tokens: readonly Token[], at: number): number {
  for (let next = at; next < tokens.length; next += 1) {
    const text = tokens[next]?.text ?? '';
    if (tokens[next]?.kind === 'sign' && '([{'.includes(text)) next = closing(tokens, next);
    else if (text === ';') return next;
  }
  throw new Error(`no semicolon after ${textOf(tokens.slice(at, at + 12))}`);
}

function directive(text: string): string {
  if (/^#(include|import|resource)\b/.test(text)) throw new Error(`${text} is not played`);
  if (/^#property\b/.test(text)) return '';
  return /^#define\b/.test(text)
    ? textOf(tokensOf(` ${text.slice(1)}`).map(literal)).replace(' ', '#')
    : text;
}

function literal(token: Token): Token {
  const { kind, text } = token;
  if (kind === 'string') return { kind, text: `string(u${text})` };
  if (kind === 'word') return { kind, text: RENAMED[text] ?? text };
  if (kind === 'date') return { kind: 'number', text: String(dateSeconds(text.slice(2, -1))) };
  return token;
}

/** D'2024.01.31 12:30' in seconds since 1970. */
function dateSeconds(text: string): number {
  const [year = 1970, month = 1, day = 1, ...clock] = text.split(/[. :]/).map(Number);
  const [hour = 0, minute = 0, second = 0] = clock;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function breaksIn(tokens: readonly Token[]): string {
  return textOf(tokens).replaceAll(/[^\n]/g, '');
}
