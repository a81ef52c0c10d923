// What is shown when no scenario is chosen: the run as a whole.

const linkTo = (id) => {
  const at = indexOf(id);
  return el("a", { href: addressOf({ ...current, at, turn: null, attempt: null }) }, el("bdi", {}, id));
};

const MOST = 20;

const failureGroups = () =>
  run.groups.length > 0 &&
  group(
    plural(run.groups.length, "kind") + " of failure",
    el(
      "ul",
      { class: "kinds" },
      run.groups.map((found) =>
        el(
          "li",
          {},
          el("p", {}, mark("failed"), " ", el("strong", {}, found.message), " ", el("code", {}, found.code)),
          el("p", { class: "where" }, found.ids.slice(0, MOST).flatMap((id, at) => [at > 0 ? ", " : "", linkTo(id)]), found.ids.length > MOST ? ` and ${found.ids.length - MOST} more` : ""),
        ),
      ),
    ),
  );

const unsettled = () => {
  const found = run.scenarios.filter((scenario) => scenario.verdict === "inconclusive" || scenario.verdict === "not_run");
  return (
    found.length > 0 &&
    group(
      "Without a verdict",
      el("ul", { class: "kinds" }, found.slice(0, MOST).map((scenario) => el("li", {}, el("p", {}, mark(scenario.verdict), " ", linkTo(scenario.id), ` ${scenario.because ?? ""}`)))),
      found.length > MOST && el("p", { class: "quiet" }, `and ${found.length - MOST} more in the list`),
    )
  );
};

const slowest = () => {
  const found = run.scenarios.filter((scenario) => scenario.ms > 0).sort((a, b) => b.ms - a.ms).slice(0, 5);
  return found.length > 0 && group("Slowest", el("ol", { class: "slowest" }, found.map((scenario) => el("li", {}, el("span", { class: "took" }, duration(scenario.ms)), " ", linkTo(scenario.id)))));
};

const flaky = () =>
  run.flaky.length > 0 &&
  group(
    "Flaky",
    el("ul", { class: "kinds" }, run.flaky.map((one) => el("li", {}, linkTo(one.id), el("p", { class: "where" }, one.rate)))),
  );

const bar = (share, label) => {
  const filled = el("span", { class: "filled" });
  filled.style.width = `${share.all === 0 ? 100 : (100 * share.exercised) / share.all}%`;
  return el("span", { class: "bar", role: "img", "aria-label": `${label}: ${share.exercised} of ${share.all}` }, filled);
};

const coverageOf = (agent) =>
  el(
    "section",
    { class: "agent-coverage" },
    el("h4", {}, el("bdi", {}, agent.agent), ` ${percent(agent.share)} %`),
    el(
      "div",
      { class: "kinds-covered" },
      agent.kinds.map((kind) =>
        el(
          "details",
          {},
          el("summary", {}, el("span", { class: "kind" }, kind.name), bar(kind.share, kind.name), el("span", { class: "took" }, `${kind.share.exercised} of ${kind.share.all}`)),
          kind.missed.length > 0 && el("p", {}, el("b", {}, "not exercised: "), kind.missed.join(", ")),
          kind.met.length > 0 && el("p", {}, el("b", {}, "exercised: "), kind.met.join(", ")),
        ),
      ),
    ),
  );

const percent = (share) => (share.all === 0 ? 100 : Math.floor((100 * share.exercised) / share.all));

const coverage = () => run.coverage && group(`Dialogue coverage ${percent(run.coverage.share)} %`, run.coverage.agents.map(coverageOf));

const drawOverview = () => {
  byId("talk").replaceChildren(
    el(
      "div",
      { class: "overview" },
      current.missing && el("p", { class: "reason", role: "alert" }, `There is no scenario ${current.missing} in this report.`),
      el("h2", { tabindex: "-1", id: "title" }, headline()),
      run.run.interrupted && el("p", { class: "reason" }, "The run was stopped before its end; this is what was finished."),
      (run.run.notes ?? []).map((note) => el("p", { class: "reason" }, note)),
      failureGroups(),
      unsettled(),
      flaky(),
      coverage(),
      slowest(),
    ),
  );
  placeInspector(null);
};

const headline = () => {
  const { failed, inconclusive, not_run, passed } = run.totals;
  if (failed > 0) return `${plural(failed, "scenario")} failed`;
  if (inconclusive + not_run > 0) return `Nothing failed, ${inconclusive + not_run} without a verdict`;
  return passed > 0 ? "All held" : "Nothing was played";
};
