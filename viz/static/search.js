// Finding entities as people type them: Chinese, aliases, pinyin in full, in part or as initials; and the box that offers them.

const SUGGESTIONS = 12;
const plain = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s“”"'‘’《》「」·]/g, "");

const searchIndex = nodeList.map((node) => ({
  node,
  names: [node.name, ...node.aliases].map(plain),
  readings: node.py.map((reading) => reading.split(" ").filter(Boolean)),
}));

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

function search(text) {
  const query = plain(text).slice(0, 40);
  if (!query) return [];
  const latin = /^[a-z0-9]+$/.test(query);
  const hits = [];
  for (const entry of searchIndex) {
    const value = score(entry, query, latin);
    if (value !== null) hits.push({ node: entry.node, value });
  }
  hits.sort((a, b) => a.value - b.value || b.node.degree - a.node.degree || a.node.name.localeCompare(b.node.name, "zh"));
  return hits.map((hit) => hit.node);
}

// Wire an input and its list as a combobox; `choose` gets the id of the entity that was taken.
function combobox(input, list, choose) {
  let hits = [];
  let active = -1;
  const close = () => {
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
    choose(node.id);
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
      element("span", { class: "grow" }, node.name),
      element("span", { class: "number" }, t(node.degree === 1 ? "relations_1" : "relations_n", { n: node.degree })),
    );
  const open = () => {
    const found = search(input.value);
    hits = found.slice(0, SUGGESTIONS);
    const text = input.value.trim();
    if (!text) return close();
    const none = element(
      "li",
      { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" },
      t("not_found", { text }),
    );
    list.replaceChildren(...(hits.length ? hits.map(row) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    announce(hits.length ? t("found", { n: found.length }) : t("not_found", { text }));
    if (hits.length) mark(0);
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
      if (list.hidden) open();
      else take(active);
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
