import { parseConfig } from '../../../config/load-config.ts';
import { describeProblem } from '../../../config/problem.ts';
import type { Ground } from '../ground.ts';

/** What checks stand on, from the text of a configuration; nothing runs. */
export function groundOf(yaml: string, change: Partial<Ground> = {}): Ground {
  const loaded = parseConfig(yaml);
  if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
  const { config } = loaded;
  return {
    config,
    accounts: config.accounts,
    folder: '/nowhere',
    environment: {},
    running: undefined,
    isHeld: false,
    answers: false,
    ...change,
  };
}

/** An account at a terminal, with more lines of its block. */
export function demoAccount(...lines: readonly string[]): string {
  return [
    'accounts:',
    '  - name: main',
    '    mode: demo',
    '    currency: USD',
    '    symbols: [EURUSD]',
    '    mt5: { login: 5012345, server: Example-Demo }',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}
