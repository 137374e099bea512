// Records a sign with the camera: count-in, recording, a look at it, trimming.
const COUNT_IN_S = 3;
const STEP_MS = 50;
const BITS_PER_SECOND = 1_500_000;
const KINDS = [["video/webm;codecs=vp8", "webm"], ["video/webm", "webm"], ["video/mp4", "mp4"]];
const WHY = {
  NotAllowedError: "The browser may not use the camera: allow it beside the address.",
  NotFoundError: "No camera is there.",
  NotReadableError: "Another program uses the camera.",
};
const recorders = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".recorder");
  const known = recorders.get(root);
  if (known) {
    Object.assign(known, { data, setTriggerValue });
    return undefined;
  }
  const recorder = { root, data, setTriggerValue, parts: parts(root) };
  recorders.set(root, recorder);
  listen(recorder);
  show(recorder, "idle");
  return () => closeCamera(recorder);
}

function parts(root) {
  const named = {};
  for (const part of root.querySelectorAll("[data-part]")) named[part.dataset.part] = part;
  return named;
}

function listen(recorder) {
  const { open, start, stop, again, close, use, from, to, seen } = recorder.parts;
  open.onclick = () => openCamera(recorder);
  again.onclick = () => openCamera(recorder);
  start.onclick = () => countIn(recorder, COUNT_IN_S);
  stop.onclick = () => recorder.recording?.stop();
  close.onclick = () => { closeCamera(recorder); show(recorder, "idle"); };
  use.onclick = () => send(recorder);
  from.oninput = () => trim(recorder, from);
  to.oninput = () => trim(recorder, to);
  seen.ontimeupdate = () => loop(recorder);
}

function show(recorder, state, sentence = "") {
  const { live, seen, open, start, stop, again, close, use, trimming, told } = recorder.parts;
  recorder.state = state;
  const shown = {
    idle: [open],
    ready: [live, start, close],
    counting: [live, close],
    recording: [live, stop],
    done: [seen, trimming, use, again, close],
  }[state];
  for (const part of [live, seen, open, start, stop, again, close, use, trimming]) {
    part.hidden = !shown.includes(part);
  }
  told.textContent = sentence;
}

async function openCamera(recorder) {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
    show(recorder, "idle", "Recording needs https, or a browser on the same machine.");
    return;
  }
  try {
    closeCamera(recorder);
    const wanted = { width: { ideal: 640 }, height: { ideal: 480 } };
    recorder.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (error) {
    show(recorder, "idle", WHY[error.name] ?? `The camera cannot be used: ${error.message}.`);
    return;
  }
  recorder.parts.live.srcObject = recorder.stream;
  show(recorder, "ready", "Head to hips in the picture, one sign.");
}

function countIn(recorder, left_s) {
  if (left_s === 0) {
    record(recorder);
    return;
  }
  show(recorder, "counting", `Recording begins in ${left_s} s`);
  recorder.timer = setTimeout(() => countIn(recorder, left_s - 1), 1000);
}

function record(recorder) {
  const [type, suffix] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ["", "webm"];
  const options = { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND };
  const recording = new MediaRecorder(recorder.stream, options);
  const pieces = [];
  recording.ondataavailable = (event) => pieces.push(event.data);
  recording.onstop = () => {
    recorder.lasts_ms = performance.now() - recorder.since_ms;
    recorder.film = new Blob(pieces, { type: type.split(";")[0] });
    recorder.suffix = suffix;
    review(recorder);
  };
  recording.start();
  recorder.recording = recording;
  recorder.since_ms = performance.now();
  recorder.timer = setTimeout(() => recording.stop(), recorder.data.most_s * 1000);
  show(recorder, "recording", `Recording, ${recorder.data.most_s} s at most`);
}

function review(recorder) {
  clearTimeout(recorder.timer);
  closeCamera(recorder);
  const { seen, from, to } = recorder.parts;
  seen.src = URL.createObjectURL(recorder.film);
  const last = Math.ceil(recorder.lasts_ms / STEP_MS) * STEP_MS;
  for (const slider of [from, to]) { slider.max = last; slider.step = STEP_MS; }
  from.value = 0;
  to.value = last;
  show(recorder, "done", told(recorder));
  seen.play();
}

function trim(recorder, moved) {
  const { from, to, seen, told: sentence } = recorder.parts;
  if (Number(from.value) > Number(to.value)) {
    if (moved === from) to.value = from.value;
    else from.value = to.value;
  }
  seen.currentTime = Number(moved.value) / 1000;
  sentence.textContent = told(recorder);
}

function told(recorder) {
  const { from, to } = recorder.parts;
  const [begin, end] = [from.value, to.value].map((ms) => (ms / 1000).toFixed(1));
  return `The sign lasts from ${begin} s to ${end} s`;
}

function loop(recorder) {
  const { from, to, seen } = recorder.parts;
  const begin_s = Number(from.value) / 1000;
  if (seen.currentTime * 1000 > Number(to.value) || seen.ended) seen.currentTime = begin_s;
  if (seen.paused && recorder.state === "done") seen.play().catch(() => {});
}

function send(recorder) {
  const { from, to } = recorder.parts;
  const reader = new FileReader();
  reader.onload = () => {
    const whole = Number(to.value) >= recorder.lasts_ms - 1;
    recorder.setTriggerValue("recorded", {
      name: `recording.${recorder.suffix}`,
      content: reader.result.split(",")[1],
      start_ms: Math.round(from.value),
      end_ms: whole ? null : Math.round(to.value),
    });
    show(recorder, "idle");
  };
  reader.readAsDataURL(recorder.film);
}

function closeCamera(recorder) {
  clearTimeout(recorder.timer);
  for (const track of recorder.stream?.getTracks() ?? []) track.stop();
  recorder.stream = null;
  recorder.parts.live.srcObject = null;
  if (recorder.parts.seen.src) URL.revokeObjectURL(recorder.parts.seen.src);
}
