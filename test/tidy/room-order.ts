import { posix } from 'node:path';
import { type Finding, finding, importsOf, isTest, type SourceFile } from './source-file.ts';

/** What a room may know of others: `uses` whole, `types` by type alone. */
interface Knowledge {
  readonly uses: readonly string[];
  readonly types: readonly string[];
}

const CORE = ['market', 'smc', 'signals', 'risk', 'execution', 'agents'];
const SHELLS = ['api', 'alerts', 'cli', 'config', 'runtime'];

/** The order of rooms: each knows only those before it. */
const ROOMS: Readonly<Record<string, Knowledge>> = {
  market: { uses: [], types: [] },
  smc: { uses: ['market'], types: [] },
  signals: { uses: ['market', 'smc'], types: [] },
  risk: { uses: ['market'], types: [] },
  execution: { uses: ['market', 'risk'], types: [] },
  agents: { uses: ['market', 'smc', 'signals', 'risk', 'execution'], types: [] },
  // The port is the core's own: who implements it needs its numbers and names, not the core.
  brokers: { uses: ['market', 'execution'], types: ['risk'] },
  journal: { uses: ['market'], types: [...CORE, 'brokers'] },
  backtest: { uses: [...CORE, 'brokers'], types: ['journal'] },
  // The whole line of trading in one process under a clock of its own, to be broken on purpose.
  chaos: { uses: [...CORE, 'brokers', 'journal'], types: [] },
  data: { uses: ['market'], types: [] },
  evidence: { uses: ['market', 'backtest'], types: [...CORE, 'brokers', 'journal'] },
  runtime: {
    uses: [...CORE, 'brokers', 'journal', 'backtest', 'data', 'config', 'alerts'],
    // What the control panel asks of trading is declared by the panel, and answered here.
    types: ['evidence', 'api'],
  },
  ...Object.fromEntries(
    ['api', 'alerts', 'cli', 'config'].map((room) => [
      room,
      {
        uses: [...CORE, 'brokers', 'journal', 'backtest', 'chaos', 'evidence', 'data', ...SHELLS],
        types: [],
      },
    ]),
  ),
};

export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** Imports against the order of the rooms. Tests may look anywhere. */
export function orderBreaches(file: SourceFile): readonly Finding[] {
  if (isTest(file.path)) return [];
  const imports = importsOf(file).filter(({ specifier }) => specifier.startsWith('.'));
  if (file.path.startsWith('dashboard/')) {
    return imports.flatMap(({ node, specifier }) => {
      const room = roomOf(posix.join(posix.dirname(file.path), specifier));
      return room === undefined || room === 'api'
        ? []
        : finding(file, node, `the page imports src/${room}: it knows src/api alone`);
    });
  }
  if (!file.path.startsWith('src/')) return [];
  const room = roomOf(file.path);
  const knowledge = room === undefined ? undefined : ROOMS[room];
  if (room === undefined || knowledge === undefined) {
    return [finding(file, file.program, `no such room: put the file into one of ${rooms()}`)];
  }
  return imports.flatMap(({ node, specifier, typeOnly }) => {
    const target = posix.join(posix.dirname(file.path), specifier);
    const other = roomOf(target);
    if (other === room || (other === undefined && target.startsWith('scripts/'))) return [];
    if (other !== undefined && knowledge.uses.includes(other)) return [];
    if (other !== undefined && typeOnly && knowledge.types.includes(other)) return [];
    return finding(file, node, breach(room, knowledge, other ?? target));
  });
}

function breach(room: string, { uses, types }: Knowledge, other: string): string {
  const whole = uses.length > 0 ? uses.join(', ') : 'no other room';
  const only = types.length > 0 ? ` and types of ${types.join(', ')}` : '';
  return (
    `src/${room} imports ${other}: it may know ${whole}${only}. ` +
    'Pass the value in, or move what both need into a room before them'
  );
}

function rooms(): string {
  return Object.keys(ROOMS).join(', ');
}
