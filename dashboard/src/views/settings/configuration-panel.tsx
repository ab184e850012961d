import { useState } from 'react';
import type { ConfigurationAnswer, Setting } from '../../api/types.ts';
import { Choices } from '../../design/choices.tsx';
import { Panel } from '../../design/panel.tsx';
import { words } from '../../words.ts';
import { groupsOf, isSet, isShown, SHOWN, type Shown } from './setting-groups.ts';
import { SettingRow } from './setting-row.tsx';

interface ConfigurationPanelProps {
  readonly answer: ConfigurationAnswer | undefined;
  readonly failed: string | undefined;
  readonly busy: boolean;
  /** Show the YAML that sets a key to what was typed; null takes it out. */
  readonly onWrite: (key: string, typed: string | null) => Promise<void>;
}

/** The whole configuration as the program runs it. */
export function ConfigurationPanel({ answer, failed, busy, onWrite }: ConfigurationPanelProps) {
  const say = words.configuration;
  const [chosen, setChosen] = useState<Shown>();
  // Where a file says something, that is what is looked for first.
  const shown = chosen ?? (answer?.file === null ? 'all' : 'set');
  const [sought, setSought] = useState('');
  const found = answer?.settings.filter((one) => isShown(one, shown, sought)) ?? [];
  const groups = groupsOf(found);
  return (
    <Panel
      title={say.title}
      tools={
        <>
          <input
            className="field"
            type="search"
            aria-label={say.search}
            placeholder={say.search}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
          <Choices
            label={say.show}
            options={SHOWN}
            name={(option) => say.shown[option]}
            chosen={(option) => option === shown}
            onChoose={setChosen}
          />
        </>
      }
    >
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {answer && <Origin answer={answer} />}
      {answer && found.length === 0 && (
        <p className="empty">{sought === '' ? say.allDefault : say.nothing(sought)}</p>
      )}
      {groups.map(({ name, settings }) => (
        // What is looked for is open; of all, a person opens what concerns them.
        <Group
          key={`${name} ${shown} ${sought === ''}`}
          name={name}
          settings={settings}
          isOpen={shown === 'set' || sought !== ''}
          busy={busy}
          onWrite={onWrite}
        />
      ))}
    </Panel>
  );
}

function Origin({ answer: { file, secrets } }: { readonly answer: ConfigurationAnswer }) {
  const say = words.configuration;
  return (
    <div className="settings-note panel-note">
      <p>
        {file === null ? say.noFile : say.file(file)} {say.restart}
      </p>
      {secrets.length > 0 && (
        <p>
          {say.secrets}{' '}
          {secrets.map(({ variable, is_set }) => (
            <span key={variable} className="secret">
              <code>{variable}</code> {is_set ? say.isSet : say.notSet}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

interface GroupProps extends Pick<ConfigurationPanelProps, 'busy' | 'onWrite'> {
  readonly name: string;
  readonly settings: readonly Setting[];
  readonly isOpen: boolean;
}

/** The settings of one block. Its rows are there once it was opened. */
function Group({ name, settings, isOpen, busy, onWrite }: GroupProps) {
  const [open, setOpen] = useState(isOpen);
  return (
    <details
      className="setting-group"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <code>{name === '' ? words.configuration.margin : name}</code>
        <span className="panel-note">
          {words.configuration.count(settings.length, settings.filter(isSet).length)}
        </span>
      </summary>
      {open &&
        settings.map((setting) => (
          <SettingRow key={setting.key} setting={setting} busy={busy} onWrite={onWrite} />
        ))}
    </details>
  );
}
