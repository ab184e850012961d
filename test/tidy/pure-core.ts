import {
  type Finding,
  finding,
  identifierName,
  importsOf,
  isNode,
  isTest,
  type Node,
  type SourceFile,
  walk,
} from './source-file.ts';

/** Rooms in which the same events must always give the same answers, byte for byte. */
const PURE =
  /^src\/(market|smc|signals|risk|execution|agents|backtest|brokers\/simulated)\/[^]+\.ts$/;

/** The one file that may ask the runtime for time-zone data: it keeps them as tables. */
const ZONE_FILE = 'src/market/zone-offset.ts';

const CLOCK = "take the time from the event's own `time`";
const LATER = 'answer with a value or an intent; whoever calls does the waiting';
const OUTSIDE = 'let a shell (src/runtime, src/cli, src/api) do it and pass the result in';
const LAST_BITS = 'use plain arithmetic or Math.sqrt: the engine chooses the last bits of this one';

/** Globals that may not be named at all. */
const GLOBALS: Readonly<Record<string, string>> = {
  performance: CLOCK,
  setTimeout: LATER,
  setInterval: LATER,
  setImmediate: LATER,
  queueMicrotask: LATER,
  Promise: LATER,
  fetch: OUTSIDE,
  WebSocket: OUTSIDE,
  process: OUTSIDE,
  require: OUTSIDE,
  globalThis: OUTSIDE,
  console: 'return a fact or a sighting: what is worth saying is worth keeping',
  crypto: 'use a seeded generator that is passed in',
  Intl: `use offsetAt of ${ZONE_FILE}, which holds the zones as tables`,
};

const MATH_BANS = new Set(
  (
    'pow exp expm1 log log10 log1p log2 sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh ' +
    'atanh cbrt hypot'
  ).split(' '),
);

/** Methods whose answer hangs on the machine's locale or time zone. */
const METHOD_BANS: Readonly<Record<string, string>> = {
  localeCompare: 'compare with < and >',
  toLocaleString: 'use toFixed or String',
  toLocaleDateString: 'use dateText or ISO text in UTC',
  toLocaleTimeString: 'use ISO text in UTC',
  ...Object.fromEntries(
    'FullYear Month Date Day Hours Minutes Seconds TimezoneOffset'
      .split(' ')
      .map((part) => [`get${part}`, 'use a clock rule, or the getUTC method']),
  ),
};

export function isPure(path: string): boolean {
  return PURE.test(path) && !isTest(path);
}

/** Whatever in a pure room could answer differently at another time or on another machine. */
export function impurities(file: SourceFile): readonly Finding[] {
  if (!isPure(file.path)) return [];
  const found: Finding[] = [];
  const say = (node: Node, what: string, instead: string): void => {
    found.push(finding(file, node, `${what} in a pure room: ${instead}`));
  };
  walk(file.program, (node, parent, key) => {
    const wrong =
      bannedName(node, parent, key, file.path) ?? bannedMember(node) ?? bannedSyntax(node);
    if (wrong !== undefined) say(node, ...wrong);
  });
  for (const { node, specifier } of importsOf(file)) {
    if (!specifier.startsWith('.')) say(node, `import of ${specifier}`, OUTSIDE);
  }
  return found;
}

type Wrong = readonly [what: string, instead: string];

/** A global under its own name: as a value or as a type, not as somebody's property of that name. */
function bannedName(
  node: Node,
  parent: Node | undefined,
  key: string,
  path: string,
): Wrong | undefined {
  const name = identifierName(node);
  if (name === undefined || parent === undefined) return undefined;
  const isPropertyName =
    (key === 'property' || key === 'key' || key === 'label') && parent['computed'] !== true;
  if (isPropertyName) return undefined;
  if (name === 'Intl' && path === ZONE_FILE) return undefined;
  if (Object.hasOwn(GLOBALS, name)) return [name, GLOBALS[name] ?? ''];
  const usedWhole =
    !(key === 'object' && parent['computed'] !== true) && !parent.type.startsWith('TS');
  if (name === 'Math' && usedWhole) return ['Math as a value', 'name the function: Math.sqrt'];
  if (name === 'Date' && usedWhole && key !== 'callee') {
    return ['Date as a value', 'name the function: Date.UTC'];
  }
  return undefined;
}

function bannedMember(node: Node): Wrong | undefined {
  if (node.type !== 'MemberExpression' || node['computed'] === true) return undefined;
  const object = identifierName(node['object']);
  const property = identifierName(node['property']) ?? '';
  if (object === 'Date' && property === 'now') return ['Date.now', CLOCK];
  if (object === 'Math' && property === 'random') {
    return ['Math.random', 'use a seeded generator that is passed in'];
  }
  if (object === 'Math' && MATH_BANS.has(property)) return [`Math.${property}`, LAST_BITS];
  if (Object.hasOwn(METHOD_BANS, property)) return [property, METHOD_BANS[property] ?? ''];
  return undefined;
}

function bannedSyntax(node: Node): Wrong | undefined {
  if (node['operator'] === '**' || node['operator'] === '**=') return ['**', LAST_BITS];
  if (node['async'] === true) return ['async', LATER];
  if (node.type === 'AwaitExpression' || node['await'] === true) return ['await', LATER];
  if (node.type === 'ImportExpression') return ['import()', OUTSIDE];
  if (identifierName(node['callee']) !== 'Date') return undefined;
  const bare = Array.isArray(node['arguments']) && node['arguments'].length === 0;
  if (node.type === 'CallExpression' || bare) return ['the present date', CLOCK];
  return undefined;
}

export function isCallOf(node: Node, name: string): boolean {
  if (node.type !== 'CallExpression') return false;
  const callee = node['callee'];
  if (identifierName(callee) === name) return true;
  return isNode(callee) && identifierName(callee['property']) === name;
}
