"use strict";

/** Search without accents over areas, indicators and documents; the index is fetched when somebody begins to type. */
(function search() {
  const box = document.querySelector(".search");
  const release = window.chitieuRelease;
  if (release) {
    for (const place of document.querySelectorAll("[data-release]")) place.textContent = release;
  }
  if (!box) return;
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const status = box.querySelector("[role=status]");
  const MOST = 12;
  /** @type {{kind: string, name: string, address: string, plain: string, other: string}[] | null} */
  let entries = null;
  let isAsked = false;
  let chosen = -1;

  /** @param {string} text @returns {string} lower case without accents, đ as d, one space between words */
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  }

  function load() {
    if (isAsked) return;
    isAsked = true;
    const script = document.createElement("script");
    script.src = box.dataset.index;
    script.addEventListener("load", () => {
      entries = window.chitieuIndex.map(([kind, name, other, address]) => ({
        kind, name, address, plain: plain(name), other: plain(other),
      }));
      show();
    });
    document.head.append(script);
  }

  /** How well an entry answers: 0 not at all, more is better; the beginning of a name is best. */
  function score(entry, words, asked) {
    if (entry.plain === asked) return 5;
    if (entry.plain.startsWith(asked)) return 4;
    if (words.every((word) => (" " + entry.plain).includes(" " + word))) return 3;
    if (words.every((word) => entry.plain.includes(word))) return 2;
    return words.every((word) => (entry.plain + " " + entry.other).includes(word)) ? 1 : 0;
  }

  function show() {
    const asked = plain(input.value);
    chosen = -1;
    list.replaceChildren();
    input.removeAttribute("aria-activedescendant");
    if (!asked || !entries) {
      close();
      status.textContent = "";
      return;
    }
    const words = asked.split(" ");
    const found = entries
      .map((entry) => ({ entry, score: score(entry, words, asked) }))
      .filter((one) => one.score > 0)
      .sort((one, other) => other.score - one.score || one.entry.name.length - other.entry.name.length)
      .slice(0, MOST);
    found.forEach(({ entry }, index) => {
      const item = document.createElement("li");
      item.id = "found-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.address = box.dataset.root + entry.address;
      const kind = document.createElement("small");
      kind.textContent = entry.kind;
      item.append(entry.name + " ", kind);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        go(item);
      });
      list.append(item);
    });
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? found.length + " " + box.dataset.found : box.dataset.none;
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {Element} item */
  function go(item) {
    window.location.href = item.dataset.address;
  }

  /** @param {number} index */
  function choose(index) {
    const items = list.children;
    if (!items.length) return;
    chosen = (index + items.length) % items.length;
    for (let one = 0; one < items.length; one += 1) items[one].setAttribute("aria-selected", String(one === chosen));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", () => {
    load();
    show();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      choose(chosen + 1);
      event.preventDefault();
    } else if (event.key === "ArrowUp") {
      choose(chosen < 0 ? -1 : chosen - 1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && list.children.length && !list.hidden) {
      go(list.children[Math.max(chosen, 0)]);
    }
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus();
      event.preventDefault();
    }
  });
})();
