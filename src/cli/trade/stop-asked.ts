import { takeStopRequest, type StopRequest } from '../../runtime/state/stop-files.ts';

/** A request to stop that lies in the state folder is looked for this often. */
const LOOK_EVERY_MS = 500;

/**
 * Called at each signal that asks the process to end, a closed console among them, and at each request
 * that is found in the state folder; says who asked.
 */
export function onStopAsked(
  folder: string,
  asked: (request: StopRequest, by: string) => void,
): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    process.on(signal, () => asked({ flatten: false }, signal));
  }
  takeStopRequest(folder); // of an earlier life
  setInterval(() => {
    const request = takeStopRequest(folder);
    if (request) asked(request, 'kimi-agent stop');
  }, LOOK_EVERY_MS).unref();
}
