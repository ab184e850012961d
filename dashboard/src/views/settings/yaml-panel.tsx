import type { RefObject } from 'react';
import type { ConfigurationCheck } from '../../api/types.ts';
import { Badge } from '../../design/badge.tsx';
import { Panel } from '../../design/panel.tsx';
import { valueText } from '../../format/values.ts';
import { notify } from '../../store/notices.ts';
import { words } from '../../words.ts';
import type { CheckedText } from './use-checked-text.ts';

interface YamlPanelProps {
  readonly editor: RefObject<HTMLTextAreaElement | null>;
  readonly checked: CheckedText;
  readonly file: string | null;
}

/** A YAML text to edit or paste, checked by the program as a start would. It is never saved from here. */
export function YamlPanel({ editor, checked, file }: YamlPanelProps) {
  const say = words.configuration;
  const { text, setText, busy, result, failed, check } = checked;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      notify('good', say.copied);
    } catch {
      // Without TLS a browser keeps its clipboard to itself.
      editor.current?.select();
      notify('danger', say.notCopied);
    }
  };
  return (
    <Panel
      title={say.yamlTitle}
      tools={result && <Verdict result={result} />}
      className="yaml-panel"
    >
      <p className="settings-note panel-note">{say.yamlNote(file ?? 'kimi.yaml')}</p>
      <textarea
        ref={editor}
        className="field yaml"
        aria-label={say.yamlLabel}
        spellCheck={false}
        rows={Math.min(30, Math.max(8, text.split('\n').length + 1))}
        value={text}
        placeholder={say.yamlEmpty}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="yaml-actions">
        <button
          type="button"
          className="button primary"
          disabled={busy}
          onClick={() => void check()}
        >
          {busy ? say.checking : say.check}
        </button>
        <button type="button" className="button" disabled={text === ''} onClick={() => void copy()}>
          {say.copy}
        </button>
      </div>
      {failed !== undefined && (
        <p role="alert" className="empty tone-danger">
          {failed}
        </p>
      )}
      {result && <Findings result={result} onLine={(line) => selectLine(editor.current, line)} />}
    </Panel>
  );
}

function Verdict({ result: { valid, problems } }: { readonly result: ConfigurationCheck }) {
  const say = words.configuration;
  return (
    <Badge tone={valid ? 'good' : 'danger'}>
      {valid ? say.valid : say.problems(problems.length)}
    </Badge>
  );
}

interface FindingsProps {
  readonly result: ConfigurationCheck;
  readonly onLine: (line: number) => void;
}

function Findings({ result: { valid, problems, warnings, changes }, onLine }: FindingsProps) {
  const say = words.configuration;
  return (
    <ul className="findings" role="status">
      {problems.map(({ line, says }) => (
        <li key={says} className="tone-danger">
          {line === null ? (
            say.nowhere
          ) : (
            <button type="button" className="button quiet" onClick={() => onLine(line)}>
              {say.line(line)}
            </button>
          )}{' '}
          {says}
        </li>
      ))}
      {warnings.map((warning) => (
        <li key={warning} className="tone-warning">
          {warning}
        </li>
      ))}
      {valid && changes.length === 0 && <li>{say.noChange}</li>}
      {changes.map(({ key, from, to }) => (
        <li key={key}>
          <code>{key}</code>{' '}
          {say.fromTo(
            from === null ? say.notThere : valueText(from),
            to === null ? say.notThere : valueText(to),
          )}
        </li>
      ))}
    </ul>
  );
}

/** Show a line of the text, as one that is selected. */
function selectLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  area.scrollTop = (area.scrollHeight * (line - 1)) / Math.max(1, lines.length);
}
