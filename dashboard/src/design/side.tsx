import { words } from '../words.ts';

/** Buy or sell, told by arrow and word; the colour only helps. */
export function SideName({ side }: { readonly side: 'buy' | 'sell' }) {
  return (
    <span className={`nowrap ${side === 'buy' ? 'side-buy' : 'side-sell'}`}>
      <span aria-hidden="true">{words.sideMark[side]}</span> {words.side[side]}
    </span>
  );
}
