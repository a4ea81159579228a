// While somebody types a methodology, what it is read as is shown beside it. The same answer comes with the page
// after it is submitted, so nothing depends on this.
//   <input data-explain="ADDRESS" data-explain-into="ID" data-explain-with="starts_on" …>
//   <div id="ID" aria-live="polite"></div>
// The fields of the form that are named last go along, because the answer depends on them.
const PAUSE = 400;

for (const field of document.querySelectorAll("[data-explain]")) {
  const answer = document.getElementById(field.dataset.explainInto);
  let waiting = null;
  let asked = 0;

  const explain = async () => {
    const ask = ++asked;
    const query = new URLSearchParams({ words: field.value });
    for (const name of (field.dataset.explainWith ?? "").split(" ").filter(Boolean)) {
      query.set(name, field.form.elements.namedItem(name)?.value ?? "");
    }
    const response = await fetch(`${field.dataset.explain}?${query}`, { headers: { "X-Fragment": "1" }, cache: "no-store" });
    if (!response.ok || response.redirected) throw new Error(`no answer: ${response.status}`);
    const html = await response.text();
    if (ask === asked) answer.innerHTML = html; // else more was typed meanwhile
  };

  field.form.addEventListener("input", () => {
    clearTimeout(waiting);
    // Without an answer the last one would be about other words: better none.
    waiting = setTimeout(() => explain().catch(() => answer.replaceChildren()), PAUSE);
  });
}
