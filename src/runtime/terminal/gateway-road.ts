import { Gateway } from '../../brokers/mt5/gateway.ts';
import { Terminal } from '../../brokers/mt5/terminal.ts';
import type { UtcMs } from '../../market/units.ts';
import type { TerminalStart, ThreadStart } from '../messages.ts';
import { gatewayAddress } from './gateway-address.ts';
import type { RoadLog, TerminalRoad } from './terminal-road.ts';
import { terminalSecret } from './terminal-secret.ts';
import { takeToken } from './terminal-token.ts';
import { termsOf } from './terms-of.ts';

/** The terminal's own Expert Advisor dials in. */
export function gatewayRoad(start: ThreadStart, at: TerminalStart, log: RoadLog): TerminalRoad {
  const { settings, folder, version } = start;
  const { host, port, login, server, shared = false } = at;
  const terminal = new Terminal({
    terms: termsOf(start, at, 'mt5'),
    secret: terminalSecret(folder),
    namespace: settings.magicNamespace,
    token: takeToken(folder, Date.now() as UtcMs),
    version,
    log,
  });
  let gateway: Gateway | undefined;
  return {
    terminal,
    expert: terminal,
    through: '',
    async open() {
      const opened = await Gateway.open({ ...gatewayAddress(at), version, log }, [terminal]);
      if (!opened.ok) return opened;
      gateway = opened.gateway;
      const waits =
        `waiting for the terminal of ${login} on ${server} at ${host}:${port}; the ` +
        "secret for its Expert Advisor is in the account's folder, file mt5-secret";
      return { ok: true, waits, ...(shared ? { privatePort: gateway.port } : {}) };
    },
    close() {
      terminal.close();
      void gateway?.close();
    },
  };
}
