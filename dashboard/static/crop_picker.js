// Pictures of hands of which several can be chosen, by mouse or keys.
const pages = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  const before = pages.get(list);
  if (before?.token === data.token) return;
  // Others may change what is shown meanwhile; what was chosen on this page stays chosen.
  const kept = before?.page === data.page ? chosenCrops(before) : [];
  const page = { ...data, last: 0, told: parentElement.querySelector("p") };
  pages.set(list, page);
  list.replaceChildren(...data.tiles.map(tile));
  page.boxes = [...list.querySelectorAll("input")];
  page.tell = () => tell(page, setStateValue);
  page.junk = () => setTriggerValue("junked", chosenCrops(page).length);
  page.boxes.forEach((box, place) => {
    box.checked = kept.includes(box.value);
    listen(page, box, place);
  });
  rove(page, 0);
  count(page);
}

function listen(page, box, place) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey) range(page, page.last, place, box.checked);
    rove(page, place);
    page.tell();
  });
  box.addEventListener("keydown", (event) => key(page, place, event));
}

function key(page, place, event) {
  const target = next(page, place, event.key);
  if (target !== null) {
    event.preventDefault();
    if (event.shiftKey) range(page, place, target, true);
    rove(page, target);
    page.boxes[target].focus();
    if (event.shiftKey) page.tell();
  } else if (event.key === "Enter") {
    event.preventDefault();
    page.boxes[place].click();
  } else if (event.key === "Escape") {
    range(page, 0, page.boxes.length - 1, false);
    page.tell();
  } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    range(page, 0, page.boxes.length - 1, true);
    page.tell();
  } else if (event.key.toLowerCase() === "x" && !event.ctrlKey && !event.metaKey) {
    // The key of the button beside; pressed here it would not get there.
    event.stopPropagation();
    if (chosenCrops(page).length) page.junk();
  } else if (event.key.toLowerCase() === "v" && !event.ctrlKey && !event.metaKey) {
    page.boxes[place].closest("li").querySelector("a")?.click();
  }
}

function next(page, place, pressed) {
  const last = page.boxes.length - 1;
  const columns = page.boxes.filter((box) => top(box) === top(page.boxes[0])).length;
  const steps = {
    ArrowLeft: place - 1, ArrowRight: place + 1,
    ArrowUp: place - columns, ArrowDown: place + columns, Home: 0, End: last,
  };
  if (!(pressed in steps)) return null;
  return steps[pressed] < 0 || steps[pressed] > last ? place : steps[pressed];
}

function top(box) {
  return Math.round(box.getBoundingClientRect().top);
}

function range(page, from, to, checked) {
  const [low, high] = from < to ? [from, to] : [to, from];
  for (let place = low; place <= high; place += 1) page.boxes[place].checked = checked;
}

function rove(page, place) {
  page.last = place;
  page.boxes.forEach((box, other) => { box.tabIndex = other === place ? 0 : -1; });
}

function tell(page, setStateValue) {
  count(page);
  setStateValue("chosen", { page: page.page, crops: chosenCrops(page) });
}

function chosenCrops(page) {
  return page.boxes.filter((box) => box.checked).map((box) => box.value);
}

function count(page) {
  const chosen = chosenCrops(page).length;
  page.told.textContent = `${chosen} of ${page.boxes.length} on this page chosen`;
}

function tile(hand) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.value = hand.crop;
  box.setAttribute("aria-label", hand.alt);
  label.append(box, square(hand), element("span", "tick", "\u2713"));
  const entry = element("li", "tile");
  entry.title = hand.alt;
  entry.append(label, element("span", "caption", hand.caption));
  if (hand.address) {
    const link = element("a", "video", "\u25B6");
    link.href = hand.address;
    link.target = "_self";
    link.tabIndex = -1;
    link.setAttribute("aria-label", `See in its video: ${hand.alt}`);
    entry.append(link);
  }
  return entry;
}

function square(hand) {
  const place = element("span", "square");
  if (!hand.source) return nothing(place, hand.lacking);
  const image = document.createElement("img");
  image.alt = "";
  image.onerror = () => nothing(place, "unreadable");
  image.src = hand.source;
  place.append(image);
  return place;
}

function nothing(place, why) {
  place.classList.add("nothing");
  place.replaceChildren(why);
  return place;
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}
