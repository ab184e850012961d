import { SingleBar } from 'cli-progress';

export interface Progress {
  show(done: number, all: number): void;
  end(): void;
}

/** A progress bar on a terminal; nothing where the output is not one. */
export function progressBar(what: string): Progress {
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
