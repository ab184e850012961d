import { api } from '../../api/client.ts';
import type { AccountView } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import { duration } from '../../format/clock.ts';
import { money } from '../../format/numbers.ts';
import { useLive } from '../../store/use-live.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';

const LIMITS_EVERY_MS = 5_000;

/** What a newcomer asks, answered with the numbers of this moment. */
export function AnswersPanel({ account }: { readonly account: AccountView }) {
  const say = words.answers;
  const all = useLive((state) => state.positions);
  const positions = all.filter((one) => one.account === account.account);
  const ours = positions.filter((one) => one.ours).length;
  const unstopped = positions.filter((one) => one.sl <= 0).length;
  const rows: readonly (readonly [question: string, answer: string])[] = [
    [say.realMoney, say.realMoneySays[account.mode]],
    [say.canLose, canLose(account)],
    [say.atRisk, useAtRisk(account, positions.length, unstopped)],
    [say.mine, say.mineSays(ours, positions.length - ours)],
    [say.dies, diesWords(positions.length, unstopped)],
    [say.whyNot, say.whyNotSays],
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

function canLose({ breaker, currency, serverTime }: AccountView): string {
  const say = words.answers;
  if (breaker === null) return say.unknown;
  if (breaker.state === 'tripped') return say.tripped;
  return say.canLoseSays(money(breaker.distance, currency), duration(breaker.endsAt - serverTime));
}

function useAtRisk(
  { account, currency }: AccountView,
  positions: number,
  unstopped: number,
): string {
  const { value } = useResource(`limits ${account}`, () => api.limits(account), {
    after: eventsOf(account, 'deal'),
    everyMs: LIMITS_EVERY_MS,
  });
  const rooms = value?.accounts[0]?.report?.rooms;
  const used = rooms?.find(({ limit }) => limit === 'max_total_exposure_pct')?.used;
  if (used === undefined && positions > 0) return words.none;
  return words.answers.atRiskSays(money(used ?? 0, currency), positions, unstopped);
}

function diesWords(positions: number, unstopped: number): string {
  const say = words.answers;
  if (unstopped > 0) return say.diesUnsafe(unstopped);
  return positions === 0 ? say.diesNone : say.diesSafe(positions);
}
