"use strict";
// Sorting of table[data-ph-sort] by its heads (th[data-ph-by=text|number]). A cell's data-sort comes before its text.
// Rows of class "sum" and further bodies keep their place. Nothing is sorted until a head is pressed.

(() => {
  const order = new Intl.Collator("vi", { numeric: true });

  const shown = (cell) => cell ? (cell.dataset.sort ?? cell.textContent.trim()) : "";

  function amount(cell) {
    const text = shown(cell);
    const plain = cell && cell.dataset.sort !== undefined ? text
      : document.documentElement.lang === "en" ? text.replace(/,/g, "") : text.replace(/\./g, "").replace(",", ".");
    const value = parseFloat(plain.replace("\u2212", "-"));
    return Number.isNaN(value) ? null : value;
  }

  function compare(column, by) {
    if (by !== "number") return (a, b) => order.compare(shown(a.cells[column]), shown(b.cells[column]));
    return (a, b) => {
      const [one, other] = [amount(a.cells[column]), amount(b.cells[column])];
      if (one === null || other === null) return (one === null) - (other === null);
      return one - other;
    };
  }

  function sort(table, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const sums = rows.filter((row) => row.classList.contains("sum"));
    const others = rows.filter((row) => !row.classList.contains("sum")).sort(compare(head.cellIndex, head.dataset.phBy));
    if (down) others.reverse();
    body.append(...others, ...sums);
  }

  function prepare(root) {
    root.querySelectorAll("table[data-ph-sort] thead th[data-ph-by]:not([data-ph-by=none])").forEach((head) => {
      if (head.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head.closest("table"), head));
      head.append(button);
    });
  }

  prepare(document);
  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
})();
