// How far an upload is, without loading the page again: it is asked for every two seconds while somebody looks at it.
const EVERY = 2000;
const parser = new DOMParser();

const look = async () => {
  if (document.hidden) return setTimeout(look, EVERY);
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = parser.parseFromString(await response.text(), "text/html");
    const now = page.getElementById("progress");
    if (!now) return location.reload();
    show(now);
  } catch {
    // The server can't be reached for the moment; it is asked again.
  }
  return setTimeout(look, EVERY);
};

// What is the same stays, so that a screen reader hears of a new step and of nothing else, and focus is kept.
const show = (now) => {
  const here = document.getElementById("progress");
  const [step, next] = [here, now].map((section) => section.querySelector("[data-step]"));
  if (step.textContent !== next.textContent) step.textContent = next.textContent;
  here.querySelector("h2").textContent = now.querySelector("h2").textContent;
  step.parentElement.replaceChildren(step, ...[...next.parentElement.childNodes].filter((node) => node !== next));
  here.querySelector("progress").value = now.querySelector("progress").value;
  const [stalled, nowStalled] = [here, now].map((section) => section.querySelector(".stalled"));
  if (!stalled && nowStalled) here.append(nowStalled);
  if (stalled && !nowStalled) stalled.remove();
};

setTimeout(look, EVERY);
