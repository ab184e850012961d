import { ensurePage } from './page-build.ts';

const built = await ensurePage({ say: (line) => process.stderr.write(`${line}\n`) });
if (!built.ok) {
  process.stderr.write(`kimi-agent: no page: ${built.reason}\n`);
  process.exitCode = 1;
}
