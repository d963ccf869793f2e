// Texts in the page's language. Every text is written in its call of t(), where the server puts it in each language;
// texts that come from the server are only filled.

/** @typedef {Record<string, unknown>} Values */

/**
 * The text with its placeholders, such as %(year)s, filled; those without a value stay.
 * @param {string} text
 * @param {Values} [values]
 */
export function filled(text, values = {}) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * @param {string} text
 * @param {Values} [values]
 */
export function t(text, values) {
  return filled(text, values);
}
