import { parentPort, workerData } from 'node:worker_threads';
import { FrontDoor } from '../brokers/mt5/front-door.ts';
import type { DoorData, FromDoor, ToDoor } from './bridge-doors.ts';

/** The entry of a shared bridge port's thread: it leads terminals to their accounts and does nothing else. */
const port = parentPort;
if (!port) throw new Error("a door's thread is started by its house, not by hand");
const post = (message: FromDoor): void => port.postMessage(message);
const data = workerData as DoorData;

const opened = await FrontDoor.open({
  ...data,
  log: (level, text) => post({ type: 'note', level, text }),
});
if (opened.ok) {
  const { door } = opened;
  for (const [account, at] of data.ports) door.lead(account, at);
  port.on('message', (message: ToDoor) => {
    if (message.type === 'lead') return door.lead(message.account, message.port);
    port.close();
    void door.close();
  });
  post({ type: 'open', port: door.port });
} else {
  post({ type: 'failed', message: opened.message });
  port.close();
}
