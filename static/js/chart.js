// Plotly takes over from the server's drawing for hover, zoom and a picture, once the page has been painted and is
// at rest. Where it doesn't load, or data is to be saved, the drawing stays. On paper it is always the drawing.
{
  const source = document.currentScript.dataset.plotly;
  const figures = [...document.querySelectorAll("[data-chart]")];
  const tokens = getComputedStyle(document.documentElement);

  // Colours and fonts arrive as the names of the stylesheet's tokens.
  const dressed = (part) => {
    if (typeof part === "string") return part.startsWith("--") ? tokens.getPropertyValue(part).trim() : part;
    if (Array.isArray(part)) return part.map(dressed);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, dressed(value)]));
  };

  // Nothing is ever sent to the vendor's cloud; the buttons under the chart stand in for its own.
  const config = {
    displayModeBar: false,
    displaylogo: false,
    plotlyServerURL: "",
    responsive: true,
    showSendToCloud: false,
  };

  const zooms = {
    in: (low, high) => [low + (high - low) / 4, high - (high - low) / 4],
    out: (low, high) => [low - (high - low) / 2, high + (high - low) / 2],
    earlier: (low, high) => [low - (high - low) / 2, high - (high - low) / 2],
    later: (low, high) => [low + (high - low) / 2, high + (high - low) / 2],
  };

  // Positions on an axis of dates are milliseconds, on one of periods their places.
  const place = (value) => (typeof value === "number" ? value : Date.parse(value));

  const within = ([low, high], [first, last]) => {
    const width = Math.min(high - low, last - first);
    const start = Math.min(Math.max(low, first), last - width);
    return [start, start + width];
  };

  const work = (figure, live, whole) => {
    const tools = figure.querySelector(".chart__tools");
    tools.addEventListener("click", (event) => {
      const { zoom, picture } = event.target.dataset;
      if (picture !== undefined) {
        const title = { text: figure.dataset.title, font: { size: 15 } };
        const layout = { ...live.layout, title, margin: { ...live.layout.margin, t: 90 } };
        const size = { format: "png", height: 560, scale: 2, width: 1100 };
        Plotly.downloadImage({ data: live.data, layout, config }, { filename: figure.dataset.name, ...size });
      } else if (zoom) {
        const range = zoom === "all" ? whole : within(zooms[zoom](...live.layout.xaxis.range.map(place)), whole);
        Plotly.relayout(live, { "xaxis.range": range });
      }
    });
    tools.hidden = false;
  };

  const show = async (figure) => {
    const { data, layout } = dressed(JSON.parse(figure.querySelector('script[type="application/json"]').textContent));
    const live = document.createElement("div");
    live.className = "chart__live";
    // The table has every figure in words; a picture of them would only be read twice.
    live.setAttribute("aria-hidden", "true");
    figure.querySelector(".chart__scroll").append(live);
    // A finger on the chart scrolls the page.
    const dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";
    figure.classList.add("is-live");
    try {
      await Plotly.newPlot(live, data, { ...layout, dragmode }, config);
      work(figure, live, live.layout.xaxis.range.map(place));
    } catch (problem) {
      figure.classList.remove("is-live");
      live.remove();
      throw problem;
    }
  };

  const load = () => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => figures.forEach(show));
    document.head.append(script);
  };

  const atRest = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));
  if (figures.length && !navigator.connection?.saveData) {
    // The browser itself says when it has painted the first of the page.
    const painted = new PerformanceObserver((entries) => {
      if (!entries.getEntriesByName("first-contentful-paint").length) return;
      painted.disconnect();
      atRest(load);
    });
    painted.observe({ type: "paint", buffered: true });
  }
}
