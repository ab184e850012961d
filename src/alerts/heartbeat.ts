import { faultWords, withoutSecrets } from './http-post.ts';

export interface HeartbeatParts {
  readonly url: string;
  readonly everyMs: number;
  /** Does everything run as it should? Only then it beats: silence is the alarm. */
  readonly isWell: () => boolean;
  readonly say: (line: string) => void;
}

const PATIENCE_MS = 10_000;

/** Tells an outside service now and then that the program lives; the service calls when it does not. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  #timer: NodeJS.Timeout | undefined;
  #failed = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.beat(), this.#parts.everyMs);
    this.#timer.unref();
    void this.beat();
  }

  /** Beat once, if all is well; true when the service took it. */
  async beat(): Promise<boolean> {
    const { url, isWell, say } = this.#parts;
    if (!isWell()) return false;
    let reason: string;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(url, { method: 'POST', signal });
      await response.text();
      if (response.ok) {
        this.#failed = false;
        return true;
      }
      reason = `answered ${response.status}`;
    } catch (error) {
      reason = withoutSecrets(faultWords(error), [url]);
    }
    if (!this.#failed) say(`alerts: the heartbeat is not taken: ${reason}`);
    this.#failed = true;
    return false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
