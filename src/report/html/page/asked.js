// What models were asked, and what they answered; closed until somebody wants to read it.

/** All messages of a request, those that an earlier one began with included. */
const wholeRequest = (request, all) => {
  const before = all.find((one) => one.number === request.begins_like?.request);
  if (!before || before.number >= request.number) return request.messages;
  const { messages, first } = request.begins_like;
  const begun = wholeRequest(before, all).slice(0, messages);
  if (first) begun[0] = { ...begun[0], content: [...begun[0].content.split("\n").slice(0, first.lines), ...first.rest].join("\n") };
  return [...begun, ...request.messages];
};

const message = (one) => block(String(one.role ?? "message"), [one.content, one.tool_calls].filter(Boolean).map(json).join("\n"));

const tokens = (count) => (count ? ` · ${count.is_estimate ? "about " : ""}${count.prompt} tokens sent, ${count.answer} answered` : "");

const modelRequest = (request, all) => {
  const messages = wholeRequest(request, all);
  const before = messages.slice(0, messages.length - request.messages.length);
  const now = request.begins_like?.first?.rest.join("\n");
  return el(
    "details",
    { class: "exchange asked" },
    el("summary", {}, el("b", {}, request.purpose), ` request ${request.number} to `, el("bdi", {}, request.model), tokens(request.tokens)),
    before.length > 0 && el("details", {}, el("summary", {}, `${plural(before.length, "message")} as in request ${request.begins_like.request}`, now && ", but for the end of the first"), before.map(message)),
    now && block("where the first message ends otherwise", now),
    request.messages.map(message),
    request.tools?.length > 0 && block("tools offered", request.tools.join("\n")),
    request.answer !== undefined && block("answer", request.answer),
    request.failure && el("p", { class: "bad" }, request.failure),
  );
};

/** The requests among all of the talk, under a title. */
const modelRequests = (title, requests, all) =>
  requests?.length > 0 && group(title, requests.map((request) => modelRequest(request, all)));
