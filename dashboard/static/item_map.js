// A map of many points: coloured, drawn around, hovered over, saved. Begins after the
// scripts map_scene, map_tools and map_save, whose classes and functions it uses.
const maps = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const figure = parentElement.querySelector("figure");
  const map = maps.get(figure) ?? begin(figure);
  map.tell = (name, value) => setTriggerValue(name, value);
  if (map.data?.token !== data.token) change(map, data);
  map.view.ink = ink(figure);
  redraw(map);
  return map.end;
}

function begin(figure) {
  const find = (name) => figure.querySelector(name);
  const map = {
    figure, view: new View(), hidden: new Set(), tool: "lasso",
    stage: find(".stage"), legend: find(".legend"), told_by: find("output"),
    scene: new Scene(find("canvas")),
  };
  maps.set(figure, map);
  const on = {
    tool: () => map.tool,
    redraw: () => redraw(map),
    near: (x, y, far) => map.nearby.find(x, y, far, (point) => map.marks[point] > HIDDEN),
    place: (point) => [0, 1].map((part) => map.told.at[2 * point + part] / 65535),
    choose: (polygon, add) => choose(map, polygon, add),
    hover: (point, event) => hover(map, point, event),
  };
  listen(map.stage, find("path"), map.view, on);
  for (const button of figure.querySelectorAll("button[data-tool]")) {
    button.onclick = () => { map.tool = button.dataset.tool; press(map); };
  }
  const acts = {
    larger: () => map.view.zoomAt(1.4),
    smaller: () => map.view.zoomAt(1 / 1.4),
    whole: () => map.view.fit(map.view.reach),
    seen: () => choose(map, map.view.corners(), false),
    nothing: () => choose(map, [], false),
    save: () => save(map),
  };
  for (const button of figure.querySelectorAll("button[data-act]")) {
    button.onclick = () => { acts[button.dataset.act](); redraw(map); };
  }
  const watch = new ResizeObserver(() => redraw(map));
  watch.observe(map.stage);
  map.end = () => { watch.disconnect(); map.scene.end(); hover(map, -1); };
  return map;
}

function change(map, data) {
  const before = map.data;
  map.data = data;
  const told = {
    at: new Uint16Array(bytes(data.at).buffer), values: bytes(data.values),
    palette: palette(data),
    density: data.density && { side: data.density.side, cells: bytes(data.density.cells) },
  };
  map.lit = data.marks ? bytes(data.marks) : null;
  map.told = told;
  // Another map begins whole; another colour or choice on the same one stays where it is.
  if (before?.place !== data.place) map.view.fit(data.reach);
  if (before?.by !== data.by) map.hidden.clear();
  if (before?.at !== data.at) map.nearby = new Nearby(told.at);
  map.view.reach = data.reach;
  map.view.plain_px = told.values.length < 2000 ? 9 : told.values.length < 20000 ? 6.5 : 4.5;
  map.stage.setAttribute("aria-label", data.alt);
  map.stage.style.aspectRatio = String(data.reach[0] / (data.reach[1] || 1) || 1);
  map.told_by.textContent = data.chosen;
  mark(map);
  map.scene.show(told, map.marks);
  list(map);
  press(map);
}

function mark(map) {
  const { told, data, lit } = map;
  const hidden = new Uint8Array(256);
  data.groups.forEach((group, value) => { hidden[value] = map.hidden.has(group.name) ? 1 : 0; });
  map.marks = new Uint8Array(told.values.length);
  for (let point = 0; point < map.marks.length; point += 1) {
    if (hidden[told.values[point]]) continue;
    map.marks[point] = lit ? [DIM, LIT, CHOSEN][lit[point]] : PLAIN;
  }
}

function redraw(map) {
  if (map.asked) return;
  map.asked = requestAnimationFrame(() => {
    map.asked = 0;
    const { clientWidth, clientHeight } = map.stage;
    if (!clientWidth || !map.told) return;
    map.view.resize(clientWidth, clientHeight);
    if (!differs(map)) return;
    map.scene.draw(map.view);
    if (map.figure.dataset.painted === undefined) {
      map.scene.finish();
      performance.mark("map-painted");
    }
    map.figure.dataset.painted = map.told.values.length;
  });
}

