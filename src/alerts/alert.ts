/** What a message can be about, and how much it matters. */
export const ALERT_EVENTS = [
  'started',
  'stopped',
  'trade-opened',
  'trade-closed',
  'refused-by-risk',
  'approval-wanted',
  'breaker-warned',
  'breaker-tripped',
  'breaker-armed',
  'emergency-stop',
  'link-lost',
  'link-back',
  'agent-trouble',
  'stop-missing',
  'order-unknown',
  'books-differ',
  'journal-trouble',
  'account-failed',
  'fault',
  'disk-low',
  'api-lockout',
  'day-digest',
] as const;
export type AlertEvent = (typeof ALERT_EVENTS)[number];

/** `critical` passes quiet hours. */
export type AlertLevel = 'info' | 'warning' | 'critical';

/** How a channel is told of an event: with a sound, without one, or not at all. */
export const DELIVERIES = ['on', 'silent', 'off'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface Alert {
  /** The same for the same happening, however often it is told: a receiver can drop what it knows. */
  readonly id: string;
  /** Mode and account, `DEMO main`: the first words of every message. */
  readonly head: string;
  readonly account: string;
  readonly event: AlertEvent;
  readonly level: AlertLevel;
  /** On the account's own clock, in milliseconds since 1970-01-01 UTC. */
  readonly time: number;
  readonly text: string;
}

export const LEVEL_OF: Readonly<Record<AlertEvent, AlertLevel>> = {
  started: 'info',
  stopped: 'warning',
  'trade-opened': 'info',
  'trade-closed': 'info',
  'refused-by-risk': 'info',
  'approval-wanted': 'info',
  'breaker-warned': 'warning',
  'breaker-tripped': 'critical',
  'breaker-armed': 'warning',
  'emergency-stop': 'critical',
  'link-lost': 'warning',
  'link-back': 'info',
  'agent-trouble': 'warning',
  'stop-missing': 'critical',
  'order-unknown': 'warning',
  'books-differ': 'warning',
  'journal-trouble': 'critical',
  'account-failed': 'critical',
  fault: 'warning',
  'disk-low': 'critical',
  'api-lockout': 'critical',
  'day-digest': 'info',
};

/** How an event is told where the configuration says nothing of it. */
export function usualDelivery(event: AlertEvent): Delivery {
  const isQuiet = event === 'refused-by-risk' || event === 'link-back' || event === 'started';
  return isQuiet ? 'silent' : 'on';
}
