import { Expert, type ExpertOptions } from './expert.ts';
import { ScriptedGateway, type GatewayScript, type ScriptedLink } from './scripted-gateway.ts';
import { TestTerminal } from './terminal/test-terminal.ts';

/** An Expert Advisor between a terminal and a gateway that a test holds both in its hands. */
export class Bench {
  readonly terminal: TestTerminal;
  readonly gateway: ScriptedGateway;
  readonly expert: Expert;
  readonly inputs: Record<string, string | number | boolean>;
  knobs: Record<string, number> = {};

  private constructor(
    program: string,
    terminal: TestTerminal,
    gateway: ScriptedGateway,
    port: number,
  ) {
    this.terminal = terminal;
    this.gateway = gateway;
    this.expert = new Expert(program, terminal);
    this.inputs = { InpPort: port, InpSecret: gateway.script.secret, InpTimerMs: 10 };
  }

  static async build(
    program: string,
    {
      terminal = new TestTerminal(),
      script = {},
    }: { terminal?: TestTerminal; script?: Partial<GatewayScript> } = {},
  ): Promise<Bench> {
    const gateway = new ScriptedGateway(script);
    return new Bench(program, terminal, gateway, await gateway.open());
  }

  /** Starts the Expert Advisor; resolves once it is linked and its books are told. */
  async start(more: Partial<ExpertOptions> = {}): Promise<ScriptedLink> {
    const from = this.gateway.links.length;
    this.launch(more);
    return this.gateway.linked(from);
  }

  launch({ inputs = {}, knobs = {} }: Partial<ExpertOptions> = {}): void {
    this.expert.start({
      inputs: { ...this.inputs, ...inputs },
      knobs: { ...this.knobs, ...knobs },
    });
  }

  async end(): Promise<void> {
    await this.expert.remove();
    await this.gateway.close();
  }
}
