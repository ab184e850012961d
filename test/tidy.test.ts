import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { strayApprovals } from './tidy/approval.ts';
import { confidenceInPerCent } from './tidy/confidence.ts';
import { launcherDependencies, unportableScripts } from './tidy/launchers.ts';
import { loadedAtOnce } from './tidy/loaded-at-once.ts';
import { isText, projectFiles, readText, ROOT, sourceFiles } from './tidy/project-files.ts';
import { impurities, isPure } from './tidy/pure-core.ts';
import { orderBreaches } from './tidy/room-order.ts';
import { type Exceptions, oversized, staleExceptions } from './tidy/sizes.ts';
import type { Finding } from './tidy/source-file.ts';
import { badWording, foreignAddresses } from './tidy/wording.ts';

/** Sizes above the house's limits: only ever fewer and lower. */
const EXCEPTIONS: Exceptions = {};

const MOST_BYTES = 512 * 1024;

const files = projectFiles();
const sources = sourceFiles(files);

function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

describe('the sources are tidy', { timeout: 60_000 }, () => {
  it('are found at all', () => {
    expect(sources.filter(({ path }) => isPure(path)).length).toBeGreaterThan(20);
    expect(files).toContain('package.json');
  });

  it('the core has no clock, no chance, no waiting and no outside world', () => {
    expect(lines(sources.flatMap(impurities))).toEqual([]);
  });

  it('rooms know only the rooms before them', () => {
    expect(lines(sources.flatMap(orderBreaches))).toEqual([]);
  });

  it('only risk approves', () => {
    expect(lines(sources.flatMap(strayApprovals))).toEqual([]);
  });

  it('files and functions are small', () => {
    expect(lines(sources.flatMap((file) => oversized(file, EXCEPTIONS)))).toEqual([]);
    expect(staleExceptions(sources, EXCEPTIONS)).toEqual([]);
  });

  // Each account's thread holds a copy of all that it loads.
  it.each(['src/runtime/trading-thread.ts', 'src/runtime/simulated/simulated-account.ts'])(
    'a simulated account loads no package and no road to a terminal: %s',
    (entry) => {
      const { files: loaded, packages } = loadedAtOnce(entry, sources);
      expect(loaded.length).toBeGreaterThan(1);
      expect(packages).toEqual([]);
      const roads = /^src\/(brokers\/(mt5|metaapi)|runtime\/terminal)\//;
      expect(loaded.filter((path) => roads.test(path))).toEqual([]);
    },
  );

  it('launchers run before anything is installed', () => {
    expect(lines(sources.flatMap(launcherDependencies))).toEqual([]);
  });
});

describe('the repository is tidy', () => {
  it('holds nothing left for later and nothing of one machine', () => {
    const texts = files.filter((path) => isText(path) && path !== 'package-lock.json');
    expect(lines(texts.flatMap((path) => badWording(path, readText(path))))).toEqual([]);
  });

  it('never writes a confidence as a per cent', () => {
    // The rule's own tests show it what it must find.
    const texts = files.filter((path) => isText(path) && !path.startsWith('test/tidy/'));
    expect(lines(texts.flatMap((path) => confidenceInPerCent(path, readText(path))))).toEqual([]);
  });

  it('holds no large file', () => {
    const large = files.filter((path) => statSync(join(ROOT, path)).size > MOST_BYTES);
    expect(large.filter((path) => path !== 'package-lock.json')).toEqual([]);
  });

  it('its lock file is bound to no network', () => {
    expect(foreignAddresses(readText('package-lock.json'))).toEqual([]);
  });

  it('its scripts read the same in every shell', () => {
    const { scripts } = JSON.parse(readText('package.json')) as {
      scripts: Record<string, string>;
    };
    expect(unportableScripts(scripts)).toEqual([]);
  });
});
