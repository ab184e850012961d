// Does the gate let luck through, and does it see an edge? Many simulated markets without an edge and
// with a planted one of +0.2 R, each as long as the gate itself asks for.
//   node scripts/gate-check.ts [--markets 1000]
// Exit code 1 when more than 5 % pass without an edge, or fewer than 80 % with one.
import { parseArgs } from 'node:util';
import { knowledgeFor, passesGate } from '../src/evidence/gate/planted-edge-fixture.ts';
import { wilson } from '../src/evidence/wilson.ts';

const MOST_LUCK = 0.05;
const LEAST_SIGHT = 0.8;

function shareOf(markets: number, spread: number, knows: number, name: string): number {
  let passed = 0;
  let trades = 0;
  for (let seed = 1; seed <= markets; seed += 1) {
    const answer = passesGate({ seed, spread, knows });
    if (answer.passed) passed += 1;
    trades += answer.trades;
  }
  const interval = wilson(passed, markets);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  process.stdout.write(
    `${name.padEnd(34)} ${passed} of ${markets} pass: ${percent(passed / markets)} (95 %: ` +
      `${percent(interval?.low ?? 0)} to ${percent(interval?.high ?? 1)}), ${Math.round(trades / markets)} trades each\n`,
  );
  return passed / markets;
}

const { values } = parseArgs({ options: { markets: { type: 'string', default: '1000' } } });
const markets = Number(values.markets);
const started = performance.now();
const luck = [
  shareOf(markets, 0, 0, 'No edge, no spread'),
  shareOf(markets, 10, 0, 'No edge, spread 0.05 R'),
];
const sight = [
  shareOf(markets, 2, knowledgeFor(0.2, 2), 'Edge +0.2 R, spread 0.01 R'),
  shareOf(markets, 10, knowledgeFor(0.2, 10), 'Edge +0.2 R, spread 0.05 R'),
];
process.stdout.write(`Took ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);
const isFair =
  luck.every((share) => share <= MOST_LUCK) && sight.every((share) => share >= LEAST_SIGHT);
process.exitCode = isFair ? 0 : 1;
