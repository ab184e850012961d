import type { EventView } from '../../api/types.ts';

export interface NewsCount {
  readonly opened: number;
  readonly closed: number;
  readonly taken: number;
  readonly refused: number;
  readonly troubles: number;
}

/** How often each kind of thing happened. An opening deal is a note; a closing one is good or not. */
export function countNews(events: readonly EventView[]): NewsCount {
  const count = (holds: (event: EventView) => boolean) => events.filter(holds).length;
  const deal = (event: EventView) => event.kind === 'deal';
  const signal = (event: EventView) => event.kind === 'signal';
  return {
    opened: count((event) => deal(event) && event.level === 'info'),
    closed: count((event) => deal(event) && event.level !== 'info'),
    taken: count((event) => signal(event) && event.level === 'good'),
    refused: count((event) => signal(event) && event.level !== 'good'),
    troubles: count((event) => !deal(event) && isTrouble(event)),
  };
}

function isTrouble({ level }: EventView): boolean {
  return level === 'warning' || level === 'danger';
}
