// Numbers and dates as a person reads them.
import { config } from "./config.js";
import { t } from "./i18n.js";
import { ends } from "./periods.js";

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * Making a formatter costs more than a thousand uses of it.
 * @param {number} number
 * @param {number} least decimals
 * @param {number} most decimals
 */
function formatted(number, least, most) {
  const key = `${config.lang}-${least}-${most}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(config.lang, { minimumFractionDigits: least, maximumFractionDigits: most });
    formats.set(key, format);
  }
  return format.format(number);
}

/** @param {number | null | undefined} number */
export const whole = (number) => (number == null ? t("no data") : formatted(number, 0, 3));

/**
 * A rate: "<0.1" where a value that is not zero would read as zero.
 * @param {number | null | undefined} value
 * @param {number} decimals
 */
export function rate(value, decimals, isSigned = false) {
  if (value == null) return t("no data");
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : isSigned && value > 0 ? "+" : "";
  const step = 10 ** -decimals;
  const isTooSmall = size > 0 && size < step / 2;
  return sign + (isTooSmall ? "<" : "") + formatted(isTooSmall ? step : size, decimals, decimals);
}

/**
 * @param {string} low
 * @param {string} high
 */
export const range = (low, high) => `${low}–${high}`;

/** A count, or a mean of counts with a decimal where it needs one. @param {number | null | undefined} number */
export const count = (number) => (number == null || Number.isInteger(number) ? whole(number) : rate(number, 1));

/** @param {string} period */
const monthName = (period) => config.months.find(([number]) => number === period.slice(5))?.[2];

/**
 * A period in words: 2022, March 2022, 2021–2023, March to August 2022.
 * @param {string} period
 */
export function when(period) {
  const [first, last] = ends(period);
  if (first.length === 4) return first === last ? first : range(first, last);
  const end = `${monthName(last)} ${last.slice(0, 4)}`;
  if (first === last) return end;
  const isOneYear = first.slice(0, 4) === last.slice(0, 4);
  const start = monthName(first) + (isOneYear ? "" : ` ${first.slice(0, 4)}`);
  return t("%(first)s to %(last)s", { first: start, last: end });
}

/** The years that a period touches: 2022, or 2021–2023. @param {string} period */
export const years = (period) => Array.from(new Set(ends(period).map((end) => end.slice(0, 4)))).join("–");

/** French counts the first day of a month, and only that. @param {string} number */
const dayOfMonth = (number) => (config.lang === "fr" && number === "1" ? "1er" : number);

/**
 * A date of year, month or day precision as readers write it: 2022, June 2022, 13 June 2022.
 * @param {string} date
 */
export function day(date) {
  if (date.length === 4) return date;
  const isDay = date.length > 7;
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { year: "numeric", month: "long", timeZone: "UTC" };
  if (isDay) parts.day = "numeric";
  const language = config.lang === "en" ? "en-GB" : config.lang;
  const written = new Intl.DateTimeFormat(language, parts).formatToParts(new Date(isDay ? date : `${date}-01`));
  return written.map((part) => (part.type === "day" ? dayOfMonth(part.value) : part.value)).join("");
}
