import { expect, it } from 'vitest';
import type { Trade } from '../agents/trade-ledger.ts';
import type { Ticket } from '../execution/order.ts';
import type { Money } from '../market/units.ts';
import { Excursions } from './excursions.ts';

const ticket = (name: string) => name as Ticket;
const see = (all: Excursions, name: string, ...profits: number[]) => {
  for (const profit of profits) all.see([[name, profit as Money]]);
};
const close = (all: Excursions, name: string, gross: number) =>
  all.closed({ position: ticket(name), gross: gross as Money } as Trade);

it('keeps the worst and the best profit that a position showed, its last one included', () => {
  const all = new Excursions(10);
  all.opened(ticket('1'));
  see(all, '1', 5, -20, 30, 10);
  close(all, '1', 45);
  expect(all.of(ticket('1'))).toEqual({ worst: -20, best: 45 });
});

it('the worst is never a gain, the best never a loss', () => {
  const all = new Excursions(10);
  all.opened(ticket('1'));
  see(all, '1', -5);
  close(all, '1', -7);
  expect(all.of(ticket('1'))).toEqual({ worst: -7, best: 0 });
});

it('claims nothing of a position that was open already when the program started', () => {
  const all = new Excursions(10);
  see(all, '1', 5, -20);
  close(all, '1', 45);
  expect(all.of(ticket('1'))).toBeUndefined();
});

it('is bounded', () => {
  const all = new Excursions(2);
  for (const name of ['1', '2', '3']) {
    all.opened(ticket(name));
    close(all, name, 1);
  }
  expect(['1', '2', '3'].map((name) => all.of(ticket(name))?.best)).toEqual([undefined, 1, 1]);
});
