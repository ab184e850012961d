import { BrokerProcess } from '../../runtime/broker-process/broker-process.ts';
import { StateFolder } from '../../runtime/state/state-folder.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { onStopAsked } from './stop-asked.ts';
import { threadStart } from './thread-starts.ts';
import { version } from '../version.ts';

export interface BrokerOptions {
  readonly config?: string;
  readonly account?: string;
  readonly state: string;
  readonly port: number;
  readonly speed: number;
  readonly seed?: number;
}

/** Nobody else's business: what is traded here is simulated, and so is its broker. */
const HOST = '127.0.0.1';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Run the simulated market and broker until it is told to stop. */
export async function broker(options: BrokerOptions): Promise<void> {
  const { accounts, instruments } = configuration(options.config);
  const simulated = accounts.filter(({ mode }) => mode === 'simulated');
  const account = simulated.find(
    ({ name }) => options.account === undefined || name === options.account,
  );
  if (!account) {
    const known = simulated.map(({ name }) => name).join(', ');
    throw new CommandError(
      `No simulated account is called ${options.account ?? 'anything'}; there are: ${known}`,
    );
  }
  const opened = StateFolder.open(options.state);
  if (!opened.ok) throw new CommandError(opened.message);
  const { folder } = opened;
  try {
    const start = threadStart(account, { ...options, instruments }, folder, say);
    const world = new BrokerProcess(start, (detail) => say(`  ${detail} …`));
    const { port } = options;
    const listening = await world.listen({ host: HOST, port }).catch((error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      throw new CommandError(`Port ${port} cannot be listened on (${words}): --port N`);
    });
    folder.noteAddress(`tcp://${HOST}:${listening}`);
    greet(world.name, `${HOST}:${listening}`, options, folder.path);
    onStopAsked(folder.path, () => {
      world.close();
      folder.close();
      process.exit(0);
    });
  } catch (error) {
    folder.close();
    throw error;
  }
}

function greet(name: string, address: string, { speed }: BrokerOptions, folder: string): void {
  say('');
  say(`  Kimi Agent ${version()}: simulated broker`);
  say(`  Market   ${name}, ×${speed}; money is SIM, nothing here is real`);
  say(`  Trade    kimi-agent start --broker ${address}`);
  say(`  State    ${folder}`);
  say('  Stop     Ctrl+C; books and market are kept');
  say('');
}
