// A cell of the matrix, looked at: its playings, the prompt's line, the talk.

const KINDS = { held: "passed", lapsed: "failed", unreached: "not_run", inconclusive: "inconclusive" };
const WORDS = { held: "held", lapsed: "lapsed", unreached: "the call was never made", inconclusive: "inconclusive" };
const USES = { said: "said as written", in_other_words: "said in other words", unsaid: "not said", none: "not to be said" };
const RANKS = ["lapsed", "inconclusive", "unreached", "held"];

const kindOf = ({ score }) => (typeof score === "string" ? score : Object.keys(score)[0]);

const reasonOf = ({ score }) => (typeof score === "string" ? null : (score.unreached ?? score.inconclusive ?? null));

const keyOf = ({ cell, repeat }) => `${cell.point}/${cell.caller}/${repeat}`;

/** The cell's own data; none while the page is still being read. */
const playingsAt = ({ variant, row, column }) => embedded(`c${variant}-${row}-${column}`);

/** Those that lapsed first. */
const inOrder = (scored) => [...scored].sort((a, b) => RANKS.indexOf(kindOf(a)) - RANKS.indexOf(kindOf(b)));

const playingLink = (chosen) => (playing) =>
  el(
    "a",
    { href: addressOf({ at: current.at, playing: keyOf(playing), turn: null }), "aria-current": playing === chosen ? "true" : null },
    mark(KINDS[kindOf(playing)]),
    ` ${playing.cell.point.replaceAll("_", " ")} · ${playing.cell.caller.replaceAll("_", " ")}`,
    run.facts.repeat > 1 ? ` · ${playing.repeat}` : "",
  );

const playingsOf = (all, chosen) =>
  RANKS.map((kind) => {
    const some = all.filter((playing) => kindOf(playing) === kind);
    const isOpen = kind === "lapsed" || some.includes(chosen);
    return (
      some.length > 0 &&
      el("details", { class: "playings", open: isOpen }, el("summary", {}, `${some.length} ${WORDS[kind]}`), el("nav", { class: "attempts", "aria-label": `Playings: ${WORDS[kind]}` }, some.map(playingLink(chosen))))
    );
  });

/** The line of the prompt that was meant. */
const meant = (variant, playing) => {
  const number = playing.prompt_line;
  if (number === null) {
    const isLapse = kindOf(playing) === "lapsed";
    return isLapse && el("p", { class: "quiet" }, `No line of ${variant.prompt} was meant for it.`);
  }
  const text = variant.prompt_lines[number];
  return el(
    "figure",
    { class: "source meant" },
    el("figcaption", {}, `${variant.prompt}:${number} · ${USES[playing.line]}`),
    text && el("pre", { tabindex: "0", "aria-label": "The line of the prompt" }, el("span", { class: "number" }, `${number}  `), text),
  );
};

const verdictOf = (playing) => {
  const reason = reasonOf(playing);
  if (reason) return el("p", { class: "reason" }, reason);
  return (
    playing.lapses.length > 0 &&
    el("section", { class: "failure", "aria-label": "What did not hold" }, playing.lapses.map((text) => el("p", {}, mark("failed"), " ", el("strong", {}, text))))
  );
};

const cellHead = (all, playing) => {
  const { at } = current;
  const variant = run.variants[at.variant];
  const { action, columns } = run.actions[at.row];
  const { outcome, meaning, cells } = columns[at.column];
  const command = `rehearsal tune … --cell "${playing?.name ?? `${action}/${outcome}`}"`;
  return el(
    "header",
    { class: "scenario" },
    el("a", { class: "back", href: "#/" }, "← the matrix"),
    el("h2", { tabindex: "-1", id: "title" }, el("bdi", {}, action), " · ", outcome),
    el("p", { class: "facts" }, el("span", {}, meaning), el("span", {}, cells[at.variant].told)),
    run.variants.length > 1 &&
      el("nav", { class: "attempts", "aria-label": "Variants" }, run.variants.map((one, index) => el("a", { href: addressOf({ ...current, at: { ...at, variant: index }, turn: null }), "aria-current": index === at.variant ? "true" : null }, `${one.name} ${cells[index].text}`))),
    playingsOf(all, playing),
    el("p", { class: "facts" }, el("code", { class: "command" }, command), copyButton("copy command", command)),
    playing && [verdictOf(playing), meant(variant, playing)],
  );
};

/** The turn that the cell is about: the first with a call of its action that failed, else any call. */
const tellingTurn = (turns, action) => {
  const has = (turn, wanted) => turn.calls.some((call) => call.action === action && wanted(call));
  return (
    turns.find((turn) => has(turn, (call) => call.outcome.class !== "success")) ??
    turns.find((turn) => has(turn, () => true)) ??
    turns.at(-1)
  );
};

const chosenPlaying = (all) =>
  all.find((playing) => keyOf(playing) === current.playing) ??
  all.find((playing) => current.playing && keyOf(playing).startsWith(`${current.playing}/`)) ??
  all[0];

const drawCell = ({ scored, talks }) => {
  const all = inOrder(scored);
  const playing = chosenPlaying(all);
  const found = playing && talks[playing.name];
  const at = found?.scenario.attempts.findIndex((attempt) => attempt.number === playing.repeat) ?? -1;
  const attempt = found?.scenario.attempts[at];
  const turns = attempt?.turns ?? [];
  const focus = turns.find((turn) => turn.turn === current.turn) ?? tellingTurn(turns, run.actions[current.at.row].action);
  const cards = (number) =>
    attempt.failures.map((failure, index) => failure.turn === number && failureCard(failure, found.marks[at][index], `rehearsal tune … --cell "${playing.name}"`));
  // The address of each turn keeps the playing that is shown.
  current.playing = playing ? keyOf(playing) : null;
  byId("talk").replaceChildren(
    cellHead(all, playing),
    turns.length > 0
      ? el("ol", { class: "turns" }, turns.map((turn) => turnArticle(turn, turn === focus, cards(turn.turn))))
      : el("p", { class: "quiet" }, playing ? "Its talk was not kept. Talks of cells that held are kept when they are asked for with --cell." : "It was not played."),
  );
  const index = turns.indexOf(focus);
  placeInspector(focus ? inspector(focus, turns[index - 1], found.curl[at][index]) : null, focus);
};
