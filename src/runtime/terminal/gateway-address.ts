import type { ListenSettings } from '../../brokers/mt5/listen.ts';
import type { TerminalStart } from '../messages.ts';

/** Where an account's own gateway listens: in private, where a door in front of it leads its terminal there. */
export function gatewayAddress({
  host,
  port,
  tls,
  allowPlain,
  shared,
}: TerminalStart): ListenSettings {
  if (shared) return { host: '127.0.0.1', port: 0 };
  return { host, port, allowPlain, ...(tls ? { tls } : {}) };
}
