import './notice-list.css';
import { dismiss, useNotices } from '../store/notices.ts';
import { words } from '../words.ts';

/** Outcomes of what the person asked for, read out politely. */
export function NoticeList() {
  const notices = useNotices();
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className={`notice tone-${notice.tone}`}>
          <span aria-hidden="true">{words.events.level[notice.tone].mark}</span>
          <span className="notice-text">{notice.text}</span>
          <button
            type="button"
            className="button quiet"
            aria-label={words.problem.dismiss}
            onClick={() => dismiss(notice.id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
