// Comfort only: every page works without it.
"use strict";

document.addEventListener("click", (event) => {
  const target = event.target;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  // A row leads where its first link leads; text in it can still be selected.
  const row = target.closest("tr[data-href]");
  if (!row || target.closest("a, button, input, label, select, summary")) return;
  if (window.getSelection().toString()) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else window.location.assign(row.dataset.href);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const field = document.querySelector("[data-focus='/']");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  }
});

// On a phone the filters start folded: the list comes first.
if (window.matchMedia("(max-width: 900px)").matches) {
  for (const facets of document.querySelectorAll(".facets > details")) facets.open = false;
}

// Fields that name a firm suggest firms while somebody types.
for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-suggestions`;
  field.after(list);
  field.setAttribute("list", list.id);
  field.autocomplete = "off";
  let waiting = 0;
  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    const text = field.value.trim();
    if (!text) return;
    waiting = window.setTimeout(async () => {
      const address = `${field.dataset.suggest}?text=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || field.value.trim() !== text) return;
      const { firms } = await answer.json();
      list.replaceChildren(...firms.map((firm) => {
        const option = document.createElement("option");
        option.value = firm.uscc || firm.name;
        option.label = [firm.name, firm.former_name && `（${firm.former_name}）`, firm.district]
          .filter(Boolean).join(" ");
        return option;
      }));
    }, 150);
  });
}

// Rows that are ticked: all of a page at once, and how many they are.
for (const form of document.querySelectorAll("form[data-picked]")) {
  const boxes = [...document.querySelectorAll(`input[name="${form.dataset.picked}"][form="${form.id}"]`)];
  const all = document.querySelector(`input[data-picks="${form.dataset.picked}"]`);
  const count = form.querySelector("[data-count]");
  const tell = () => {
    const n = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = n ? `(${n})` : "";
    if (all) {
      all.checked = n > 0 && n === boxes.length;
      all.indeterminate = n > 0 && n < boxes.length;
    }
  };
  if (all) all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", () => {
    const ticked = form.querySelector("input[name=of][value=ticked]");
    if (ticked) ticked.checked = true;
    tell();
  });
  tell();
}

// A form is sent once: what a double click or an impatient Enter sends again is held back for a
// while, or until the page is come back to.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
