// What is shown stands in the address: #/agent/scenario/turn?state=failed&tag=smoke&text=order

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Reads the address. */
const readRoute = () => {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const options = new URLSearchParams(query);
  const parts = path.split("/").filter((part) => part !== "").map(decoded);
  const route = {
    at: -1,
    turn: null,
    attempt: Number(options.get("attempt")) || null,
    states: (options.get("state") ?? "").split(",").filter((state) => state in MARKS),
    tag: options.get("tag") ?? "",
    text: options.get("text") ?? "",
    missing: null,
  };
  if (parts.length === 0) return route;
  route.at = indexOf(parts.join("/"));
  if (route.at < 0 && parts.length > 1 && /^\d+$/.test(parts.at(-1))) {
    route.turn = Number(parts.at(-1));
    route.at = indexOf(parts.slice(0, -1).join("/"));
  }
  if (route.at < 0) route.missing = parts.join("/");
  return route;
};

/** The address of something. */
const addressOf = (route) => {
  const parts = route.at < 0 ? [] : run.scenarios[route.at].id.split("/").map(encodeURIComponent);
  if (route.at >= 0 && route.turn !== null) parts.push(String(route.turn));
  const options = new URLSearchParams();
  if (route.states.length > 0) options.set("state", route.states.join(","));
  if (route.tag) options.set("tag", route.tag);
  if (route.text) options.set("text", route.text);
  if (route.at >= 0 && route.attempt) options.set("attempt", String(route.attempt));
  const query = options.toString();
  return `#/${parts.join("/")}${query ? `?${query}` : ""}`;
};

const indices = new Map();
const indexOf = (id) => {
  if (indices.size === 0) run.scenarios.forEach((scenario, at) => indices.set(scenario.id, at));
  return indices.get(id) ?? -1;
};

/** Goes somewhere; what is not named stays. */
const go = (change, { keepsHistory = false } = {}) => {
  const address = addressOf({ ...current, ...change });
  if (keepsHistory) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  show();
};
