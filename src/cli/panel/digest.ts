import { DayDigests, type DayDigest } from '../../agents/day-digests.ts';
import type { DigestAnswer } from '../../api/digest.ts';
import { digestLines } from '../../api/digest-text.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { Config } from '../../config/schema.ts';
import type { AccountName, UtcMs } from '../../market/units.ts';
import { accountsIn, readAccount } from '../journal/account-journal.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { askRunning, goodBody, runningProgram } from '../running-program.ts';

export interface DigestOptions {
  readonly config?: string;
  readonly state?: string;
  readonly day?: string;
  readonly symbol?: string;
  readonly json?: boolean;
}

type AccountDigest = DigestAnswer['digests'][number];

/** Tell what stood in the way of trades on a day, agent by agent, nearest miss first. */
export async function digest(options: DigestOptions): Promise<void> {
  const config = configuration(options.config);
  const folder = options.state ?? config.state_dir;
  const running = runningProgram(folder);
  const answer = running && (await askRunning(running, `/api/digest${queryOf(options)}`));
  if (answer) return show(goodBody(answer) as DigestAnswer, options);
  const digests = accountsIn(folder).map((account) => digestIn(folder, account, config, options));
  const lines = digests.flatMap(({ account, ...one }) => digestLines(account, one as DayDigest));
  show({ success: true, digests, text: lines.join('\n') }, options);
}

function queryOf({ day, symbol }: DigestOptions): string {
  const query = new URLSearchParams();
  if (day !== undefined) query.set('day', day);
  if (symbol !== undefined) query.set('symbol', symbol);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function show(answer: DigestAnswer, { json }: DigestOptions): void {
  const text = json === true ? JSON.stringify(answer, undefined, 1) : answer.text;
  process.stdout.write(`${text}\n`);
}

/** From the journal of an account that does not run; its day is the one it stopped on. */
function digestIn(
  folder: string,
  account: AccountName,
  config: Config,
  { day, symbol }: DigestOptions,
): AccountDigest {
  const configured = config.accounts.find(({ name }) => name === account);
  const [first] = config.accounts;
  const clockOf = configured ?? first;
  if (!clockOf) throw new CommandError('The configuration has no account.');
  if (!configured) {
    process.stderr.write(
      `kimi-agent: account ${account} is not in the configuration; its days are counted on the ` +
        `clock of account ${clockOf.name}\n`,
    );
  }
  const digests = new DayDigests(accountSettings(clockOf), undefined, day);
  let last = 0 as UtcMs;
  readAccount(folder, account, (fact) => {
    last = fact.time;
    digests.add(fact);
  });
  const found = digests.of(day ?? digests.dayAt(last));
  const agents = found.agents.filter((one) => symbol === undefined || one.symbol === symbol);
  return { account, day: found.day, agents };
}
