// Finding entities as people type them: Chinese, aliases, pinyin in full, in part or as initials; and the box that offers them.

const SUGGESTIONS = 12;
// Names are in simplified characters: how traditional ones are read, as far as the names on the page and the answers of the server tell.
const readAs = new Map();
function learnCharacters(written, read) {
  const letters = [...read];
  [...written].forEach((letter, at) => letter !== letters[at] && readAs.set(letter, letters[at]));
  indexOf.clear();
}

const plain = (text) =>
  [...text.normalize("NFKC").toLowerCase()]
    .map((letter) => readAs.get(letter) ?? letter)
    .join("")
    .replace(/[\s“”"'‘’《》「」·]/g, "");

const indexed = (node) => ({
  node,
  names: [node.name, ...node.aliases].map(plain),
  readings: node.py.map((reading) => reading.split(" ").filter(Boolean)),
});
const indexOf = new Map();
learnCharacters(...payload.traditional);
function searchIndex() {
  for (const node of nodeList) if (!indexOf.has(node.id)) indexOf.set(node.id, indexed(node));
  return nodeList.map((node) => indexOf.get(node.id));
}

// Where the query ends when it spells these syllables from number `at` on, each in full or by its first letters; else 0.
// "gyuan" spells guang yuan.
function spells(syllables, at, query, done = 0) {
  if (done === query.length) return at;
  if (at === syllables.length) return 0;
  const syllable = syllables[at];
  for (let size = Math.min(syllable.length, query.length - done); size > 0; size -= 1) {
    const end = syllable.startsWith(query.slice(done, done + size)) && spells(syllables, at + 1, query, done + size);
    if (end) return end;
  }
  return 0;
}

// 重庆 is as good as 重庆市: a place is rarely typed with the word for its level.
const isWhole = (rest) => /^[省市县区州盟旗]?$/.test(rest);

// Smaller is better; null is no match. A name before an alias, the whole before the beginning before the middle, characters before pinyin.
function score({ names, readings }, query, latin) {
  let best = null;
  const offer = (value) => {
    if (best === null || value < best) best = value;
  };
  names.forEach((name, number) => {
    const alias = number ? 1 : 0;
    const at = name.indexOf(query);
    if (at === 0) offer((isWhole(name.slice(query.length)) ? 0 : 2) + alias);
    else if (at > 0) offer(4 + alias);
    if (!latin || (best !== null && best < 6)) return;
    const syllables = readings[number] ?? [];
    const end = spells(syllables, 0, query);
    // The whole of an alias says more than the beginning of a longer name: gys is 广元市 before 《广元市…》.
    if (end) offer((isWhole(name.slice(end)) ? 6 : 8) + alias);
    else if (syllables.some((_, from) => from > 0 && spells(syllables, from, query))) offer(10 + alias);
  });
  return best;
}

// What fits a text, best first: what is on the page and, if given, what the server found.
function search(text, found = [], kinds = null) {
  const query = plain(text).slice(0, 40);
  if (!query) return [];
  const latin = /^[a-z0-9]+$/.test(query);
  const hits = [];
  const entries = [...searchIndex(), ...found.filter((node) => !nodeOf.has(node.id)).map(indexed)];
  for (const entry of entries) {
    if (kinds && !kinds.includes(entry.node.kind)) continue;
    const value = score(entry, query, latin);
    if (value !== null) hits.push({ node: entry.node, value });
  }
  const weight = (node) => node.mentions ?? 0;
  hits.sort((a, b) => a.value - b.value || weight(b.node) - weight(a.node) || a.node.name.localeCompare(b.node.name, "zh"));
  return hits.map((hit) => hit.node);
}

// What the server finds for a text; the last question wins.
const WAIT = 130;
async function searchServer(text) {
  const { found, simplified } = await ask("search", { text });
  if (simplified !== text) learnCharacters(text, simplified);
  return found.map((row) => ({ ...row, id: nodeId(row.id), aliases: row.aliases ?? [], degree: null }));
}

// The server offers only its best; how many more fit is a question of the catalogue. Beyond so many it does not matter.
const COUNTED = 200;
async function countServer(text) {
  const { columns, rows } = await ask("ask", { query: "search", arguments: { text, limit: String(COUNTED) }, limit: COUNTED }, { quiet: true });
  const [id, kind] = [columns.indexOf("id"), columns.indexOf("kind")];
  return rows.map((row) => ({ id: nodeId(row[id]), kind: row[kind] }));
}

// What tells a thing from its namesakes: the province, or else a report that names it.
const distinction = (node) => nodeOf.get(node.id)?.province ?? knownSentences({ sentences: [], ...node })?.list[0]?.heading ?? "";

// Wire an input and its list as a combobox; `choose` gets the entity that was taken, `kinds` limits what is offered.
function combobox(input, list, choose, kinds = null) {
  let hits = [];
  let active = -1;
  let asked = 0;
  let timer = 0;
  // Enter came before the server's answer: the first of it is taken.
  let eager = false;
  let waits = false;
  // The list lies over the columns, below its box or, where there is more room, above.
  const place = () => {
    const box = input.getBoundingClientRect();
    const [above, below] = [box.top - 12, innerHeight - box.bottom - 12];
    const up = below < 240 && above > below;
    const width = Math.min(Math.max(box.width, 300), innerWidth - 16);
    const at = {
      left: Math.min(box.left, innerWidth - width - 8), width, room: Math.min(340, up ? above : below),
      top: up ? null : box.bottom + 4, bottom: up ? innerHeight - box.top + 4 : null,
    };
    for (const [name, value] of Object.entries(at)) list.style.setProperty(`--list-${name}`, value === null ? "auto" : `${value}px`);
  };
  const follow = (event) => (input.isConnected ? list.contains(event.target) || place() : unfollow());
  const unfollow = () => {
    document.removeEventListener("scroll", follow, true);
    removeEventListener("resize", follow);
  };
  const close = () => {
    asked += 1;
    eager = false;
    unfollow();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const mark = (number) => {
    active = number;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
    const row = list.children[active];
    if (row) {
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }
  };
  const take = (number) => {
    const node = hits[number];
    if (!node) return;
    close();
    choose(node);
  };
  const row = (node, number) =>
    element(
      "li",
      {
        role: "option",
        id: `${list.id}-${number}`,
        "aria-selected": "false",
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => take(number),
      },
      icon(node.kind),
      element("span", { class: "grow" }, node.name, isNamesake(node) ? element("small", { class: "quiet" }, distinction(node)) : null),
      element("span", { class: "number" }, measureOf(node)),
    );
  const isNamesake = (node) => hits.some((other) => other !== node && other.name === node.name);
  const note = (text) => element("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text);
  const measureOf = (node) => {
    if (node.degree === null) return t("mentions_n", { n: node.mentions });
    return t(node.degree === 1 ? "relations_1" : "relations_n", { n: node.degree });
  };
  const open = () => {
    const text = input.value.trim();
    show([], { none: served ? "searching" : "not_found" });
    clearTimeout(timer);
    if (!served || !text) return;
    const number = (asked += 1);
    timer = setTimeout(() => askServer(text, () => number === asked && document.activeElement === input), WAIT);
  };
  const askServer = async (text, isCurrent) => {
    const found = await searchServer(text).catch(() => null);
    if (!isCurrent()) return;
    if (!found) return show([], { none: "not_found_here" });
    const now = eager;
    const full = found.length >= SUGGESTIONS;
    show(found, { open: full });
    if (now) return take(0);
    // What comes after the names themselves: how many more there are, and what tells namesakes apart.
    const counted = full && QUESTIONS.has("search") ? await countServer(text).catch(() => []) : [];
    if (!isCurrent()) return;
    if (full) show(found, { counted, open: counted.length === 0 || counted.length >= COUNTED });
    const unknown = hits.filter((node) => isNamesake(node) && !distinction(node));
    if (unknown.length === 0) return;
    await Promise.all(unknown.map((node) => moreSentences(node).catch(() => null)));
    if (isCurrent()) show(found, { counted, open: full && counted.length >= COUNTED });
  };
  // `none` is what to say without a hit; `counted` are all that the server has, or as many as were asked for: then `open`.
  const show = (fromServer, { none = "not_found", counted = [], open: isOpen = false } = {}) => {
    const found = search(input.value, fromServer, kinds);
    const kept = active > 0 ? hits[active] : null;
    hits = found.slice(0, SUGGESTIONS);
    waits = none === "searching";
    const text = input.value.trim();
    if (!text) return close();
    const all = new Set([...found, ...counted.filter((one) => !kinds || kinds.includes(one.kind))].map((node) => node.id));
    const left = all.size - hits.length;
    const last = hits.length === 0 ? note(t(none, { text })) : left > 0 ? note(t(isOpen ? "left_at_least" : "left", { n: left })) : null;
    list.replaceChildren(...hits.map(row), ...(last ? [last] : []));
    place();
    list.hidden = false;
    document.addEventListener("scroll", follow, true);
    addEventListener("resize", follow);
    input.setAttribute("aria-expanded", "true");
    announce(hits.length ? [t("found", { n: all.size }), left > 0 ? t("found_first", { n: hits.length }) : ""].join("") : t(none, { text }));
    if (hits.length) mark(Math.max(0, kept ? hits.findIndex((node) => node.id === kept.id) : 0));
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.value.trim() && open());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter and the arrows belong to it.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      else if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      // In a form, Enter takes what is marked; only the next one sends the form.
      if (list.hidden) return input.form ? undefined : open();
      if (hits.length || waits) event.preventDefault();
      if (hits.length) take(active);
      else eager = true;
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!list.hidden) close();
      else if (input.value) {
        input.value = "";
        input.dispatchEvent(new Event("cleared"));
      } else input.blur();
    }
  });
}
