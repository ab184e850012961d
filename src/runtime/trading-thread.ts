import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData } from './account-thread.ts';
import type { FromThread, MetaApiStart, TerminalStart, ToThread } from './messages.ts';
import { releaseMemory } from './release-memory.ts';
import { StepBeacon } from './step-beacon.ts';

/**
 * The entry of one account's trading thread: it does nothing but trade. Each world is loaded where an
 * account lives in it, for every thread holds a copy of all that it has loaded.
 */
const port = parentPort;
if (!port) throw new Error('the trading thread is started by its account, not by hand');
const post = (message: FromThread): void => port.postMessage(message);
const { start, beacon } = workerData as ThreadData;
const signs = new StepBeacon(
  beacon,
  start.instruments.map(({ symbol }) => symbol),
);

if (start.settings.mode === 'simulated' && start.world.broker) {
  const { RemoteAccount } = await import('./broker-process/remote-account.ts');
  const account = new RemoteAccount(start, start.world.broker, post, signs);
  account.open();
  port.on('message', (message: ToThread) => {
    account.receive(message);
    if (message.type === 'stop') port.close();
  });
} else if (start.settings.mode === 'simulated') {
  const { replay } = start.world;
  const openMarket = replay
    ? (await import('./simulated/replayed-market.ts')).replayedMarket(replay)
    : undefined;
  const { SimulatedAccount } = await import('./simulated/simulated-account.ts');
  const account = new SimulatedAccount(start, post, signs, openMarket);
  account.open(performance.now());
  releaseMemory();
  port.on('message', (message: ToThread) => {
    account.receive(message);
    if (message.type === 'stop') port.close();
  });
  account.run();
} else if (start.terminal ?? start.metaapi) {
  const { isOfSdk } = await import('../brokers/metaapi/words-of.ts');
  process.on('unhandledRejection', (reason) => {
    // Our own are bugs, and end the thread; what the SDK forgets is no harm to what we do with it.
    if (!isOfSdk(reason)) throw reason;
  });
  const at = (start.terminal ?? start.metaapi) as TerminalStart | MetaApiStart;
  const { roadTo } = await import('./terminal/terminal-road.ts');
  const { TerminalAccount } = await import('./terminal/terminal-account.ts');
  const account = new TerminalAccount(start, at, post, signs, await roadTo(at));
  port.on('message', (message: ToThread) => {
    account.receive(message);
    if (message.type === 'stop') port.close();
  });
  await account.open();
} else {
  const detail =
    `mode ${start.settings.mode} needs a MetaTrader 5 terminal: write mt5: with login and server ` +
    'of the account, or metaapi:';
  post({ type: 'status', status: { state: 'failed', detail } });
}
