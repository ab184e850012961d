import { DAY_MS, HOUR_MS, MINUTE_MS } from '../market/units.ts';

const NEWLINE = 10;
const RETURN = 13;
const ZERO = 48;
const POINT = 46;
const COLON = 58;
const PLUS = 43;
const MINUS = 45;
const SPACE = 32;
const LETTER_G = 71;
const LETTER_Z = 90;

/** Powers of ten that a double holds exactly: mantissa / power is then correctly rounded. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const EXACT_DIGITS = 15;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2060;

/**
 * Reads the fields of a delimited text from its bytes, without making strings. Each reader leaves
 * `at` on the byte after what it read and answers NaN when the field is not what it should be.
 */
export class TextScanner {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #separator: number;
  #lastDateKey = -1;
  #lastDate = NaN;

  constructor(bytes: Uint8Array, separator: number) {
    this.#bytes = bytes;
    this.#separator = separator;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** Is `at` on a line's end (or the text's)? */
  get atLineEnd(): boolean {
    const byte = this.#bytes[this.at];
    return byte === undefined || byte === NEWLINE || byte === RETURN;
  }

  get atSeparator(): boolean {
    return this.#bytes[this.at] === this.#separator;
  }

  /** Moves past the rest of the line and its end. */
  nextLine(): void {
    const newline = this.#bytes.indexOf(NEWLINE, this.at);
    this.at = newline < 0 ? this.#bytes.length : newline + 1;
  }

  /** Moves past the line end that `at` is on. */
  passLineEnd(): void {
    if (this.#bytes[this.at] === RETURN) this.at += 1;
    if (this.#bytes[this.at] === NEWLINE) this.at += 1;
  }

  skipField(): void {
    const bytes = this.#bytes;
    while (this.at < bytes.length && !this.#isEnd(bytes[this.at])) this.at += 1;
  }

  /** The line that holds byte `from`, from there on, as text. */
  lineFrom(from: number): string {
    const newline = this.#bytes.indexOf(NEWLINE, from);
    const end = newline < 0 ? this.#bytes.length : newline;
    return new TextDecoder().decode(this.#bytes.subarray(from, end)).trimEnd();
  }

  readNumber(): number {
    const bytes = this.#bytes;
    const start = this.at;
    let at = start;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits += 1;
      } else if (byte === POINT && point < 0) point = at;
      else break;
    }
    this.at = at;
    if (digits === 0 || digits > EXACT_DIGITS || !this.#isEnd(bytes[at])) return this.#slow(start);
    return point < 0 ? mantissa : mantissa / (POWERS[at - point - 1] as number);
  }

  /** Date and, where it follows, time of day and UTC offset, as a wall clock reading in ms. */
  readStamp(): number {
    const date = this.readDate();
    if (this.#isEnd(this.#bytes[this.at])) return date;
    this.at += 1;
    return date + this.readClock();
  }

  /** `2022.10.10`, `2022-10-10`, `20221010` or `10.10.2022`: ms of its midnight since 1970. */
  readDate(): number {
    const bytes = this.#bytes;
    const at = this.at;
    const fourth = (bytes[at + 4] as number) - ZERO;
    const compact = fourth >= 0 && fourth <= 9 && bytes[at + 2] !== POINT;
    const dayFirst = bytes[at + 2] === POINT;
    const year = this.#digits(dayFirst ? at + 6 : at, 4);
    const month = this.#digits(compact ? at + 4 : dayFirst ? at + 3 : at + 5, 2);
    const day = this.#digits(compact ? at + 6 : dayFirst ? at : at + 8, 2);
    this.at = compact ? at + 8 : at + 10;
    const key = year * 10_000 + month * 100 + day;
    if (key !== this.#lastDateKey) {
      this.#lastDateKey = key;
      this.#lastDate = dateMs(year, month, day);
    }
    return this.#lastDate;
  }

  /** `00:15`, `00:15:30`, `00:15:30.123`, `001530`, `001530123`, each with an offset or without. */
  readClock(): number {
    const bytes = this.#bytes;
    const hours = this.#digits(this.at, 2);
    const colon = bytes[this.at + 2] === COLON ? 1 : 0;
    const minutes = this.#digits(this.at + 2 + colon, 2);
    this.at += 4 + colon;
    let seconds = 0;
    if (colon === 0 || bytes[this.at] === COLON) {
      seconds = this.#digits(this.at + colon, 2);
      this.at += 2 + colon;
    }
    if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) return NaN;
    const clock = hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000;
    return clock + this.#fraction(colon === 0) - this.#utcOffset();
  }

  /** Milliseconds after the full second; finer digits are cut off. */
  #fraction(compact: boolean): number {
    const bytes = this.#bytes;
    if (bytes[this.at] === POINT) this.at += 1;
    else if (!compact) return 0;
    let ms = 0;
    for (let unit = 100; ; unit = Math.floor(unit / 10)) {
      const digit = (bytes[this.at] ?? 0) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return ms;
      ms += digit * unit;
      this.at += 1;
    }
  }

  /** A written offset (`Z`, `+00:00`, `-0500`, ` GMT+0200`) in ms; 0 where the field ends. */
  #utcOffset(): number {
    const bytes = this.#bytes;
    if (this.#isEnd(bytes[this.at])) return 0;
    if (bytes[this.at] === SPACE && bytes[this.at + 1] === LETTER_G) this.at += 4; // " GMT"
    const byte = bytes[this.at];
    if (byte === PLUS || byte === MINUS) {
      const colon = bytes[this.at + 3] === COLON ? 1 : 0;
      const hours = this.#digits(this.at + 1, 2);
      const minutes = this.#digits(this.at + 3 + colon, 2);
      this.at += 5 + colon;
      if (!this.#isEnd(bytes[this.at])) return NaN;
      return (byte === PLUS ? 1 : -1) * (hours * HOUR_MS + minutes * MINUTE_MS);
    }
    if (byte === LETTER_Z) this.at += 1;
    return this.#isEnd(bytes[this.at]) ? 0 : NaN;
  }

  #digits(at: number, count: number): number {
    let value = 0;
    for (let index = at; index < at + count; index += 1) {
      const digit = (this.#bytes[index] ?? 0) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return NaN;
      value = value * 10 + digit;
    }
    return value;
  }

  #isEnd(byte: number | undefined): boolean {
    return byte === this.#separator || byte === NEWLINE || byte === RETURN || byte === undefined;
  }

  /**
   * Long mantissas, signs, exponents, blanks around: rare enough for a string. More digits than a
   * double holds are the noise of arithmetic (129587.00000000001) and rounded away.
   */
  #slow(start: number): number {
    this.skipField();
    const text = new TextDecoder().decode(this.#bytes.subarray(start, this.at)).trim();
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return NaN;
    const value = Number(text);
    return text.length > EXACT_DIGITS ? Number(value.toPrecision(EXACT_DIGITS)) : value;
  }
}

function dateMs(year: number, month: number, day: number): number {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return NaN;
  const ms = Date.UTC(year, month - 1, day);
  // Date.UTC rolls 31 February over; a date that does not come back as it went in is none.
  const date = new Date(ms);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && ms % DAY_MS === 0 ? ms : NaN;
}
