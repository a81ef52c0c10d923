// A failed expectation, opened where it failed.

/** A value with its differing characters marked, by a sign and by colour. */
const marked = (text, marks, kind) => {
  const node = el("code", { class: "value" });
  let open = null;
  let at = 0;
  for (const sign of text) {
    const isMarked = Boolean(marks?.[at]);
    if (!open || open.isMarked !== isMarked) {
      open = { isMarked, node: el(isMarked ? "mark" : "span", isMarked ? { class: kind } : {}) };
      node.append(open.node);
    }
    open.node.append(visible(sign));
    at += 1;
  }
  return node;
};

/** Expected and got, side by side under their labels. */
const comparison = (failure, marks) => {
  const left = failure.got.map(([label, value]) => ({ label, value }));
  const lines = failure.expected.flatMap(([label, value], at) => {
    const other = left.findIndex((entry) => entry.label === label);
    const got = other < 0 ? null : left.splice(other, 1)[0].value;
    return [
      line("expected", label, marked(value, got === null ? null : marks[at]?.missing, "missing")),
      got === null ? null : line("got", label, marked(got, marks[at]?.surplus, "surplus")),
    ];
  });
  const rest = left.map(({ label, value }) => line("got", label, marked(value)));
  const all = [...lines, ...rest].filter(Boolean);
  return all.length > 0 ? el("table", { class: "compared" }, el("tbody", {}, all)) : null;
};

const line = (side, label, value) =>
  el("tr", {}, el("th", { scope: "row" }, side), el("td", { class: "label" }, label), el("td", {}, value));

/** The line of the file, with what is meant underlined. */
const source = (place) => {
  if (!place) return null;
  const signs = [...place.text];
  const start = Math.max(0, place.column - 1);
  return el(
    "figure",
    { class: "source" },
    el("figcaption", {}, `${place.path}:${place.line}:${place.column}`),
    place.text &&
      el(
        "pre",
        { tabindex: "0", "aria-label": "The line of the file" },
        el("span", { class: "number" }, `${place.line}  `),
        signs.slice(0, start).join(""),
        el("u", {}, signs.slice(start, start + place.length).join("")),
        signs.slice(start + place.length).join(""),
      ),
    place.key_path && el("small", {}, place.key_path),
  );
};

const part = (name, ...content) => [el("dt", {}, name), el("dd", {}, ...content)];

/** One failure in full. */
const failureCard = (failure, marks, again) =>
  el(
    "section",
    { class: "failure", "aria-label": "Failed expectation" },
    el("p", { class: "head" }, mark("failed"), " ", el("strong", {}, failure.message)),
    el("p", { class: "code" }, el("code", {}, failure.code), failure.kind && ` · ${failure.kind}`),
    comparison(failure, marks),
    source(failure.place),
    el(
      "dl",
      {},
      failure.nearest && part("nearest", failure.nearest),
      failure.why.length > 0 && part("why", failure.why.flatMap((step, at) => [at > 0 ? el("span", { class: "then" }, " → ") : "", el("bdi", {}, step)])),
      failure.mend.map((mend, at) => part(at === 0 ? "mend" : "or", mend)),
      part("again", el("code", { class: "command" }, again), " ", copyButton("copy command", again)),
    ),
  );
