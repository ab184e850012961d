import { METAAPI_RISKS, sdkTrouble } from '../../brokers/metaapi/load-sdk.ts';
import { metaApiToken } from '../../runtime/terminal/metaapi-token.ts';
import { failing, ok, warning, type Finding } from './finding.ts';
import { cloudAccounts, tokenPlace, type CloudAccountConfig, type Ground } from './ground.ts';

/** What an account over MetaApi stands on, on this machine. */
export function metaApiChecks(ground: Ground): Finding[] {
  return cloudAccounts(ground).flatMap(({ name, metaapi }) => {
    const terminal = { group: 'terminal', item: 'metaapi', account: name } as const;
    const ask = 'Ask your broker or prop firm whether it is allowed. To do without: docs/mt5.md.';
    return [sdkCheck(name), tokenCheck(name, metaapi), warning(terminal, METAAPI_RISKS, ask)];
  });
}

function sdkCheck(account: string): Finding {
  const subject = { group: 'terminal', item: 'metaapi-sdk', account } as const;
  const trouble = sdkTrouble();
  if (trouble === undefined) return ok(subject, 'the MetaApi SDK is installed');
  const [seen = '', ...rest] = trouble.split('. ');
  return failing(subject, seen, rest.slice(0, 1).join());
}

function tokenCheck(account: string, metaapi: CloudAccountConfig['metaapi']): Finding {
  const subject = { group: 'secrets', item: 'metaapi-token', account } as const;
  const { token_file: tokenFile, token_env: tokenEnv } = metaapi;
  try {
    const { length } = metaApiToken(tokenPlace(metaapi));
    return ok(subject, `${length} characters, in ${tokenFile ?? tokenEnv ?? ''}`);
  } catch (error) {
    const todo =
      'Make a token at MetaApi (docs/metaapi.md), and put it there for you alone to read.';
    return failing(subject, (error as Error).message, todo);
  }
}
