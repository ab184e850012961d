import type { ViewProps } from '../frame/view-props.ts';
import { DecisionsPanel } from '../panels/decisions-panel.tsx';

/** Every candidate and what became of it. */
export function SignalsView({ account, clock, signals, signalsFailed, onWhy }: ViewProps) {
  return (
    <DecisionsPanel
      account={account}
      clock={clock}
      signals={signals}
      failed={signalsFailed}
      onOpen={onWhy}
    />
  );
}
