import './meter.css';

interface MeterProps {
  readonly label: string;
  /** What is used, and of how much. */
  readonly value: number;
  readonly max: number;
}

/** How much of a limit is used: the fuller, the nearer. */
export function Meter({ label, value, max }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const tone = share >= 1 ? 'full' : share >= 0.8 ? 'near' : '';
  return (
    <div
      className={`meter ${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <div style={{ width: `${share * 100}%` }} />
    </div>
  );
}
