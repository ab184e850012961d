import type { Command } from 'commander';
import type { SettingsOptions } from './agent-orders.ts';
import { numberBetween } from '../options.ts';
import { withPanelOptions, type PanelOptions } from './panel-options.ts';

const VERBS = {
  create: 'start an agent for a symbol of the configuration',
  stop: 'stop an agent; its positions stay, with their stops',
  restart: 'start a stopped or quarantined agent again',
} as const;

/** What a person orders of agents; added below `kimi-agent agents`, which lists them. */
export function addAgentCommands(agents: Command): void {
  for (const [verb, description] of Object.entries(VERBS)) {
    withPanelOptions(agents.command(verb))
      .description(description)
      .argument('<symbol>', 'symbol of the agent, in capitals')
      .action(async (symbol: string, _options: PanelOptions, command: Command) =>
        (await import('./agent-orders.ts')).orderAgent(
          verb as keyof typeof VERBS,
          symbol,
          command.optsWithGlobals(),
        ),
      );
  }
  withPanelOptions(agents.command('settings'))
    .description("an agent's settings and who set each; changes only make it stricter")
    .argument('<symbol>', 'symbol of the agent, in capitals')
    .option('--confidence <x>', 'take signals above this only, from 0 to 1', numberBetween(0, 1))
    .option('--risk <pct>', 'risk of each trade, per cent', numberBetween(0, 100))
    .option('--reset', 'put both back to what the configuration says')
    .action(async (symbol: string, _options: SettingsOptions, command: Command) =>
      (await import('./agent-orders.ts')).agentSettings(symbol, command.optsWithGlobals()),
    );
}

/** Answers to signals that wait for a person; added below `kimi-agent signals`. */
export function addSignalCommands(signals: Command): void {
  withPanelOptions(signals.command('waiting'))
    .description('signals below the automatic threshold that wait for your approval')
    .action(async (_options: PanelOptions, command: Command) =>
      (await import('./signal-orders.ts')).waitingSignals(command.optsWithGlobals()),
    );
  const answers = {
    approve: 'take a waiting signal, if gates and risk still allow it now',
    decline: 'do away with a waiting signal',
  } as const;
  for (const [verb, description] of Object.entries(answers)) {
    withPanelOptions(signals.command(verb))
      .description(description)
      .argument('<id>', 'id of the signal; kimi-agent signals waiting lists them')
      .action(async (id: string, _options: PanelOptions, command: Command) =>
        (await import('./signal-orders.ts')).answerSignal(
          verb as keyof typeof answers,
          id,
          command.optsWithGlobals(),
        ),
      );
  }
}
