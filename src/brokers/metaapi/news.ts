import type { Push } from '../mt5/wire/messages.ts';

type Unnumbered<One> = One extends Push ? Omit<One, 'seq'> : never;

/** What a terminal pushes, before it is numbered. */
export type News = Unnumbered<Push>;
