// The list of scenarios. Only the rows in sight exist, so ten thousand cost no more than forty.

const ROW = 58;
const BEYOND = 8;
const ORDER = { failed: 0, inconclusive: 1, not_run: 2, passed: 3 };

const sorted = run.scenarios
  .map((scenario, at) => ({ scenario, at }))
  .sort((a, b) => ORDER[a.scenario.verdict] - ORDER[b.scenario.verdict] || a.at - b.at);

let rows = sorted;

/** What a text filter looks at. */
const haystack = (scenario) => {
  scenario.hay ??= [scenario.id, scenario.description, scenario.because, scenario.talk, scenario.agent, ...scenario.tags]
    .join("\n")
    .toLowerCase();
  return scenario.hay;
};

/** The scenarios that the filters leave, failures first. */
const filtered = (route) => {
  const words = route.text.toLowerCase().split(/\s+/).filter(Boolean);
  return sorted.filter(
    ({ scenario }) =>
      (route.states.length === 0 || route.states.includes(scenario.verdict)) &&
      (!route.tag || scenario.tags.includes(route.tag)) &&
      words.every((word) => haystack(scenario).includes(word)),
  );
};

const row = ({ scenario, at }, position) => {
  const cut = scenario.id.indexOf("/") + 1;
  const link = el(
    "a",
    {
      href: addressOf({ ...current, at, turn: null, attempt: null }),
      "aria-current": at === current.at ? "page" : null,
      "data-position": position,
    },
    mark(scenario.verdict),
    el(
      "span",
      { class: "name" },
      el("span", { class: "folder" }, scenario.id.slice(0, cut)),
      el("bdi", {}, scenario.id.slice(cut)),
    ),
    el("span", { class: "took" }, scenario.flaky ? `${scenario.flaky} · ` : "", duration(scenario.ms)),
    el("bdi", { class: "about" }, scenario.because || scenario.description || " "),
  );
  const item = el("li", { "aria-setsize": rows.length, "aria-posinset": position + 1 }, link);
  item.style.top = `${position * ROW}px`;
  return item;
};

/** Draws the rows in sight. */
const drawRows = () => {
  const list = byId("list");
  const frame = byId("frame");
  list.style.height = `${rows.length * ROW}px`;
  const first = Math.max(0, Math.floor(frame.scrollTop / ROW) - BEYOND);
  const last = Math.min(rows.length, Math.ceil((frame.scrollTop + frame.clientHeight) / ROW) + BEYOND);
  const focused = document.activeElement?.dataset?.position;
  list.replaceChildren(...rows.slice(first, last).map((entry, at) => row(entry, first + at)));
  if (focused !== undefined) list.querySelector(`[data-position="${Number(focused)}"]`)?.focus({ preventScroll: true });
};

/** Draws the list as the filters of the address want it. */
const drawList = () => {
  rows = filtered(current);
  byId("count").textContent =
    rows.length === sorted.length ? plural(sorted.length, "scenario") : `${rows.length} of ${plural(sorted.length, "scenario")}`;
  byId("empty").hidden = rows.length > 0;
  drawRows();
};

/** Brings a row into sight and, if wanted, under the keyboard. */
const reveal = (position, takesFocus) => {
  const frame = byId("frame");
  const top = position * ROW;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + ROW > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + ROW - frame.clientHeight;
  drawRows();
  if (takesFocus) byId("list").querySelector(`[data-position="${position}"]`)?.focus({ preventScroll: true });
};

/** Goes to the scenario so many rows further on. */
const stepScenario = (by, takesFocus = false) => {
  if (rows.length === 0) return;
  const here = rows.findIndex((entry) => entry.at === current.at);
  const next = Math.min(rows.length - 1, Math.max(0, here < 0 ? 0 : here + by));
  go({ at: rows[next].at, turn: null, attempt: null });
  reveal(next, takesFocus);
};
