import './decision-dialog.css';
import type { AccountView, SignalRecord } from '../api/types.ts';
import { Dialog } from '../design/dialog.tsx';
import { clockTime, type ShownClock } from '../format/clock.ts';
import { confidence, lots, money, price } from '../format/numbers.ts';
import { reasonWords } from '../reason-words.ts';
import { words } from '../words.ts';
import { digitsOf } from './digits.ts';

type Signal = SignalRecord['signal'];

interface DecisionDialogProps {
  readonly record: SignalRecord;
  readonly account: AccountView;
  readonly clock: ShownClock;
  readonly onClose: () => void;
}

/** Why a signal was or was not taken, gate by gate and part by part. */
export function DecisionDialog({ record, account, clock, onClose }: DecisionDialogProps) {
  const say = words.decisions;
  const { signal, verdict } = record;
  const title = say.dialogTitle(words.side[signal.side], signal.symbol, signal.timeframe);
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="panel-note">
        {clockTime(signal.time, clock, 'full')} ({clock.label})
      </p>
      {verdict.taken ? (
        <div>
          <p className="tone-good">
            ✓{' '}
            {say.takenSays(
              lots(verdict.lots),
              money(verdict.risk, account.currency),
              String(verdict.number),
            )}
          </p>
          {verdict.warnings?.map(({ reason, detail }) => (
            <p key={reason}>
              <strong>{reasonWords(reason)}</strong>: {detail}
            </p>
          ))}
        </div>
      ) : (
        <div>
          <p>
            <strong>
              {say.refusedSays(say.by[verdict.by] ?? verdict.by, reasonWords(verdict.reason))}
            </strong>
          </p>
          <p>{verdict.detail}</p>
        </div>
      )}
      <Plan signal={signal} account={account} />
      <Gates signal={signal} />
      <Score signal={signal} account={account} />
    </Dialog>
  );
}

interface PartProps {
  readonly signal: Signal;
  readonly account: AccountView;
}

function Plan({ signal, account }: PartProps) {
  const say = words.decisions;
  const { entry, stopLoss, takeProfit } = signal;
  const digits = digitsOf(account, signal.symbol, entry.price);
  const risk = Math.abs(entry.price - stopLoss);
  const how = entry.kind === 'market' ? say.entryMarket : say.entryLimit;
  return (
    <dl className="plan">
      <div>
        <dt>{say.entry}</dt>
        <dd>
          {how} {price(entry.price, digits)}
        </dd>
      </div>
      <div>
        <dt>{say.stop}</dt>
        <dd>{price(stopLoss, digits)}</dd>
      </div>
      <div>
        <dt>{say.target}</dt>
        <dd>{price(takeProfit, digits)}</dd>
      </div>
      <div>
        <dt>{say.rewardRisk}</dt>
        <dd>{risk > 0 ? `${lots(Math.abs(takeProfit - entry.price) / risk)} : 1` : words.none}</dd>
      </div>
    </dl>
  );
}

function Gates({ signal }: Pick<PartProps, 'signal'>) {
  const say = words.decisions;
  return (
    <section>
      <h3>{say.gates}</h3>
      {signal.gates.length === 0 && <p className="panel-note">{say.noGates}</p>}
      <ul className="reasons">
        {signal.gates.map((gate) => (
          <li key={gate.gate}>
            <span className={`reason-mark ${gate.passed ? 'tone-good' : 'tone-danger'}`}>
              {gate.passed ? `✓ ${say.passed}` : `✕ ${say.blocked}`}
            </span>
            <span>
              <strong>{reasonWords(gate.gate)}</strong>
              <br />
              {gate.detail}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Score({ signal, account }: PartProps) {
  const say = words.decisions;
  return (
    <section>
      <h3>{say.score}</h3>
      {signal.score.length === 0 ? (
        <p className="panel-note">{say.noScore}</p>
      ) : (
        <p>
          {say.confidenceTotal} <strong>{confidence(signal.confidence)}</strong>,{' '}
          {say.threshold(confidence(account.threshold))}
        </p>
      )}
      <ul className="reasons">
        {signal.score.map((part) => (
          <li key={part.part}>
            <span className="reason-mark">
              {say.partOf(confidence(part.value * part.weight), confidence(part.weight))}
              <progress max={1} value={part.value} aria-hidden="true" />
            </span>
            <span>
              <strong>{reasonWords(part.part)}</strong>
              <br />
              {part.detail}
            </span>
          </li>
        ))}
      </ul>
      <p className="panel-note">{say.confidenceNote}</p>
    </section>
  );
}
