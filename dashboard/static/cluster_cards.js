// Cards of clusters. A click opens one without loading the page anew; the address of each
// card is real, so that it can be opened in another tab.
const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  if (drawn.get(list) === data.token) return;
  drawn.set(list, data.token);
  list.replaceChildren(...data.cards.map((card) => item(card, setTriggerValue)));
}

function item(card, setTriggerValue) {
  const link = element("a", "card");
  link.href = card.address;
  link.target = "_self";
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    setTriggerValue("opened", card.cluster);
  });
  const mosaic = element("span", "mosaic");
  mosaic.append(...card.pictures.map(square));
  link.append(mosaic, element("span", "name", card.name), element("span", "about", card.about));
  if (card.purity !== null) {
    const bar = element("span", "bar");
    const filled = element("span");
    filled.style.width = `${card.purity * 100}%`;
    bar.append(filled);
    link.append(bar);
  }
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}

function square(picture) {
  const place = element("span", picture.far ? "square far" : "square");
  place.title = picture.title;
  if (!picture.source) return nothing(place, picture.lacking);
  const image = document.createElement("img");
  image.alt = picture.title;
  image.onerror = () => nothing(place, "unreadable");
  image.src = picture.source;
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
