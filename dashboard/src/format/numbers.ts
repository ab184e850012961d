const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';

const decimals = new Map<number, Intl.NumberFormat>();

function fixed(value: number, digits: number): string {
  let format = decimals.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-GB', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    decimals.set(digits, format);
  }
  const text = format.format(Math.abs(value));
  // What rounds to nothing has no sign.
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** An amount with the account's currency code, such as `10,012.40 SIM`. */
export function money(amount: number, currency: string): string {
  return `${fixed(amount, 2)}${NARROW_SPACE}${currency}`;
}

/** A gain or loss: as {@link money}, with its sign always shown. */
export function gain(amount: number, currency: string): string {
  return `${signed(amount, 2)}${NARROW_SPACE}${currency}`;
}

/** A multiple of the risk taken, such as `+1.52 R`. */
export function rMultiple(r: number): string {
  return `${signed(r, 2)}${NARROW_SPACE}R`;
}

export function price(value: number, digits: number): string {
  return fixed(value, digits).replaceAll(',', '');
}

export function lots(value: number): string {
  return fixed(value, 2);
}

/** Quality in 0..1, never a per cent. */
export function confidence(value: number): string {
  return fixed(value, 2);
}

/** `value` is a per cent already: 1 means 1 %. */
export function percent(value: number): string {
  return `${fixed(value, 2)}${NARROW_SPACE}%`;
}

export function count(value: number): string {
  return fixed(value, 0);
}
