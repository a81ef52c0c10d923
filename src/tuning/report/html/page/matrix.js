// The matrix: a table for each action, a row for each outcome, a column for each variant.

const isSame = (a, b) => a && b && a.variant === b.variant && a.row === b.row && a.column === b.column;

/** How warm a cell is: a step of five, beside its number. */
const heat = (points) => {
  if (points === null) return "none";
  if (points === 100) return "h4";
  if (points >= 75) return "h3";
  if (points >= 50) return "h2";
  return points > 0 ? "h1" : "h0";
};

const cellLink = (at, cell) => {
  const { action, columns } = run.actions[at.row];
  const name = `${run.variants[at.variant].name}, ${action}, ${columns[at.column].outcome}: ${cell.told}`;
  return el(
    "a",
    {
      class: `heat ${heat(cell.points)}`,
      href: addressOf({ at, playing: null, turn: null }),
      "aria-label": cell.mark ? `${name}; ${cell.mark} against ${run.variants[0].name}` : name,
      "aria-current": isSame(at, current.at) ? "true" : null,
      title: cell.told,
      // One stop for the whole table; the arrows do the rest.
      tabindex: isSame(at, current.at) || (!current.at && at.row === 0 && at.column === 0 && at.variant === 0) ? "0" : "-1",
      "data-at": `${at.row} ${at.column} ${at.variant}`,
    },
    el("span", { class: "points" }, cell.text),
    cell.mark && el("span", { class: `moved ${cell.mark.startsWith("▲") ? "good" : "bad"}` }, cell.mark),
  );
};

const tableOf = ({ action, columns }, row) =>
  el(
    "table",
    { class: "matrix" },
    el("caption", {}, el("bdi", {}, action)),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "outcome"), run.variants.map((variant) => el("th", { scope: "col" }, el("bdi", {}, variant.name))))),
    el(
      "tbody",
      {},
      columns.map((found, column) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", title: found.meaning }, found.outcome.replaceAll("_", " ")),
          found.cells.map((cell, variant) => el("td", {}, cellLink({ variant, row, column }, cell))),
        ),
      ),
    ),
  );

const totals = () =>
  el(
    "ul",
    { class: "totals" },
    run.variants.map((variant) =>
      el("li", {}, el("b", {}, variant.name), ` ${variant.share}`, variant.silent && el("span", { class: "quiet" }, ` · ${variant.silent}`), el("span", { class: "quiet" }, ` · ${variant.model ?? "offline model"} · ${variant.policy}`)),
    ),
  );

/** The cell of the matrix that these names stand for. */
const placeOf = (variant, action, outcome) => {
  const row = run.actions.findIndex((one) => one.action === action);
  const column = run.actions[row]?.columns.findIndex((one) => one.outcome === outcome) ?? -1;
  const index = run.variants.findIndex((one) => one.name === variant);
  return column < 0 || index < 0 ? null : { variant: index, row, column };
};

const linkToCell = (variant, action, outcome, text, playing = null) => {
  const at = placeOf(variant, action, outcome);
  return at ? el("a", { href: addressOf({ at, playing, turn: null }) }, text) : text;
};

const MOST = 12;

const more = (list) => list.length > MOST && el("li", { class: "quiet" }, `and ${list.length - MOST} more`);

const lapses = () =>
  run.lapses.length > 0 &&
  group(
    "What did not hold",
    el(
      "ul",
      { class: "kinds" },
      run.lapses.slice(0, MOST).map((one) =>
        el(
          "li",
          {},
          el("p", {}, mark("failed"), " ", el("b", {}, one.variant), ` ${one.action}: ${one.times} of ${one.of} `, el("strong", {}, one.message), " ", el("code", {}, one.place)),
          el("p", { class: "where" }, one.outcomes.slice(0, MOST).flatMap((outcome, at) => [at > 0 ? ", " : "", linkToCell(one.variant, one.action, outcome, outcome)]), one.outcomes.length > MOST ? ` and ${one.outcomes.length - MOST} more` : ""),
        ),
      ),
      more(run.lapses),
    ),
  );

const flips = (found) =>
  found.flips.length > 0 &&
  group(
    `Flipped in ${found.variant}`,
    el(
      "ul",
      { class: "acts" },
      found.flips.slice(0, MOST).map(({ won, cell, times }) =>
        el(
          "li",
          {},
          el("b", { class: won ? "good" : "bad" }, won ? "▲ won " : "▼ lost "),
          linkToCell(found.variant, cell.action, cell.outcome, `${cell.action}/${cell.outcome}/${cell.point}/${cell.caller}`, `${cell.point}/${cell.caller}`),
          times > 1 ? ` ${times} times` : "",
        ),
      ),
      more(found.flips),
    ),
  );

const advice = (variant) =>
  variant.advice.length > 0 &&
  group(
    `In ${variant.prompt}`,
    el("ul", { class: "kinds" }, variant.advice.map(([place, message, mend]) => el("li", {}, el("p", {}, el("code", {}, place), ` ${message}`), mend && el("p", { class: "where" }, mend)))),
  );

const drawMatrix = () => {
  const top = byId("matrix").scrollTop;
  byId("matrix").replaceChildren(
    el(
      "div",
      { class: "overview" },
      current.missing && el("p", { class: "reason", role: "alert" }, `There is no cell ${current.missing} in this report.`),
      run.facts.interrupted && el("p", { class: "reason" }, "It was stopped before its end; this is what was played."),
      run.comparisons.length > 0 ? run.comparisons.map((one) => el("h2", {}, one.conclusion)) : el("h2", {}, run.facts.agent),
      totals(),
      el("p", { class: "quiet" }, "Percent that held. – not played, ∙ nothing can be said, ▲ ▼ better or worse than the first variant where the test shows it."),
      el("div", { class: "tables" }, run.actions.map(tableOf)),
      lapses(),
      run.comparisons.map(flips),
      run.variants.map(advice),
      (run.unshown.length > 0 || run.facts.notes?.length > 0) &&
        group("What this does not say", el("ul", { class: "acts" }, [...run.unshown, ...(run.facts.notes ?? [])].map((text) => el("li", {}, text)))),
    ),
  );
  byId("matrix").scrollTop = top;
};

/** Moves the focus in the matrix. */
const move = (from, rows, columns) => {
  let [row, column, variant] = from.dataset.at.split(" ").map(Number);
  column += rows;
  variant += columns;
  if (variant < 0) [row, variant] = [row - 1, run.variants.length - 1];
  if (variant >= run.variants.length) [row, variant] = [row + 1, 0];
  const last = (run.actions[row]?.columns.length ?? 0) - 1;
  if (rows === 0 && column > last) column = last;
  const next = document.querySelector(`[data-at="${row} ${column} ${variant}"]`);
  if (!next) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
};
