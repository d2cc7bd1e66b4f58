// Keys on the page of a document: j and k go from event to event, r to the next version of the text.
// Every page works without this file.
"use strict";

const summaries = [...document.querySelectorAll(".reading .card > summary")];
let current = -1;

// The words in the text that report the event of a card.
function mark(summary) {
  document.querySelectorAll(".words .current").forEach((word) => word.classList.remove("current"));
  const id = summary.parentElement.querySelector("[id]").id;
  document.querySelectorAll(`.words a.event[href="#${CSS.escape(id)}"]`).forEach((word) => word.classList.add("current"));
}

function go(step) {
  const focused = summaries.indexOf(document.activeElement);
  current = Math.min(summaries.length - 1, Math.max(0, (focused >= 0 ? focused : current) + step));
  const summary = summaries[current];
  if (!summary) return;
  summary.parentElement.open = true;
  mark(summary);
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

function changeVersion() {
  const links = [...document.querySelectorAll(".versions a")];
  const next = (links.findIndex((link) => link.hasAttribute("aria-current")) + 1) % links.length;
  if (links[next]) links[next].click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "j") go(1);
  if (event.key === "k") go(-1);
  if (event.key === "r") changeVersion();
});

// The card of the event that an address names is open, wherever the browser would leave it closed.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const card = target && target.closest("details.card");
  if (!card) return;
  card.open = true;
  const summary = card.querySelector("summary");
  current = summaries.indexOf(summary);
  mark(summary);
  summary.focus({ preventScroll: true });
  card.scrollIntoView({ block: "center" });
}
summaries.forEach((summary) => summary.addEventListener("click", () => mark(summary)));
window.addEventListener("hashchange", openTarget);
window.addEventListener("load", () => setTimeout(openTarget)); // after the browser has gone to the words, and the focus with it
