import { failing, ok, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

/** Whose money: real money is traded only when its own login is written down. */
export function realMoneyCheck({ accounts }: Ground): Finding[] {
  return accounts.flatMap(({ name, mode, mt5, metaapi }) => {
    const at = mt5 ?? metaapi;
    if (mode === 'simulated' || at === undefined) return [];
    const subject = { group: 'account', item: 'real-money', account: name } as const;
    const { login, arm_real_login: armed } = at;
    if (mode === 'paper') return ok(subject, 'paper: no order reaches the broker');
    if (mode === 'demo') return ok(subject, 'demo: a real account is refused');
    if (armed === login)
      return ok(subject, `REAL MONEY: ${login} is armed, as arm_real_login says`);
    const seen =
      armed === undefined
        ? `mode: real, and no login is armed: ${login} will be refused`
        : `mode: real, and ${armed} is armed, not ${login}: it will be refused`;
    return failing(
      subject,
      seen,
      `If real money is to be traded, write under ${mt5 ? 'mt5' : 'metaapi'}: arm_real_login: ${login}\nIf not, write mode: demo, or paper.`,
    );
  });
}
