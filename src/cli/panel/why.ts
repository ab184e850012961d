import { SignalStories, type SignalStory } from '../../agents/signal-stories.ts';
import { nearestSignals } from '../../api/nearest-signals.ts';
import { whySections, whyText } from '../../api/why-text.ts';
import { signalStoryView, type WhyAnswer } from '../../api/why-view.ts';
import { accountsIn, readAccount } from '../journal/account-journal.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { askRunning, goodBody, runningProgram } from '../running-program.ts';

export interface WhyOptions {
  readonly config?: string;
  readonly state?: string;
  readonly json?: boolean;
}

const OLDER =
  ' kimi-agent signals lists the newest. A running program keeps the newest 1000 of each account; stop it to ask for older.';

/** Tell why a signal was taken or not, and what became of it. */
export async function why(id: string, options: WhyOptions): Promise<void> {
  const config = configuration(options.config);
  const folder = options.state ?? config.state_dir;
  const running = runningProgram(folder);
  const path = `/api/signals/${encodeURIComponent(id)}/why`;
  const answer = running && (await askRunning(running, path));
  if (answer) return show(goodBody(answer, OLDER) as WhyAnswer, options);
  const signal = storyIn(folder, id);
  const { currency = '' } = config.accounts.find(({ name }) => name === signal.account) ?? {};
  const sections = whySections(signal, currency);
  show({ success: true, signal: viewOf(signal), sections, text: whyText(sections) }, options);
}

function show(answer: WhyAnswer, { json }: WhyOptions): void {
  const text = json === true ? JSON.stringify(answer, undefined, 1) : answer.text;
  process.stdout.write(`${text}\n`);
}

/** As the API would answer it: plain data of its documented fields. */
function viewOf(signal: SignalStory): WhyAnswer['signal'] {
  return signalStoryView.parse(signal);
}

/** From the journals of accounts that do not run. */
function storyIn(folder: string, id: string): SignalStory {
  const accounts = accountsIn(folder);
  const own = accounts.find((account) => id.startsWith(`${account}:`));
  const stories = new SignalStories(1);
  const ids: string[] = [];
  for (const account of own === undefined ? accounts : [own]) {
    readAccount(folder, account, (fact) => {
      const { body } = fact;
      if (body.kind === 'signal') {
        ids.push(body.signal.id);
        if (body.signal.id !== id) return;
      }
      stories.add(fact);
    });
  }
  const story = stories.of(id);
  if (story) return story;
  const nearest = nearestSignals(id, ids);
  const hint = nearest.length === 0 ? 'There are none yet.' : `The nearest: ${nearest.join(', ')}.`;
  throw new CommandError(`There is no signal ${id} in ${folder}. ${hint}`);
}
