// Comfort only: without it the page refreshes by itself, and the file is picked.
"use strict";

const waiting = document.querySelector("[data-progress]");
if (waiting) {
  const words = waiting.querySelector("[data-words]");
  const bar = waiting.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return window.location.reload();
      const far = await answer.json();
      if (far.over) return window.location.reload();
      if (words.textContent !== far.words) words.textContent = far.words;
      if (far.total && far.done) {
        bar.max = far.total;
        bar.value = far.done;
      } else {
        bar.removeAttribute("value");
      }
    } catch {
      // The network may be away for a moment: ask again.
    }
    window.setTimeout(ask, 700);
  };
  window.setTimeout(ask, 400);
}

for (const zone of document.querySelectorAll(".drop")) {
  const field = zone.querySelector("input[type=file]");
  zone.querySelector(".drop-hint").hidden = false;
  const over = (event) => {
    event.preventDefault();
    zone.classList.toggle("over", event.type === "dragover");
  };
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", over);
  zone.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
