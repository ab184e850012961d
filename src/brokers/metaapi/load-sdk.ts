import { createRequire } from 'node:module';
import type { Sdk } from './sdk.ts';

/** The release that this program was written against. */
const SDK_VERSION = '29.3.3';

/** Node takes this entry: the package's usual one for `import` is for browsers alone. */
const ENTRY = 'metaapi.cloud-sdk/esm-node';

/** What a person who takes this road should know, in one sentence each. */
export const METAAPI_RISKS =
  'MetaApi is a paid service of a third party: it holds the password of the trading account and can ' +
  'trade on it. Some prop firms forbid cloud services or addresses that are not yours: ask before you ' +
  'use it. Orders and prices go through its servers; this program has never been run against them';

const MISSING =
  `the MetaApi SDK is not installed. In the program's folder run: npm install --no-save ` +
  `metaapi.cloud-sdk@${SDK_VERSION} (about 220 packages, 100 MB). Its licence allows its use with the ` +
  `MetaApi service alone, which is why it does not come with this program. ${METAAPI_RISKS}`;

/** Why the SDK could not be imported, with what to do; undefined where it is there. */
export function sdkTrouble(): string | undefined {
  try {
    createRequire(import.meta.url).resolve(ENTRY);
    return undefined;
  } catch {
    return MISSING;
  }
}

/** Import the SDK. Throws, with what to do, when it is not there or not what is expected. */
export async function loadSdk(): Promise<Sdk> {
  const trouble = sdkTrouble();
  if (trouble !== undefined) throw new Error(trouble);
  const name: string = ENTRY; // not a literal: nothing is to be resolved before it is wanted
  const found = (await import(name)) as Partial<Sdk>;
  const { default: api, SynchronizationListener: listener } = found;
  if (typeof api === 'function' && typeof listener === 'function') {
    return { default: api, SynchronizationListener: listener };
  }
  throw new Error(
    `the MetaApi SDK that is installed is not of the kind of ${SDK_VERSION}: ` +
      `npm install --no-save metaapi.cloud-sdk@${SDK_VERSION}`,
  );
}
