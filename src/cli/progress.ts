import { SingleBar } from 'cli-progress';

export interface Progress {
  show(done: number, all: number): void;
  end(): void;
}

/** Set for a command that another program has started and that tells it how far it is. */
export const TELLS_PARENT = 'KIMI_AGENT_TELLS_PARENT';

/** A progress bar on a terminal; nothing where the output is not one. */
export function progressBar(what: string): Progress {
  if (process.env[TELLS_PARENT] !== undefined) return toldToParent();
  if (!process.stderr.isTTY) return { show: () => {}, end: () => {} };
  const bar = new SingleBar({
    format: `${what} {bar} {percentage} % · {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  let started = false;
  return {
    show(done, all) {
      if (!started) bar.start(all, done);
      started = true;
      bar.update(done);
    },
    end() {
      if (started) bar.stop();
    },
  };
}

/** Tells the program that started this one, once for each per cent. */
function toldToParent(): Progress {
  let told = -1;
  return {
    show(done, all) {
      const percent = Math.floor((100 * done) / all);
      if (percent === told) return;
      told = percent;
      process.send?.({ progress: done / all });
    },
    end: () => {},
  };
}
