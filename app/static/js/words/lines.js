// Lines to copy that show a view or fetch its figures elsewhere: markup of a frame, a formula, programs. What they hold
// are addresses, which have no quotes, and a title, which is escaped.

/** @type {Record<string, string>} */
const NAMED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * The lines of a frame.
 * @param {string} src
 * @param {string} title
 * @param {number} height in px
 */
export function frameLines(src, title, height) {
  /** @param {string} text */
  const attribute = (text) => text.replace(/[&<>"]/g, (sign) => NAMED[sign]);
  return [
    `<iframe src="${attribute(src)}"`,
    `  title="${attribute(title)}"`,
    `  width="100%" height="${height}" frameborder="0" loading="lazy"></iframe>`,
  ].join("\n");
}

/** What fetches a CSV, by the program that does. @type {[name: string, lines: (csv: string) => string][]} */
export const PROGRAMS = [
  ["Excel (Power Query)", (csv) =>
    ["let",
      `  Content = Web.Contents("${csv}"),`,
      '  Source = Csv.Document(Content, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),',
      "  Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),",
      '  Value = each if _ = "" then null else try Number.FromText(_, "en-US") otherwise _,',
      "  Figures = Table.TransformColumns(Rows, {}, Value)",
      "in",
      "  Figures"].join("\n")],
  ["Google Sheets", (csv) => `=IMPORTDATA("${csv}"; ","; "en_US")`],
  ["Python (pandas)", (csv) => `import pandas as pd\n\nfigures = pd.read_csv(\n    "${csv}"\n)`],
  ["R", (csv) =>
    `figures <- read.csv(\n  "${csv}",\n  na.strings = "", fileEncoding = "UTF-8-BOM", check.names = FALSE\n)`],
  ["Stata", (csv) =>
    [`copy "${csv}" "mali-atlas.csv", replace`,
      'import delimited using "mali-atlas.csv", clear varnames(1) case(preserve) bindquotes(strict) encoding("UTF-8")',
    ].join("\n")],
];
