import { api } from '../../api/client.ts';
import type { AccountView } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import { gain } from '../../format/numbers.ts';
import { useLive } from '../../store/use-live.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';
import { sumOf } from '../trades/trade-sums.ts';
import { atRisk, canLose, diesWords, whyNot, worksWords } from './answers.ts';

const LIMITS_EVERY_MS = 5_000;
/** As many trades as the program keeps at hand. */
const TRADES_ASKED = 1_000;

/** What a newcomer asks, answered with the numbers of this moment. */
export function AnswersPanel({ account }: { readonly account: AccountView }) {
  const say = words.answers;
  const name = account.account;
  const all = useLive((state) => state.positions);
  const everybody = useLive((state) => state.agents);
  const positions = all.filter((one) => one.account === name);
  const agents = everybody.filter((one) => one.account === name);
  const ours = positions.filter((one) => one.ours).length;
  const unstopped = positions.filter((one) => one.sl <= 0).length;
  const { value } = useResource(`limits ${name}`, () => api.limits(name), {
    after: eventsOf(name, 'deal'),
    everyMs: LIMITS_EVERY_MS,
  });
  const limits = value?.accounts[0];
  const rows: readonly (readonly [question: string, answer: string])[] = [
    [say.realMoney, say.realMoneySays[account.mode]],
    [say.works, worksWords(account, agents)],
    [say.canLose, canLose(account, limits)],
    [say.atRisk, atRisk(account, limits, positions.length, unstopped)],
    [say.mine, say.mineSays(ours, positions.length - ours)],
    [say.dies, diesWords(positions.length, unstopped)],
    [say.whyNot, whyNot(account, agents)],
    [say.earned, useEarned(account)],
    [say.less, say.lessSays],
    [say.stop, say.stopSays],
  ];
  return (
    <Panel title={say.title}>
      <dl className="answers">
        {rows.map(([question, answer]) => (
          <div key={question}>
            <dt>{question}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function useEarned({ account, currency }: AccountView): string {
  const { value } = useResource(`trades ${account}`, () => api.trades(account, TRADES_ASKED), {
    after: eventsOf(account, 'deal'),
  });
  if (value === undefined) return words.none;
  const { net, costs } = sumOf(value.trades);
  return words.answers.earnedSays(value.trades.length, gain(net, currency), gain(costs, currency));
}