// Whether another picture is to be seen than was last drawn: many points take a while.
function differs(map) {
  const { x, y, scale: large, width, height, ink: shade, dot_px } = map.view;
  const seen = [x, y, large, width, height, shade, dot_px, devicePixelRatio].join(" ");
  const same = seen === map.seen && map.marks === map.seen_marks;
  Object.assign(map, { seen, seen_marks: map.marks });
  return !same;
}

function choose(map, polygon, add) {
  hover(map, -1);
  map.tell("drawn", { token: map.data.token, polygon, add, hidden: [...map.hidden] });
}

// The picture beside the pointer is another component: it asks the server for it.
function hover(map, point, event) {
  if (point === map.hovered) return;
  map.hovered = point;
  map.stage.classList.toggle("over", point >= 0);
  const detail = { map: map.data?.name, token: map.data?.token, point };
  if (point >= 0) {
    const value = map.told.values[point];
    const group = map.data.groups[value];
    Object.assign(detail, {
      x: event.clientX, y: event.clientY,
      about: group ? group.name : `${map.data.scale.name}: ${Math.round((value / 255) * 100)} %`,
    });
  }
  document.dispatchEvent(new CustomEvent("signatlas-hover", { detail }));
}

function list(map) {
  const { groups, scale: told } = map.data;
  map.legend.replaceChildren(...groups.map((group) => entry(map, group)));
  map.legend.hidden = !groups.length;
  const bar = map.figure.querySelector(".scale");
  bar.hidden = !told;
  if (!told) return;
  const [low, ramp, high] = bar.querySelectorAll("span");
  [low.textContent, high.textContent] = [`${told.name} ${told.low}`, told.high];
  ramp.style.background = `linear-gradient(to right, ${told.colours.join(",")})`;
}

function entry(map, group) {
  const button = document.createElement("button");
  button.type = "button";
  button.title = "Click hides or shows it; Shift and click shows it alone";
  button.innerHTML = symbol(group.symbol, group.colour);
  const count = document.createElement("small");
  count.textContent = group.count;
  button.append(document.createTextNode(group.name), count);
  const press_ = () => button.setAttribute("aria-pressed", String(!map.hidden.has(group.name)));
  button.onclick = (event) => {
    if (event.shiftKey) only(map, group.name);
    else if (!map.hidden.delete(group.name)) map.hidden.add(group.name);
    refresh(map);
  };
  button.refresh = press_;
  press_();
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function only(map, name) {
  const others = map.data.groups.map((group) => group.name).filter((one) => one !== name);
  const alone = !map.hidden.has(name) && others.every((one) => map.hidden.has(one));
  map.hidden = new Set(alone ? [] : others);
}

function refresh(map) {
  for (const button of map.legend.querySelectorAll("button")) button.refresh();
  mark(map);
  map.scene.mark(map.marks);
  redraw(map);
}

function press(map) {
  for (const button of map.figure.querySelectorAll("button[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === map.tool));
  }
  map.stage.dataset.tool = map.tool;
}

// 256 colours, the fourth byte of each the number of its symbol.
function palette({ groups, scale: told }) {
  const made = new Uint8Array(1024);
  groups.forEach((group, value) => made.set([...rgb(group.colour), group.symbol], 4 * value));
  if (!told) return made;
  const stops = told.colours.map(rgb);
  for (let value = 0; value < 256; value += 1) {
    const at = (value / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    const mixed = stops[low].map((one, part) => one + (stops[low + 1][part] - one) * (at - low));
    made.set(mixed, 4 * value);
  }
  return made;
}

function rgb(colour) {
  return [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));
}

function ink(figure) {
  const parts = getComputedStyle(figure).color.match(/[\d.]+/g) ?? [0, 0, 0];
  return parts.slice(0, 3).map((part) => Number(part) / 255);
}

function bytes(text) {
  const letters = atob(text);
  const made = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place += 1) made[place] = letters.charCodeAt(place);
  return made;
}
