import type { ReactNode } from 'react';

export type Tone = 'good' | 'warning' | 'danger' | 'quiet';

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`badge tone-${tone}`}>{children}</span>;
}
