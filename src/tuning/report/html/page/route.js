// What is shown stands in the address: #/variant/action/outcome/point/caller/repeat?turn=2

let current = { at: null, playing: null, turn: null };

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Reads the address; `at` is the cell of the matrix, and `missing` what there is none of. */
const readRoute = () => {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter((part) => part !== "").map(decoded);
  const turn = new URLSearchParams(query).get("turn");
  const route = { at: null, playing: null, turn: turn === null ? null : Number(turn), missing: null };
  if (parts.length === 0) return route;
  const variant = run.variants.findIndex((one) => one.name === parts[0]);
  const row = run.actions.findIndex((one) => one.action === parts[1]);
  const column = run.actions[row]?.columns.findIndex((one) => one.outcome === parts[2]) ?? -1;
  if (variant < 0 || column < 0) return { ...route, missing: parts.join("/") };
  route.at = { variant, row, column };
  if (parts.length > 3) route.playing = parts.slice(3, 6).join("/");
  return route;
};

/** The address of something. */
const addressOf = ({ at, playing, turn }) => {
  if (!at) return "#/";
  const parts = [run.variants[at.variant].name, run.actions[at.row].action, run.actions[at.row].columns[at.column].outcome];
  if (playing) parts.push(...playing.split("/"));
  const query = turn === null || turn === undefined ? "" : `?turn=${turn}`;
  return `#/${parts.map(encodeURIComponent).join("/")}${query}`;
};

/** Goes somewhere; what is not named stays. */
const go = (change, { keepsHistory = false } = {}) => {
  const address = addressOf({ ...current, ...change });
  if (keepsHistory) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  show();
};
