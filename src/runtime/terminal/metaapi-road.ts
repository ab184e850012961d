import type { LineSettings } from '../../brokers/metaapi/line-settings.ts';
import { METAAPI_RISKS, loadSdk } from '../../brokers/metaapi/load-sdk.ts';
import { MetaApiTerminal } from '../../brokers/metaapi/metaapi-terminal.ts';
import type { MetaApiStart, ThreadStart } from '../messages.ts';
import { metaApiToken } from './metaapi-token.ts';
import type { RoadLog, TerminalRoad } from './terminal-road.ts';
import { termsOf } from './terms-of.ts';

/** A terminal that MetaApi runs. */
export function metaApiRoad(
  start: ThreadStart,
  at: MetaApiStart,
  log: RoadLog,
  change: Partial<LineSettings> = {},
): TerminalRoad {
  const { accountId, region, deploy, login, server } = at;
  const terminal = new MetaApiTerminal(start.settings.magicNamespace, {
    terms: termsOf(start, at, 'metaapi'),
    accountId,
    deploy,
    ...(region === undefined ? {} : { region }),
    load: loadSdk,
    token: () => metaApiToken(at),
    log,
    progress: (text) => log('warn', text), // a person waits for it
    ...change,
  });
  return {
    terminal,
    through: ', through MetaApi',
    async open() {
      terminal.open();
      const waits = `connecting to ${login} on ${server} through MetaApi. ${METAAPI_RISKS}`;
      return { ok: true, waits };
    },
    close: () => terminal.close(),
  };
}
