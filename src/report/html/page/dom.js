// Building the page. Text from the run only ever becomes the text of a node.

const PICTURES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text whose control characters are shown as pictures; line breaks and tabs stay. */
const visible = (text) =>
  String(text)
    .replace(/\r\n/g, "\n")
    .replace(PICTURES, (sign) => {
      const code = sign.charCodeAt(0);
      if (code < 32) return String.fromCharCode(0x2400 + code);
      return code === 127 ? "␡" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
    });

/** An element. Attributes are ours; children that are strings are text from anywhere. */
const el = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : visible(child));
  }
  return node;
};

const byId = (id) => document.getElementById(id);

/** The JSON in an element of the page. */
const embedded = (id) => {
  const element = byId(id);
  return element && JSON.parse(element.textContent);
};

const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const duration = (ms) => {
  if (ms < 100) return `${ms} ms`;
  if (ms < 60000) return `${Math.floor(ms / 100) / 10} s`;
  return `${Math.floor(ms / 60000)} min ${Math.floor((ms % 60000) / 1000)} s`;
};

/** A button that copies a text and says so. */
const copyButton = (label, text) => {
  const button = el("button", { type: "button", class: "copy" }, label);
  button.addEventListener("click", async () => {
    await copy(text);
    button.textContent = "copied";
    byId("said").textContent = `${label}: copied`;
    setTimeout(() => (button.textContent = label), 1200);
  });
  return button;
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard for pages from disk here: the old way still works.
    const area = el("textarea", { class: "off-screen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

const MARKS = {
  passed: { sign: "✓", name: "passed" },
  failed: { sign: "✕", name: "failed" },
  inconclusive: { sign: "?", name: "inconclusive" },
  not_run: { sign: "–", name: "not run" },
};

/** The sign of a verdict; its name is for those who do not see it. */
const mark = (verdict) =>
  el(
    "span",
    { class: `mark ${verdict}` },
    el("span", { "aria-hidden": "true" }, MARKS[verdict].sign),
    el("span", { class: "off-screen" }, MARKS[verdict].name),
  );

/** The run, with one line for each scenario. */
const run = embedded("run");
