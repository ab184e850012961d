/** What can go wrong at a step, for one kind of step; each pair is a cell that is counted. */
export interface FaultGroup {
  readonly title: string;
  readonly steps: readonly string[];
  readonly faults: readonly string[];
  /** Cells that cannot occur, as `step/fault` or `step/*`, each with the reason. */
  readonly never: Readonly<Record<string, string>>;
}

const NO_PRICE = 'it is carried out at no price';
const NO_TRADE = 'books are read, not traded';
const OUR_END = 'our own end of the wire tells it, once';

export const FAULT_GROUPS = {
  request: {
    title: 'a request on its way to the broker',
    steps: ['open', 'close', 'cancel', 'modify', 'read-books'],
    faults: ['delayed', 'lost', 'repeated', 'overtaken', 'cut off'],
    never: {},
  },
  answer: {
    title: 'what the broker makes of it',
    steps: ['open', 'close', 'cancel', 'modify', 'read-books'],
    faults: ['refused', 'requoted', 'TIMEOUT, done', 'TIMEOUT, not done', 'filled in part'],
    never: {
      'cancel/requoted': NO_PRICE,
      'modify/requoted': NO_PRICE,
      'cancel/filled in part': NO_PRICE,
      'modify/filled in part': NO_PRICE,
      'read-books/*': NO_TRADE,
    },
  },
  news: {
    title: 'news on its way from the broker',
    steps: ['order-result', 'deal', 'pending', 'position', 'account', 'books', 'link'],
    faults: ['delayed', 'lost', 'repeated', 'overtaken', 'cut off'],
    never: {
      'link/delayed': OUR_END,
      'link/lost': OUR_END,
      'link/overtaken': OUR_END,
      'link/cut off': OUR_END,
    },
  },
  process: {
    title: 'the process',
    steps: ['start', 'process', 'append', 'commit', 'submit', 'drain'],
    faults: ['dies before', 'dies after'],
    never: {},
  },
  disk: {
    title: 'the disk',
    steps: ['append', 'commit', 'mark'],
    faults: ['fails', 'tears', 'forgets'],
    never: {
      'append/tears': 'rows reach the disk with their commit',
      'commit/forgets': 'what a commit has made durable stays',
    },
  },
  agent: {
    title: 'the strategy of an agent',
    steps: ['making', 'bar'],
    faults: ['throws', 'is tried again', 'is quarantined'],
    never: {},
  },
  netting: {
    title: 'the same on a netting account',
    steps: ['open', 'close', 'modify'],
    faults: [
      'delayed',
      'lost',
      'repeated',
      'overtaken',
      'cut off',
      'refused',
      'TIMEOUT, done',
      'TIMEOUT, not done',
      'filled in part',
    ],
    never: { 'modify/filled in part': NO_PRICE },
  },
  world: {
    title: 'the world around',
    steps: ['price', 'clock', 'link', 'books', 'stop', 'others', 'money'],
    faults: [
      'jumps',
      'goes back',
      'is cut',
      'empty at first',
      'short at first',
      'behind at first',
      'is dropped',
      'trade',
      'is paid in',
      'is paid out',
      'is lent',
      'is charged',
    ],
    never: {},
  },
} as const satisfies Readonly<Record<string, FaultGroup>>;

export type GroupName = keyof typeof FAULT_GROUPS;
export type StepOf<Group extends GroupName> = (typeof FAULT_GROUPS)[Group]['steps'][number];
export type FaultOf<Group extends GroupName> = (typeof FAULT_GROUPS)[Group]['faults'][number];

/** Which faults the world around has: a price does not reconnect, a clock is not traded. */
const WORLD_CELLS: ReadonlySet<string> = new Set([
  'price/jumps',
  'clock/jumps',
  'clock/goes back',
  'link/is cut',
  'books/empty at first',
  'books/short at first',
  'books/behind at first',
  'stop/is dropped',
  'others/trade',
  'money/is paid in',
  'money/is paid out',
  'money/is lent',
  'money/is charged',
]);

/** Counts what went wrong where. */
export class FaultTable {
  readonly #counts = new Map<string, number>();

  count<Group extends GroupName>(group: Group, step: StepOf<Group>, fault: FaultOf<Group>): void {
    const key = `${group}/${step}/${fault}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  of(group: GroupName, step: string, fault: string): number {
    return this.#counts.get(`${group}/${step}/${fault}`) ?? 0;
  }

  add(other: FaultTable): void {
    for (const [key, count] of other.#counts) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    }
  }
}

/** Why a cell cannot occur; undefined when it can. */
export function neverReason(name: GroupName, step: string, fault: string): string | undefined {
  if (name === 'world' && !WORLD_CELLS.has(`${step}/${fault}`)) return 'no such thing';
  const never: Readonly<Record<string, string>> = FAULT_GROUPS[name].never;
  return never[`${step}/${fault}`] ?? never[`${step}/*`];
}

/** Cells that can occur and have not. */
export function emptyCells(table: FaultTable): string[] {
  const empty: string[] = [];
  for (const name of Object.keys(FAULT_GROUPS) as GroupName[]) {
    const { steps, faults } = FAULT_GROUPS[name];
    for (const step of steps) {
      for (const fault of faults) {
        if (neverReason(name, step, fault) !== undefined) continue;
        if (table.of(name, step, fault) > 0) continue;
        empty.push(name === 'netting' ? `netting: ${step} ${fault}` : `${step} ${fault}`);
      }
    }
  }
  return empty;
}
