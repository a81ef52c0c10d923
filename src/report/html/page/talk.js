// The middle: the talk as a talk, one line of state under each turn.

/** What a turn came to, in one line. */
const stateLine = (turn) => {
  const parts = [];
  const waits = turn.asks_for ? `${turn.phase.replaceAll("_", " ")} ${turn.asks_for}` : turn.phase.replaceAll("_", " ");
  parts.push(el("span", { class: "phase" }, waits));
  for (const call of turn.calls) {
    const isFine = call.outcome.class === "success";
    const answer = call.outcome.status ?? call.outcome.class.replaceAll("_", " ");
    parts.push(
      el("span", { class: isFine ? "call" : "call bad" }, `${call.request?.method ?? "no request"} ${call.action} `, el("b", {}, String(answer)), call.retry ? " (retry)" : ""),
    );
  }
  const took = turn.timings.understand_ms + turn.timings.calls_ms + turn.timings.word_ms;
  if (took > 0) parts.push(el("span", { class: "took" }, duration(took)));
  if (turn.refused.length > 0) parts.push(el("span", { class: "bad" }, plural(turn.refused.length, "thing") + " left aside"));
  const breaches = turn.breaches?.length ?? 0;
  if (breaches > 0) parts.push(el("span", { class: "bad" }, plural(breaches, "breach", "breaches")));
  return parts;
};

const speech = (who, text, className) =>
  el("p", { class: `speech ${className}` }, el("span", { class: "who" }, who), el("bdi", { class: "said" }, text));

const turnArticle = (turn, isFocused, cards) =>
  el(
    "li",
    { class: isFocused ? "turn focused" : "turn", id: `turn-${turn.turn}` },
    turn.turn > 0 && (turn.user === null ? speech("you", "(silence)", "user silent") : speech("you", turn.user, "user")),
    speech("agent", turn.reply || " ", "agent"),
    el(
      "a",
      { class: "state-line", href: addressOf({ ...current, turn: turn.turn }), "aria-current": isFocused ? "true" : null },
      el("span", { class: "number" }, turn.turn === 0 ? "greeting" : `turn ${turn.turn}`),
      stateLine(turn),
    ),
    turn.ending && el("p", { class: "ending" }, "The talk ended: ", ending(turn.ending)),
    cards,
  );

const ending = (found) => {
  if (typeof found === "string") return found.replaceAll("_", " ");
  const reason = found.handed_off?.reason;
  const name = typeof reason === "string" ? reason : Object.entries(reason ?? {}).map(([key, value]) => `${key} ${Object.values(value).join(" ")}`).join("");
  return `handed off (${name.replaceAll("_", " ")})`;
};

/** Attempts of a repeated scenario, to choose from. */
const attempts = (scenario, chosen) =>
  scenario.attempts.length > 1 &&
  el(
    "nav",
    { class: "attempts", "aria-label": "Attempts" },
    el("span", {}, `${scenario.attempts.filter((one) => one.verdict === "passed").length} of ${scenario.attempts.length} passed, ${scenario.pass_at_least} needed`),
    scenario.attempts.map((one) =>
      el("a", { href: addressOf({ ...current, attempt: one.number, turn: null }), "aria-current": one === chosen ? "true" : null }, mark(one.verdict), ` ${one.number}`),
    ),
  );

const chosenAttempt = (scenario) =>
  scenario.attempts.find((one) => one.number === current.attempt) ??
  scenario.attempts.find((one) => one.verdict === scenario.verdict) ??
  scenario.attempts[0];

const scenarioHead = (scenario, attempt) =>
  el(
    "header",
    { class: "scenario" },
    el("a", { class: "back", href: addressOf({ ...current, at: -1, turn: null }) }, "← all scenarios"),
    el("h2", { tabindex: "-1", id: "title" }, mark(scenario.verdict), " ", el("bdi", {}, scenario.id)),
    scenario.description && el("p", {}, scenario.description),
    scenario.reason && el("p", { class: "reason" }, scenario.reason),
    el(
      "p",
      { class: "facts" },
      el("span", {}, `${scenario.path}:${scenario.line}`),
      attempt && el("span", {}, `seed ${attempt.seed}`),
      el("span", {}, duration(scenario.ms)),
      scenario.tags.map((tag) => el("a", { class: "tag", href: addressOf({ ...current, tag }) }, tag)),
      [...(attempt?.notes ?? [])].map((note) => el("span", {}, note)),
    ),
    attempts(scenario, attempt),
  );

/** Draws a scenario; the turn in focus is the one of the address, or the first that failed. */
const drawTalk = ({ scenario, again, marks, curl }) => {
  const attempt = chosenAttempt(scenario);
  const at = scenario.attempts.indexOf(attempt);
  const failures = attempt?.failures ?? [];
  const turns = attempt?.turns ?? [];
  const first = failures.find((failure) => failure.turn !== null)?.turn;
  const focus = turns.find((turn) => turn.turn === (current.turn ?? first)) ?? turns.at(-1);
  const cards = (wanted) =>
    failures.map((failure, index) => wanted(failure.turn) && failureCard(failure, marks[at][index], again[at])).filter(Boolean);
  const isShown = (number) => turns.some((turn) => turn.turn === number);
  const beyond = cards((number) => !isShown(number));
  byId("talk").replaceChildren(
    scenarioHead(scenario, attempt),
    turns.length > 0
      ? el("ol", { class: "turns" }, turns.map((turn) => turnArticle(turn, turn === focus, cards((number) => number === turn.turn))))
      : el("p", { class: "quiet" }, "It was not played, so there is no talk to show."),
    beyond.length > 0 ? el("section", { class: "whole" }, el("h3", {}, "For the whole talk"), beyond) : "",
    modelRequests("What the judging model saw", attempt?.judging, attempt?.judging) || "",
  );
  const index = turns.indexOf(focus);
  const asked = turns.flatMap((turn) => turn.model_requests ?? []);
  placeInspector(focus ? inspector(focus, turns[index - 1], curl[at][index], asked) : null, focus);
};
