// The filters above the list; each of them stands in the address.

const setUpFilters = () => {
  const counts = run.totals;
  const states = byId("states");
  for (const state of ["failed", "inconclusive", "not_run", "passed"]) {
    if (!counts[state]) continue;
    const button = el(
      "button",
      { type: "button", class: `state ${state}`, "data-state": state, "aria-pressed": "false" },
      el("span", { "aria-hidden": "true" }, MARKS[state].sign),
      ` ${counts[state]} ${MARKS[state].name}`,
    );
    button.addEventListener("click", () => toggleState(state));
    states.append(button);
  }
  const tags = [...new Set(run.scenarios.flatMap((scenario) => scenario.tags))].sort();
  const select = byId("tag");
  select.append(...tags.map((tag) => el("option", { value: tag }, tag)));
  select.hidden = tags.length === 0;
  select.addEventListener("change", () => go({ tag: select.value }, { keepsHistory: true }));
  const text = byId("text");
  text.form.addEventListener("submit", (event) => event.preventDefault());
  text.addEventListener("input", () => go({ text: text.value }, { keepsHistory: true }));
};

const toggleState = (state) => {
  const states = current.states.includes(state)
    ? current.states.filter((other) => other !== state)
    : [...current.states, state];
  go({ states }, { keepsHistory: true });
};

/** Shows the filters as the address has them. */
const drawFilters = () => {
  for (const button of byId("states").children) {
    button.setAttribute("aria-pressed", String(current.states.includes(button.dataset.state)));
  }
  byId("tag").value = current.tag;
  const text = byId("text");
  if (text.value !== current.text) text.value = current.text;
};
