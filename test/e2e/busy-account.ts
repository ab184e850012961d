import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Less strict than anybody should be, so that something is open most of the time. */
const BUSY = `
accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD, GBPUSD, USDJPY, XAUUSD, AUDUSD]
    confidence_threshold: 0.5
    breaker: { daily_drawdown_pct: 20 }
    signal: { kill_zones: ['00:00-12:00', '12:00-23:59'] }
`;

/** A configuration file under which trades come and go; its path. */
export function busyAccount(folder: string): string {
  const file = join(folder, 'kimi.yaml');
  writeFileSync(file, BUSY);
  return file;
}
