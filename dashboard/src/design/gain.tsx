import { gain } from '../format/numbers.ts';
import { words } from '../words.ts';

interface GainProps {
  readonly amount: number | null;
  readonly currency: string;
}

/** A gain or loss with its sign; the colour only helps. */
export function Gain({ amount, currency }: GainProps) {
  if (amount === null) return <>{words.none}</>;
  const tone = amount > 0 ? 'gain-up' : amount < 0 ? 'gain-down' : '';
  return <span className={`nowrap ${tone}`}>{gain(amount, currency)}</span>;
}
