// Moving about on a map and drawing around its points, by mouse, pen or keys.
const LEAST_STEP_PX = 3, CLICK_PX = 4, MOST_ZOOM = 400, NEAR_PX = 12, BUCKETS = 256;

// What is looked at: the middle, and how large. `reach`: width and height of the points.
class View {
  constructor() { this.zoom = 1; }

  fit(reach) {
    this.reach = reach;
    this.zoom = 1;
    [this.x, this.y] = [reach[0] / 2, reach[1] / 2];
  }

  resize(width, height) { Object.assign(this, { width, height }); }

  get scale() {
    const [across, down] = this.reach;
    return this.zoom * 0.94 * Math.min(this.width / (across || 1), this.height / (down || 1));
  }

  get dot_px() { return this.plain_px * Math.min(2.5, Math.max(1, this.zoom) ** 0.35); }

  zoomAt(factor, across = this.width / 2, down = this.height / 2) {
    const [x, y] = onMap(this, across, down);
    this.zoom = Math.min(MOST_ZOOM, Math.max(0.5, this.zoom * factor));
    const [later_x, later_y] = onMap(this, across, down);
    this.x += x - later_x;
    this.y += y - later_y;
  }

  move(across, down) {
    this.x -= across / this.scale;
    this.y += down / this.scale;
  }

  corners() {
    const [left, top] = onMap(this, 0, 0);
    const [right, bottom] = onMap(this, this.width, this.height);
    return [[left, bottom], [right, bottom], [right, top], [left, top]];
  }
}

// Finds the point next to a place without looking at all of them.
class Nearby {
  constructor(at) {
    this.at = at;
    const count = at.length / 2;
    this.first = new Uint32Array(BUCKETS * BUCKETS + 1);
    for (let point = 0; point < count; point += 1) this.first[this.bucket(point) + 1] += 1;
    for (let one = 0; one < BUCKETS * BUCKETS; one += 1) this.first[one + 1] += this.first[one];
    const next = this.first.slice();
    this.points = new Uint32Array(count);
    for (let point = 0; point < count; point += 1) {
      this.points[next[this.bucket(point)]++] = point;
    }
  }

  bucket(point) {
    return (this.at[2 * point + 1] >> 8) * BUCKETS + (this.at[2 * point] >> 8);
  }

  find(x, y, far, seen) {
    let best = -1, least = far * far;
    const cell = (place) => Math.min(BUCKETS - 1, Math.max(0, Math.floor(place * BUCKETS)));
    for (let row = cell(y - far); row <= cell(y + far); row += 1) {
      const from = this.first[row * BUCKETS + cell(x - far)];
      const to = this.first[row * BUCKETS + cell(x + far) + 1];
      for (let place = from; place < to; place += 1) {
        const point = this.points[place];
        if (!seen(point)) continue;
        const across = this.at[2 * point] / 65535 - x;
        const down = this.at[2 * point + 1] / 65535 - y;
        const squared = across * across + down * down;
        if (squared < least) [best, least] = [point, squared];
      }
    }
    return best;
  }
}

// Listens to a stage. on: tool(), redraw(), choose(polygon, add), hover(point, event),
// near(x, y, far): a point, place(point): where it is.
function listen(stage, trail, view, on) {
  let drag = null;
  const place = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    const tool = event.button === 1 || event.altKey ? "move" : on.tool();
    drag = { tool, from: place(event), last: place(event), path: [place(event)] };
    stage.setPointerCapture(event.pointerId);
    on.hover(-1);
  });
  stage.addEventListener("pointermove", (event) => {
    const here = place(event);
    if (drag) dragged(drag, here, view, trail, on);
    else on.hover(on.near(...onMap(view, ...here), NEAR_PX / view.scale), event);
  });
  stage.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { tool, from, path } = drag;
    const moved = path.some(([x, y]) => Math.hypot(x - from[0], y - from[1]) > CLICK_PX);
    drag = null;
    trail.setAttribute("d", "");
    if (tool === "move") return;
    if (!moved) on.choose(clicked(from, view, on), event.shiftKey);
    else on.choose(path.map(([x, y]) => onMap(view, x, y)), event.shiftKey);
  });
  for (const gone of ["pointercancel", "lostpointercapture"]) {
    stage.addEventListener(gone, () => { drag = null; trail.setAttribute("d", ""); });
  }
  stage.addEventListener("pointerleave", () => { if (!drag) on.hover(-1); });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoomAt(1.0015 ** -event.deltaY, ...place(event));
    on.hover(-1);
    on.redraw();
  }, { passive: false });
  stage.addEventListener("dblclick", () => { view.fit(view.reach); on.redraw(); });
  stage.addEventListener("keydown", (event) => pressed(event, view, on));
}

// What a click chooses: the point below it with those it covers; nothing beside them.
function clicked(from, view, on) {
  const point = on.near(...onMap(view, ...from), NEAR_PX / view.scale);
  if (point < 0) return [];
  const [x, y] = on.place(point), far = CLICK_PX / view.scale;
  return [[x - far, y - far], [x + far, y - far], [x + far, y + far], [x - far, y + far]];
}

function dragged(drag, here, view, trail, on) {
  if (drag.tool === "move") {
    view.move(here[0] - drag.last[0], here[1] - drag.last[1]);
    drag.last = here;
    on.redraw();
    return;
  }
  if (drag.tool === "box") {
    const [[left, top], [right, bottom]] = [drag.from, here];
    drag.path = [[left, top], [right, top], [right, bottom], [left, bottom]];
  } else if (Math.hypot(here[0] - drag.last[0], here[1] - drag.last[1]) > LEAST_STEP_PX) {
    drag.path.push(here);
    drag.last = here;
  }
  const drawn = drag.path.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  trail.setAttribute("d", `M${drawn}Z`);
}

function pressed(event, view, on) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 60;
  const acts = {
    ArrowLeft: () => view.move(step, 0), ArrowRight: () => view.move(-step, 0),
    ArrowUp: () => view.move(0, step), ArrowDown: () => view.move(0, -step),
    "+": () => view.zoomAt(1.4), "=": () => view.zoomAt(1.4), "-": () => view.zoomAt(1 / 1.4),
    0: () => view.fit(view.reach),
    Enter: () => on.choose(view.corners(), event.shiftKey),
    Escape: () => on.choose([], false),
  };
  if (!(event.key in acts)) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
  on.redraw();
}
