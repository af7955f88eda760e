/**
 * The gate's page, whole: no file, no font, no address but its own. It is read through a windscreen: few words, large; a colour and
 * a sign of its own for each mood, for those who do not read. By day light, by night dark. A price keeps its order in Arabic, too (bdi).
 */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gate</title>
<style>
  :root { --ground: #ffffff; --ink: #10151c; --soft: #3d4856; --sign: #1455c0; }
  .night { --ground: #0b0f14; --ink: #f2f5f8; --soft: #b6c0cb; --sign: #6ea8ff; }
  .go { --ground: #00713a; --ink: #ffffff; --soft: #e2f5ea; --sign: #ffffff; }
  .stop { --ground: #b3121d; --ink: #ffffff; --soft: #ffe6e6; --sign: #ffffff; }
  .wait { --ground: #ffc400; --ink: #1c1600; --soft: #3a2f00; --sign: #1c1600; }
  .night.go { --ground: #00552b; } .night.stop { --ground: #8c0d16; } .night.wait { --ground: #c99700; }
  * { box-sizing: border-box; margin: 0; }
  html, body { height: 100%; overflow: hidden; cursor: none; }
  body {
    background: var(--ground); color: var(--ink); font-family: system-ui, "DejaVu Sans", sans-serif;
    display: grid; grid-template-columns: auto minmax(0, 1fr) auto; grid-template-rows: minmax(0, 1fr) auto;
    gap: 4vmin 5vmin; padding: 6vmin; align-items: center;
  }
  svg.sign { width: 30vmin; height: 30vmin; fill: none; stroke: var(--sign); stroke-width: 9; stroke-linecap: round; stroke-linejoin: round; }
  /* A word is never broken: the words are made smaller instead. */
  main { overflow-wrap: normal; }
  h1 { font-size: calc(var(--fit, 1) * 12.5vmin); line-height: 1.05; font-weight: 800; letter-spacing: -0.01em; }
  h1 + p { font-size: calc(var(--fit, 1) * 7vmin); line-height: 1.2; margin-top: 2.5vmin; font-weight: 500; color: var(--soft); }
  #other { grid-column: 1 / -1; border-top: 0.5vmin solid currentColor; padding-top: 3vmin; color: var(--soft); font-size: 5vmin; line-height: 1.25; min-height: 12vmin; }
  #other b { color: var(--ink); }
  #code { width: 38vmin; text-align: center; font-size: 3.6vmin; font-weight: 600; line-height: 1.2; }
  #code:empty { display: none; }
  #code div { background: #fff; border-radius: 2vmin; padding: 1vmin; margin-bottom: 1.5vmin; }
  #code svg { display: block; width: 100%; }
  .lost main, .lost #other, .lost #code { visibility: hidden; }
  @media (orientation: portrait) {
    body { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto auto minmax(0, 1fr) auto; text-align: center; justify-items: center; align-items: start; }
    svg.sign { width: 34vmin; height: 34vmin; }
    #code { width: 56vmin; font-size: 4.4vmin; align-self: center; }
    #other { width: 100%; grid-row: 4; }
  }
</style>
<body class="wait lost">
<svg class="sign" viewBox="0 0 100 100" aria-hidden="true"><path id="sign"/></svg>
<main><h1><bdi id="title"></bdi></h1><p><bdi id="detail"></bdi></p></main>
<div id="code"></div>
<div id="other"></div>
<script>
const SIGNS = {
  idle: "M50 8a42 42 0 1 0 .1 0M38 74V28h18a14 14 0 0 1 0 28H38",
  go: "M50 92V12M18 44 50 12l32 32",
  stop: "M50 8a42 42 0 1 0 .1 0M24 50h52",
  wait: "M50 8a42 42 0 1 0 .1 0M50 26v26l18 12",
};
const TURN_MS = 6000, LOST_MS = 12000;
const at = (id) => document.getElementById(id);
const way = (language) => (language === "ar" ? "rtl" : "ltr");
let state, turn = 0, heardMs = 0;

function isNight({ from, until }) {
  const hour = new Date().getHours();
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}
function draw() {
  const lost = !state || performance.now() - heardMs > LOST_MS;
  const mood = lost ? "wait" : state.message.mood;
  document.body.className = [mood, lost ? "lost" : "", state && isNight(state.night) ? "night" : ""].join(" ");
  at("sign").setAttribute("d", SIGNS[mood]);
  if (lost) return;
  const [first, ...others] = state.lines;
  document.documentElement.lang = first.language;
  document.documentElement.dir = way(first.language);
  at("title").textContent = first.title;
  at("detail").textContent = first.detail;
  const other = others[turn % Math.max(1, others.length)];
  at("other").replaceChildren();
  if (other && (other.title !== first.title || other.detail !== first.detail)) {
    const bold = document.createElement("b");
    bold.textContent = other.title;
    at("other").lang = other.language;
    at("other").dir = way(other.language);
    at("other").append(bold, other.detail && other.detail !== first.detail ? " · " + other.detail : "");
  }
  const code = mood === "idle" ? state.code : null;
  if (at("code").dataset.svg !== (code ? code.svg : "")) {
    at("code").dataset.svg = code ? code.svg : "";
    at("code").replaceChildren();
    if (code) {
      const frame = document.createElement("div");
      // Drawn by the gate itself.
      frame.innerHTML = code.svg;
      at("code").append(frame, code.words[turn % code.words.length]);
    }
  } else if (code) at("code").lastChild.textContent = code.words[turn % code.words.length];
  fit();
}
/** Makes the words smaller until all of them are to be seen. */
function fit() {
  const main = document.querySelector("main");
  for (let size = 1; size > 0.35; size -= 0.05) {
    document.body.style.setProperty("--fit", size);
    if (document.body.scrollHeight <= innerHeight && main.scrollWidth <= main.clientWidth) break;
  }
}
function listen() {
  const live = new EventSource("/live");
  live.onmessage = ({ data }) => {
    heardMs = performance.now();
    state = JSON.parse(data);
    turn = 0;
    draw();
  };
  live.addEventListener("beat", () => { heardMs = performance.now(); });
  // The browser connects again by itself, but not after every kind of failure.
  live.onerror = () => {
    if (live.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, 2000);
  };
}
setInterval(() => { turn++; draw(); }, TURN_MS);
addEventListener("resize", draw);
draw();
listen();
</script>
`;
