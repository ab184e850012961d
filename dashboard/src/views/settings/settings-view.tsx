import './settings-view.css';
import { useRef } from 'react';
import { api } from '../../api/client.ts';
import type { ViewProps } from '../../frame/view-props.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { AgentsSettings } from './agents-settings.tsx';
import { ConfigurationPanel } from './configuration-panel.tsx';
import { useCheckedText } from './use-checked-text.ts';
import { YamlPanel } from './yaml-panel.tsx';

/** What runs and where each value comes from, what a person may set, and what to write for the rest. */
export function SettingsView({ account }: ViewProps) {
  const { value, failed } = useResource('configuration', () => api.configuration(), {
    after: eventsOf(account.account, 'agent-set', 'command'),
  });
  const editor = useRef<HTMLTextAreaElement>(null);
  const checked = useCheckedText(value?.yaml);
  const write = async (key: string, typed: string | null) => {
    await checked.check({ key, value: typed });
    editor.current?.scrollIntoView({ block: 'center' });
    editor.current?.focus({ preventScroll: true });
  };
  return (
    <div className="settings-view">
      <AgentsSettings account={account} />
      <ConfigurationPanel answer={value} failed={failed} busy={checked.busy} onWrite={write} />
      {value && <YamlPanel editor={editor} checked={checked} file={value.file} />}
    </div>
  );
}
