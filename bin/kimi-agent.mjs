#!/usr/bin/env node
// `npx kimi-agent …`: sees to the packages, then runs the command line with the Node they contain.
// Must be readable by Node 20.
import { ensureInstalled } from './install.mjs';
import { runCommandLine } from './runtime.mjs';

const installed = ensureInstalled((line) => process.stderr.write(`${line}\n`));
const code = installed === 0 ? await runCommandLine(process.argv.slice(2)) : installed;
if (code !== undefined) process.exitCode = code;
