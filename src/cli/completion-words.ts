import type { Argument, Command, Option } from 'commander';

/** What may stand where on the command line, read off the program itself. */
export interface CompletionNode {
  /** Path of commands to here, `data import`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly CompletionOption[];
  /** Words that its arguments allow; empty where any file or name may stand. */
  readonly argumentChoices: readonly string[];
}

export interface Word {
  readonly name: string;
  readonly description: string;
}

export interface CompletionOption extends Word {
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** The program's commands as a flat list, itself first. */
export function completionNodes(command: Command, path: readonly string[] = []): CompletionNode[] {
  const shown = command.createHelp();
  const commands = shown.visibleCommands(command);
  const node: CompletionNode = {
    path: path.join(' '),
    commands: commands.map((one) => ({
      name: one.name(),
      description: firstLine(one.description()),
    })),
    options: shown.visibleOptions(command).flatMap(optionWords),
    argumentChoices: command.registeredArguments.flatMap(
      (argument: Argument) => argument.argChoices ?? [],
    ),
  };
  const below = commands
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => completionNodes(one, [...path, one.name()]));
  return [node, ...below];
}

function optionWords({ long, description, required, optional, argChoices }: Option) {
  if (long === undefined || long === null) return [];
  return {
    name: long,
    description: firstLine(description),
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
