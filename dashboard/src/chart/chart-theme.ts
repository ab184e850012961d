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
  // A token names both colours, for light and dark: only a computed style says which one holds.
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const token = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
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
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return theme;
}
