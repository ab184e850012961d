/** The chart draws on a canvas, where style sheets do not reach: its colours are read from them. */
export interface ChartTheme {
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly surface: string;
  readonly up: string;
  readonly down: string;
  readonly zoneUp: string;
  readonly zoneDown: string;
  readonly gapUp: string;
  readonly gapDown: string;
  readonly accent: string;
  readonly danger: string;
  readonly warning: string;
  readonly good: string;
  readonly font: string;
}

export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token('--text'),
    quiet: token('--text-quiet'),
    grid: token('--chart-grid'),
    surface: token('--surface'),
    up: token('--up'),
    down: token('--down'),
    zoneUp: token('--zone-up'),
    zoneDown: token('--zone-down'),
    gapUp: token('--gap-up'),
    gapDown: token('--gap-down'),
    accent: token('--accent'),
    danger: token('--danger'),
    warning: token('--warning'),
    good: token('--good'),
    font: style.fontFamily,
  };
}

/** Tell when light becomes dark or back; returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}
