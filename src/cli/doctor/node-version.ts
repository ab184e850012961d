import { failing, ok, type Finding } from './finding.ts';

/** What the sources need: types are stripped, SQLite is built in. */
const OLDEST_MAJOR = 24;

export function nodeVersion(version: string = process.versions.node): Finding[] {
  const subject = { group: 'program', item: 'node' } as const;
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return [ok(subject, `Node ${version}`)];
  const todo = `Start it by npx kimi-agent, which brings its own, or install Node ${OLDEST_MAJOR} or newer.`;
  return [failing(subject, `Node ${version}, and ${OLDEST_MAJOR} is needed`, todo)];
}
