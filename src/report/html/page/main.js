// Puts the page together and keeps it in step with the address.

let current = { at: -1, turn: null, attempt: null, states: [], tag: "", text: "", missing: null };

/** A scenario's own data; none while the page is still being read. */
const detail = (at) => embedded(`s${at}`);

const drawHead = () => {
  const facts = run.run;
  byId("facts").replaceChildren(
    ...[
      facts.started && el("span", {}, el("time", { datetime: facts.started }, facts.started.replace("T", " ").slice(0, 16))),
      el("span", {}, duration(facts.ms)),
      el("span", {}, `seed ${facts.seed}`),
      el("span", {}, facts.model ? `model ${facts.model}` : "offline model"),
      facts.shard && el("span", {}, `shard ${facts.shard.index} of ${facts.shard.of}`),
      el("span", {}, `rehearsal ${facts.version}`),
    ].filter(Boolean),
  );
  if (run.coverage) {
    byId("covered").replaceChildren(`coverage ${percent(run.coverage.share)} % `, bar(run.coverage.share, "dialogue coverage"));
  }
};

/** Draws what the address names. */
const show = () => {
  const before = current;
  current = readRoute();
  document.body.classList.toggle("chosen", current.at >= 0);
  drawFilters();
  drawList();
  const scenario = run.scenarios[current.at];
  document.title = scenario ? `${MARKS[scenario.verdict].sign} ${visible(scenario.id)} · Rehearsal` : `${headline()} · Rehearsal`;
  if (!scenario) return drawOverview();
  const found = detail(current.at);
  if (!found) {
    byId("talk").replaceChildren(el("p", { class: "quiet" }, "Reading…"));
    return document.addEventListener("DOMContentLoaded", show, { once: true });
  }
  drawTalk(found);
  arrive(before);
};

/** Brings what was chosen into sight. */
const arrive = (before) => {
  if (current.at !== before.at || current.attempt !== before.attempt) {
    byId("talk").scrollTop = 0;
    byId("columns").scrollTop = 0;
  }
  if (current.turn !== null && (current.turn !== before.turn || current.at !== before.at)) {
    byId(`turn-${current.turn}`)?.scrollIntoView({ block: "nearest" });
  }
};

/** Goes to the turn so many further on. */
const stepTurn = (by) => {
  const turns = [...document.querySelectorAll(".turn")];
  const here = turns.findIndex((turn) => turn.classList.contains("focused"));
  const next = turns[Math.min(turns.length - 1, Math.max(0, here + by))];
  if (!next) return;
  go({ turn: Number(next.id.slice("turn-".length)) }, { keepsHistory: true });
  byId(next.id)?.querySelector(".state-line")?.focus({ preventScroll: true });
};

const KEYS = {
  "/": () => byId("text").focus(),
  j: () => stepScenario(1),
  k: () => stepScenario(-1),
  n: () => stepTurn(1),
  p: () => stepTurn(-1),
  "?": () => byId("help").showModal(),
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.matches("input, select, textarea");
  if (isTyping && event.key === "Escape") return event.target.blur();
  const inList = event.target.closest?.("#list");
  if (inList && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return stepScenario(event.key === "ArrowDown" ? 1 : -1, true);
  }
  if (isTyping || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
};

setUpFilters();
drawHead();
show();
byId("skip").addEventListener("click", () => byId("talk").focus());
byId("keys").addEventListener("click", () => byId("help").showModal());
byId("close").addEventListener("click", () => byId("help").close());
byId("frame").addEventListener("scroll", drawRows, { passive: true });
addEventListener("resize", drawRows);
addEventListener("hashchange", show);
addEventListener("keydown", onKey);
isWide.addEventListener("change", show);
if (current.at >= 0) reveal(Math.max(0, rows.findIndex((entry) => entry.at === current.at)), false);
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("painted")));
