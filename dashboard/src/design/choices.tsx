interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly name?: (option: T) => string;
  readonly chosen: (option: T) => boolean;
  readonly onChoose: (option: T) => void;
}

/** A row of buttons of which one or several are pressed in. */
export function Choices<T extends string>(props: ChoicesProps<T>) {
  const { label, options, name, chosen, onChoose } = props;
  return (
    <div className="choices" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={chosen(option)}
          onClick={() => onChoose(option)}
        >
          {name?.(option) ?? option}
        </button>
      ))}
    </div>
  );
}
