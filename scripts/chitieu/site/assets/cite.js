"use strict";

/** The citation of the figure that the address names, from its row. */
(function cite() {
  const box = document.getElementById("cite");
  if (!box) return;

  /** A cell of a printed table says what it means by its row and its column; a row of a text says it itself. */
  function meaning(place) {
    if (place.tagName === "TR") {
      const said = Array.from(place.cells, (cell) => cell.textContent.trim());
      return { locator: said[0], printed: said[1], of: `${said[2]}, ${said[3]}: ${place.cells[4].querySelector("b").textContent}` };
    }
    const table = place.closest("table");
    const head = table.tHead.rows[0].cells[place.cellIndex];
    const area = place.parentElement.cells[0].textContent.trim();
    const indicator = head.textContent.trim().replace(/\s+/g, " ");
    const locator = place.id.slice(0, place.id.lastIndexOf(":"));
    return { locator, printed: place.querySelector("a").textContent, of: `${area}, ${indicator}` };
  }

  function show() {
    const place = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    box.hidden = !place || !/^(TR|TD)$/.test(place.tagName);
    if (box.hidden) return;
    const { locator, printed, of } = meaning(place);
    const component = place.id.slice(place.id.lastIndexOf(":") + 1);
    const release = window.chitieuRelease ? " " + window.chitieuRelease : "";
    box.querySelector("[data-cite]").textContent =
      `${of} (“${printed}”). ${box.dataset.issuer}, ${box.dataset.title}, ${box.dataset.day}, ${locator}. Chitieu${release}.`;
    box.querySelector("[data-row]").textContent =
      `select * from printings where document_id = '${box.dataset.document}' and locator = '${locator}' and component = ${component}`;
  }

  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
  });
  window.addEventListener("hashchange", show);
  show();
})();
