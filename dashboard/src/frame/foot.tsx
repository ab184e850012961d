import './foot.css';
import { Choices } from '../design/choices.tsx';
import { THEMES, useTheme } from '../design/theme.ts';
import { CLOCK_CHOICES, type ClockChoice } from '../store/use-clock.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';

interface FootProps {
  readonly clock: ClockChoice;
  readonly onClock: (choice: ClockChoice) => void;
}

/** How this browser shows the page: its times and its colours. */
export function Foot({ clock, onClock }: FootProps) {
  const version = useLive((state) => state.version);
  const [theme, setTheme] = useTheme();
  return (
    <footer className="foot">
      <span className="foot-choice">
        {words.clockChoice.label}
        <Choices
          label={words.clockChoice.label}
          options={CLOCK_CHOICES}
          name={(option) => words.clockChoice.short[option]}
          chosen={(option) => option === clock}
          onChoose={onClock}
        />
      </span>
      <span className="foot-choice">
        {words.theme.label}
        <Choices
          label={words.theme.label}
          options={THEMES}
          name={(option) => words.theme.name[option]}
          chosen={(option) => option === theme}
          onChoose={setTheme}
        />
      </span>
      <span className="foot-version">
        {words.product} {version}
      </span>
    </footer>
  );
}
