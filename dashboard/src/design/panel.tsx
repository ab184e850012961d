import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  readonly className?: string;
  /** Stands at the right of the title. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Panel({ title, className, tools, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </header>
      {children}
    </section>
  );
}
