import { EXIT } from './exit-codes.ts';

/** They do nothing but tell, some of them at length or for ever: unheard they have nothing left to do. */
const ONLY_TELL: ReadonlySet<string> = new Set(['analyze', 'chaos', 'journal', 'logs', 'replay']);

/** Where words went to that go there no more. */
interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * Words that reach nobody end no trading and interrupt no act: a reader may have gone (`| head`), the disk
 * behind `> file` may be full. A command that only tells ends with them. What was lost other than by the
 * reader's own wish is no success.
 */
export function outliveOutput(command: string, stdout: Output, stderr: Output): void {
  let isTold = false;
  stdout.on('error', (error) => {
    const byReader = error.code === 'EPIPE';
    if (!byReader && !isTold) {
      isTold = true;
      process.exitCode = EXIT.failed;
      process.stderr.write(`kimi-agent: the output cannot be written: ${error.message}\n`);
    }
    if (ONLY_TELL.has(command)) process.exit(byReader ? EXIT.done : EXIT.failed);
  });
  // Nobody is left to tell that nobody can be told.
  stderr.on('error', () => {});
}
