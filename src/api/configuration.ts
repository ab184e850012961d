import * as z from 'zod';
import { checkText } from '../config/check-text.ts';
import { parseConfig } from '../config/load-config.ts';
import { listPresets, type ListedPreset } from '../config/preset-list.ts';
import { runningSettings, shownText, type StartedWith } from '../config/running-config.ts';
import type { ApiServer } from './api-server.ts';
import { asYaml, presetView, settingView, settingViewOf, yamlValue } from './configuration-view.ts';
import type { ControlRoom } from './control-room.ts';

/** A configuration of many accounts is a tenth of it. */
const TEXT_CHARACTERS_MAX = 64 * 1024;

const success = z.literal(true);
const configurationAnswer = z
  .object({
    success,
    file: z.string().nullable().describe('Null when the program runs on its defaults'),
    yaml: z.string().describe('What the file says, without its comments'),
    secrets: z
      .array(z.object({ variable: z.string(), is_set: z.boolean() }))
      .describe('Variables of the environment that are asked for secrets; never what they hold'),
    settings: z.array(settingView),
  })
  .meta({ id: 'ConfigurationAnswer' });

const checkBody = z.strictObject(
  {
    text: z
      .string()
      .max(TEXT_CHARACTERS_MAX, `at most ${TEXT_CHARACTERS_MAX} characters`)
      .optional()
      .describe('A YAML file; left out, the one that runs, without its comments'),
    set: z
      .strictObject({
        key: z.string().max(200).describe('As the list of settings names it'),
        value: yamlValue.describe('null takes it out'),
      })
      .optional()
      .describe('A setting to write into the text before it is checked'),
  },
  { error: 'expects text, set, or both' },
);

const checkAnswer = z
  .object({
    success,
    valid: z.boolean().describe('Would the program start with it?'),
    yaml: z.string().describe('The text that was checked'),
    problems: z.array(
      z.object({
        line: z.number().nullable().describe('From 1; null where nothing of it is written'),
        key: z.string(),
        found: z.string(),
        allowed: z.string(),
        mend: z.string(),
        says: z.string().describe('All of it in one line'),
      }),
    ),
    warnings: z.array(z.string()),
    changes: z
      .array(z.object({ key: z.string(), from: yamlValue, to: yamlValue }))
      .describe('What would be otherwise after a restart with this text'),
  })
  .meta({ id: 'ConfigurationCheck' });

const presetList = z
  .object({
    success,
    presets: z.array(presetView),
    problems: z.array(z.string()).describe('Files that are no presets'),
  })
  .meta({ id: 'PropFirmPresetList' });

const noQuery = z.strictObject({});

/** The configuration as it runs, a text checked against it, and the presets of prop firms. */
export function configurationRoutes(
  server: ApiServer,
  room: ControlRoom,
  start: StartedWith = byDefault(),
): void {
  const accounts = start.config.accounts.map(({ name }) => name);
  server.get(
    '/api/configuration',
    {
      schema: {
        summary: 'Every setting as the program runs it, with where its value comes from',
        tags: ['Configuration'],
        querystring: noQuery,
        response: { 200: configurationAnswer },
      },
    },
    () => ({
      success: true as const,
      file: start.file ?? null,
      yaml: shownText(start),
      secrets: start.secrets.map(({ variable, isSet }) => ({ variable, is_set: isSet })),
      settings: runningSettings(start).map((one) => settingViewOf(one, accounts, room)),
    }),
  );
  checkRoute(server, start);
  server.get(
    '/api/prop-firms',
    {
      schema: {
        summary: 'Presets of prop firms, how old they are, and which are in force',
        tags: ['Configuration'],
        querystring: noQuery,
        response: { 200: presetList },
      },
    },
    () => {
      const { presets, problems } = listPresets(start.config, Date.now());
      return { success: true as const, presets: presets.map(presetOf), problems: [...problems] };
    },
  );
}

function checkRoute(server: ApiServer, start: StartedWith): void {
  server.post(
    '/api/configuration/check',
    {
      config: { needs: 'read', changesNothing: true },
      // In JSON a character may take several bytes.
      bodyLimit: 4 * TEXT_CHARACTERS_MAX,
      schema: {
        summary: 'Check a YAML text as a start would: changes nothing',
        tags: ['Configuration'],
        querystring: noQuery,
        body: checkBody,
        response: { 200: checkAnswer },
      },
    },
    ({ body: { text, set } }) => {
      const { text: yaml, problems, warnings, changes } = checkText(start, text, set);
      return {
        success: true as const,
        valid: problems.length === 0,
        yaml,
        problems: problems.map(({ line, ...rest }) => ({ line: line ?? null, ...rest })),
        warnings: [...warnings],
        changes: changes.map(({ key, from, to }) => ({ key, from: asYaml(from), to: asYaml(to) })),
      };
    },
  );
}

function presetOf({ name, preset, ageDays, warning, accounts }: ListedPreset) {
  const { firm, phase, size, currency, source, checked_on, breaker, limits } = preset;
  const rules = Object.entries({ ...breaker, ...limits }).map(([key, value]) => ({
    key,
    value: asYaml(value),
  }));
  const dated = { source, checked_on, age_days: ageDays, warning: warning ?? null };
  return { name, firm, phase, size, currency, ...dated, rules, accounts: [...accounts] };
}

/** As if the program had been started without a file. */
function byDefault(): StartedWith {
  const loaded = parseConfig('');
  if (!loaded.ok) throw new Error('the defaults are no configuration');
  return { file: undefined, text: '', config: loaded.config, secrets: [], overrides: [] };
}
