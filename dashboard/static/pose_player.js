// The frames of one clip in a loop, or of several in step, with their skeletons.
const players = new WeakMap();
const LEAST_MS = 15;

export default function ({ data, parentElement }) {
  const figure = parentElement.querySelector("figure");
  const before = players.get(figure);
  if (before?.token === data.token) return;
  if (before) cancelAnimationFrame(before.asked);
  const player = { ...data, parts: parts(figure), at: 0, last: null };
  player.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // The slider counts the frames of the clip that has most of them.
  player.leader = player.clips.reduce((a, b) => (b.frames.length > a.frames.length ? b : a));
  player.lasts_ms = Math.max(LEAST_MS, ...player.clips.map((clip) => clip.lasts_ms));
  players.set(figure, player);
  prepare(player);
  show(player);
  step(player, figure);
  return () => cancelAnimationFrame(player.asked);
}

function parts(figure) {
  return {
    stages: [...figure.querySelectorAll(".stage")],
    button: figure.querySelector("button.play"),
    steps: [...figure.querySelectorAll("button[data-step]")],
    slider: figure.querySelector("input[type=range]"),
    toggle: figure.querySelector("input[type=checkbox]"),
    told: figure.querySelector("output"),
  };
}

function prepare(player) {
  const { stages, button, steps, slider, toggle, told } = player.parts;
  player.clips.forEach((clip, place) => prepareStage(clip, stages[place]));
  const last = player.leader.frames.length - 1;
  slider.max = last;
  for (const part of [button, slider, told, ...steps]) part.hidden = last === 0;
  // A skeleton without a picture behind it is all there is to see.
  toggle.parentElement.hidden = player.clips.every((clip) => !hasPictures(clip));
  button.onclick = () => { player.still = !player.still; name(player); };
  toggle.onchange = () => {
    for (const stage of stages) {
      stage.querySelector("svg").style.display = toggle.checked ? "" : "none";
    }
  };
  slider.oninput = () => halt(player, Number(slider.value));
  for (const one of steps) {
    one.onclick = () => {
      const wanted = Number(slider.value) + Number(one.dataset.step);
      halt(player, Math.min(Math.max(wanted, 0), last));
    };
  }
  name(player);
}

function prepareStage(clip, stage) {
  const picture = stage.querySelector("img");
  clip.shown = -1;
  clip.stage = stage;
  picture.alt = clip.alt;
  picture.width = clip.width_px;
  picture.height = clip.height_px;
  // Where only keypoints are known there is no picture: the ground keeps its shape.
  picture.hidden = !hasPictures(clip);
  stage.style.aspectRatio = `${clip.width_px} / ${clip.height_px}`;
  const drawing = stage.querySelector("svg");
  drawing.setAttribute("viewBox", `0 0 ${clip.width_px} ${clip.height_px}`);
  if (picture.hidden) {
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", clip.alt);
    drawing.removeAttribute("aria-hidden");
  }
}

function hasPictures(clip) {
  return clip.frames.some((frame) => frame.source);
}

function halt(player, place) {
  player.still = true;
  player.at = share(player.leader, place);
  name(player);
  show(player);
}

function share(clip, place) {
  return clip.frames[place].ms / Math.max(clip.lasts_ms, LEAST_MS);
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
      player.at = (player.at + passed_ms / player.lasts_ms) % 1;
      show(player);
    }
    step(player, figure);
  });
}

function frameAt(clip, at) {
  // Half a millisecond forgives what was lost in counting by shares.
  const at_ms = at * Math.max(clip.lasts_ms, LEAST_MS) + 0.5;
  const later = clip.frames.findIndex((frame) => frame.ms > at_ms);
  return Math.max((later === -1 ? clip.frames.length : later) - 1, 0);
}

function show(player) {
  for (const clip of player.clips) showClip(clip, frameAt(clip, player.at));
  const { slider, told } = player.parts;
  slider.value = player.leader.shown;
  told.textContent = `${(player.leader.frames[player.leader.shown].ms / 1000).toFixed(2)} s`;
}

function showClip(clip, number) {
  if (number === clip.shown) return;
  clip.shown = number;
  const frame = clip.frames[number];
  if (frame.source) clip.stage.querySelector("img").src = frame.source;
  clip.stage.querySelector("svg").innerHTML = frame.marks;
}
