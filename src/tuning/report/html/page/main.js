// Puts the page together and keeps it in step with the address.

const drawHead = () => {
  const { facts } = run;
  byId("facts").replaceChildren(
    ...[
      el("span", {}, el("bdi", {}, facts.agent)),
      el("span", {}, plural(facts.repeat, "repeat")),
      el("span", {}, `seed ${facts.seed}`),
      facts.model_calls && el("span", {}, `${facts.model_calls.asked} model calls, ${facts.model_calls.recorded} from recordings`),
      facts.started && el("span", {}, el("time", { datetime: facts.started }, facts.started.replace("T", " ").slice(0, 16))),
      el("span", {}, duration(facts.ms)),
      el("span", {}, `rehearsal ${facts.version}`),
    ].filter(Boolean),
  );
};

/** Draws what the address names. */
const show = () => {
  const before = current;
  current = readRoute();
  document.body.classList.toggle("chosen", Boolean(current.at));
  // While no cell is looked at the matrix is what the page is about.
  byId("matrix").role = current.at ? "region" : "main";
  drawMatrix();
  if (!current.at) {
    document.title = `${visible(run.facts.agent)} · Rehearsal`;
    byId("talk").replaceChildren();
    placeInspector(null);
    return;
  }
  const { action, columns } = run.actions[current.at.row];
  document.title = `${visible(action)}/${columns[current.at.column].outcome} · Rehearsal`;
  const found = playingsAt(current.at);
  if (!found) {
    byId("talk").replaceChildren(el("p", { class: "quiet" }, "Reading…"));
    document.addEventListener("DOMContentLoaded", show, { once: true });
    return;
  }
  drawCell(found);
  arrive(before);
};

/** Brings what was chosen into sight. */
const arrive = (before) => {
  if (!isSame(before.at, current.at)) {
    byId("talk").scrollTop = 0;
    byId("columns").scrollTop = 0;
    document.querySelector(".heat[aria-current]")?.scrollIntoView({ block: "nearest" });
  }
  if (current.turn !== null && current.turn !== before.turn) byId(`turn-${current.turn}`)?.scrollIntoView({ block: "nearest" });
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

/** Goes to the playing so many further on. */
const stepPlaying = (by) => {
  if (!current.at) return;
  const all = inOrder(playingsAt(current.at).scored);
  const here = all.findIndex((playing) => keyOf(playing) === current.playing);
  const next = all[Math.min(all.length - 1, Math.max(0, here + by))];
  if (next) go({ playing: keyOf(next), turn: null });
};

/** Back to the matrix, where one was. */
const back = () => {
  const { at } = current;
  if (!at) return;
  go({ at: null, playing: null, turn: null });
  document.querySelector(`[data-at="${at.row} ${at.column} ${at.variant}"]`)?.focus();
};

const KEYS = {
  j: () => stepPlaying(1),
  k: () => stepPlaying(-1),
  n: () => stepTurn(1),
  p: () => stepTurn(-1),
  Escape: back,
  "?": () => byId("help").showModal(),
};

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const cell = event.target.closest?.(".heat");
  if (cell && event.key in ARROWS) {
    event.preventDefault();
    move(cell, ...ARROWS[event.key]);
    return;
  }
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
};

drawHead();
show();
byId("skip").addEventListener("click", () => byId(current.at ? "talk" : "matrix").focus());
byId("keys").addEventListener("click", () => byId("help").showModal());
byId("close").addEventListener("click", () => byId("help").close());
addEventListener("hashchange", () => {
  show();
  if (current.at) byId("title")?.focus({ preventScroll: true });
});
addEventListener("keydown", onKey);
isWide.addEventListener("change", show);
