/** What the program's exit codes mean; they do not change between versions. */
export const EXIT = {
  done: 0,
  /** Something failed that the person could not have known. */
  failed: 1,
  /** What was asked for cannot be done as asked: bad file, option, configuration, taken port. */
  badInput: 2,
  /** The gate was asked and did not let through. */
  gateShut: 3,
  /** The command needs the running program, and none runs on the state folder. */
  notRunning: 4,
  /** The running program was asked and said no, with its reason. */
  refused: 5,
  /** No answer in time: what was asked may still be carried out. Look before asking again. */
  notConfirmed: 6,
  /** What was compared is not the same: a statement and the journal, or a journal and its replay. */
  differs: 7,
  /** Looked at by `doctor`: at least one item is failing. */
  unfit: 8,
} as const;

/** Ends a command with a message for a person and no stack trace. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.badInput) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
