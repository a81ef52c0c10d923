// The right: the turn in focus, seen from behind.

/** Where a value came from, in words. */
const provenance = (origin) => {
  if (origin === "default") return "the default";
  if (origin.user) return `said in turn ${origin.user.turn}`;
  if (origin.context) return `context ${origin.context.key}`;
  if (origin.saved) return `${origin.saved.key} from ${origin.saved.action}`;
  return "";
};

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const slots = (turn, before) => {
  const names = [...new Set([...Object.keys(before?.slots ?? {}), ...Object.keys(turn.slots)])];
  if (names.length === 0) return null;
  const cell = (slot) => (slot ? el("code", {}, asText(slot.value)) : el("span", { class: "none" }, "none"));
  const rowOf = (name) => {
    const [old, now] = [before?.slots[name], turn.slots[name]];
    const isChanged = JSON.stringify(old?.value) !== JSON.stringify(now?.value);
    const origin = now && [provenance(now.provenance), now.raw && asText(now.value) !== now.raw ? `, as “${now.raw}”` : ""];
    return el(
      "tr",
      { class: isChanged ? "changed" : null },
      el("th", { scope: "row" }, name),
      el("td", {}, cell(old)),
      el("td", {}, cell(now), isChanged && el("span", { class: "off-screen" }, " (changed)")),
      el("td", { class: "origin" }, origin ?? ""),
    );
  };
  const head = ["value", "before", "after", "where from"].map((name) => el("th", { scope: "col" }, name));
  return group("Values", el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Values" }, el("table", { class: "slots" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, names.map(rowOf)))));
};

const group = (title, ...content) => el("section", { class: "group" }, el("h3", {}, title), ...content);

const block = (label, text) => [el("h4", {}, label), el("pre", { tabindex: "0", "aria-label": label }, text)];

const json = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

const exchange = (call, curl) => {
  const { request, outcome } = call;
  const isFine = outcome.class === "success";
  const headers = (request?.headers ?? []).map(([name, value]) => `${name}: ${value}`).join("\n");
  return el(
    "details",
    { class: "exchange", open: true },
    el("summary", {}, el("b", { class: isFine ? "good" : "bad" }, `${outcome.status ?? ""} ${outcome.class.replaceAll("_", " ")}`), ` ${call.action} · ${duration(call.ms)}`, call.retry ? ` · retry ${call.retry}` : ""),
    request
      ? block("as sent", [`${request.method} ${request.url}`, headers, request.body === null ? "" : `\n${json(request.body)}`].filter(Boolean).join("\n"))
      : el("p", { class: "quiet" }, "Nothing left."),
    curl && copyButton("copy as curl", curl),
    outcome.body !== null && block("as answered", json(outcome.body)),
    outcome.detail && el("p", { class: "quiet" }, outcome.detail),
    call.note && el("p", { class: "quiet" }, call.note),
  );
};

/** A field of an act in words; what is nested is told by its own fields. */
const field = ([key, value]) => {
  if (value === null || value === false || value === "" || key === "span") return [];
  if (Array.isArray(value)) return value.length > 0 ? [`${key.replaceAll("_", " ")} ${value.map(asText).join(", ")}`] : [];
  if (typeof value === "object") return Object.entries(value).flatMap(field);
  return [`${key.replaceAll("_", " ")} ${asText(value)}`];
};

/** An act with its fields, on one line. */
const act = ({ act: name, ...fields }) => {
  const told = Object.entries(fields).flatMap(field);
  return el("li", {}, el("b", {}, name.replaceAll("_", " ")), told.length > 0 && el("span", { class: "fields" }, ` ${told.join(" · ")}`));
};

const acts = (title, list) => list.length > 0 && group(title, el("ul", { class: "acts" }, list.map(act)));

const scores = (turn) =>
  turn.scores?.length > 0 &&
  group(
    "Why this action",
    el("ul", { class: "acts" }, turn.scores.slice(0, 4).map((one) => el("li", {}, el("b", {}, one.name), ` ${one.score.toFixed(2)}`, el("span", { class: "fields" }, ` ${one.terms.map(([word, weight]) => `${word} ${weight.toFixed(2)}`).join(" · ")}`)))),
  );

const clock = ({ timings }) =>
  group(
    "On the talk's clock",
    el("p", { class: "clock" }, [["understanding", timings.understand_ms], ["calls", timings.calls_ms], ["wording", timings.word_ms]].map(([name, ms]) => el("span", {}, `${name} `, el("b", {}, duration(ms))))),
  );

/** The turn in focus. */
const inspector = (turn, before, curl, asked) => [
  el("h2", {}, turn.turn === 0 ? "Greeting" : `Turn ${turn.turn}`),
  slots(turn, before),
  turn.calls.length > 0 && group("Calls", turn.calls.map((call, at) => exchange(call, curl?.[at]))),
  acts("Understood", turn.user_acts),
  acts("Done", turn.system_acts),
  turn.refused.length > 0 && group("Left aside", el("ul", { class: "acts" }, turn.refused.map((text) => el("li", {}, text)))),
  turn.breaches?.length > 0 &&
    group("Rules broken", el("ul", { class: "acts" }, turn.breaches.map((one) => el("li", {}, el("b", { class: "bad" }, one.kind.replaceAll("_", " ")), ` ${one.message}`)))),
  turn.trouble && group("Trouble with the model", el("p", {}, `${turn.trouble.kind}: ${turn.trouble.message}`)),
  scores(turn),
  modelRequests("What the model saw", turn.model_requests, asked),
  clock(turn),
];

const isWide = matchMedia("(min-width: 75rem)");

/** Beside the talk where there is room, else inside the turn. */
const placeInspector = (content, turn) => {
  const aside = byId("inspector");
  aside.replaceChildren();
  document.body.classList.toggle("inspects", Boolean(content));
  if (!content) return;
  const nodes = el("div", { class: "inside" }, content);
  if (isWide.matches) aside.append(nodes);
  else byId(`turn-${turn.turn}`)?.append(nodes);
};
