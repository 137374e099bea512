// The frames of a clip in a loop, each with its skeleton drawn over it.
const players = new WeakMap();
const LEAST_MS = 15;

export default function ({ data, parentElement }) {
  const figure = parentElement.querySelector("figure");
  const before = players.get(figure);
  if (before?.token === data.token) return;
  if (before) cancelAnimationFrame(before.asked);
  const player = { ...data, parts: parts(figure), shown: -1, at_ms: 0, last: null };
  player.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  players.set(figure, player);
  prepare(player);
  show(player, 0);
  step(player, figure);
  return () => cancelAnimationFrame(player.asked);
}

function parts(figure) {
  return {
    picture: figure.querySelector("img"),
    drawing: figure.querySelector("svg"),
    button: figure.querySelector("button"),
    slider: figure.querySelector("input[type=range]"),
    toggle: figure.querySelector("input[type=checkbox]"),
    told: figure.querySelector("output"),
  };
}

function prepare(player) {
  const { picture, drawing, button, slider, toggle, told } = player.parts;
  picture.alt = player.alt;
  picture.width = player.width_px;
  picture.height = player.height_px;
  drawing.setAttribute("viewBox", `0 0 ${player.width_px} ${player.height_px}`);
  slider.max = player.frames.length - 1;
  for (const part of [button, slider, told]) part.hidden = player.frames.length === 1;
  button.onclick = () => { player.still = !player.still; name(player); };
  toggle.onchange = () => { drawing.style.display = toggle.checked ? "" : "none"; };
  slider.oninput = () => {
    player.still = true;
    player.at_ms = player.frames[slider.value].ms;
    name(player);
    show(player, Number(slider.value));
  };
  name(player);
}

function name(player) {
  player.parts.button.textContent = player.still ? "Play" : "Pause";
}

function step(player, figure) {
  player.asked = requestAnimationFrame((now_ms) => {
    if (!figure.isConnected) return;
    const passed_ms = player.last === null ? 0 : now_ms - player.last;
    player.last = now_ms;
    if (!player.still) {
      player.at_ms = (player.at_ms + passed_ms) % Math.max(player.lasts_ms, LEAST_MS);
      show(player, frameAt(player));
    }
    step(player, figure);
  });
}

function frameAt(player) {
  const later = player.frames.findIndex((frame) => frame.ms > player.at_ms);
  return (later === -1 ? player.frames.length : later) - 1;
}

function show(player, place) {
  const number = Math.max(place, 0);
  if (number === player.shown) return;
  player.shown = number;
  const frame = player.frames[number];
  const { picture, drawing, slider, told } = player.parts;
  picture.src = frame.source;
  drawing.innerHTML = frame.marks;
  slider.value = number;
  told.textContent = `${(frame.ms / 1000).toFixed(2)} s`;
}
