/**
 * Name in a Host header without its port, lower case; undefined when there is none to read. An IPv6
 * address keeps its brackets.
 */
export function hostName(header: string | undefined): string | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?$/.exec(header ?? '');
  return match?.[1]?.toLowerCase();
}

/** A name that only ever means this machine. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(name);
}

/** Whether a page with this Origin was served by the host that the request was sent to. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined) return false;
  const served = host.toLowerCase();
  return origin === `http://${served}` || origin === `https://${served}`;
}

/** An address that only this machine has. */
export function isThisMachine(ip: string): boolean {
  return ip === '::1' || isLoopback(ip.replace(/^::ffff:/, ''));
}
