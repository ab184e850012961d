/** Words of the signals that wait for a person. */
export const approval = {
  title: 'Waiting for your approval',
  off: 'Nothing waits. Signals below the automatic threshold wait here when the configuration asks for it (approval: above).',
  left: (time: string) => `${time} left`,
  approve: 'Approve',
  decline: 'Decline',
  approveLabel: (symbol: string) => `Approve the signal in ${symbol}`,
  declineLabel: (symbol: string) => `Decline the signal in ${symbol}`,
  why: 'Why?',
  note: 'Approved, it is checked once more at the prices of that moment: gates and risk may still refuse it.',
  confirmTitle: (side: string, symbol: string) => `Approve ${side} ${symbol}?`,
  confirm: 'Approve',
  sending: 'Asking …',
  approved: (symbol: string) => `Signal in ${symbol} approved.`,
  declined: (symbol: string) => `Signal in ${symbol} declined.`,
  failed: (why: string) => `The waiting signals could not be loaded. ${why}`,
  plan: (entry: string, stop: string, target: string) =>
    `entry near ${entry}, stop ${stop}, target ${target}`,
};
