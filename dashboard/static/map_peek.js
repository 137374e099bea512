// The picture of what lies under the pointer on a map; maps say where it is by an event.
const peeks = new WeakMap();
const WAIT_MS = 60, KEPT = 400;

export default function ({ data, parentElement, setTriggerValue }) {
  const figure = parentElement.querySelector("figure");
  const peek = peeks.get(figure) ?? begin(figure);
  peek.ask = (what) => setTriggerValue("asked", what);
  for (const one of data.found) {
    peek.kept.set(`${one.token} ${one.point}`, one);
    if (peek.kept.size > KEPT) peek.kept.delete(peek.kept.keys().next().value);
  }
  show(peek);
  return peek.end;
}

function begin(figure) {
  const peek = { figure, kept: new Map(), hovered: null };
  peeks.set(figure, peek);
  const heard = (event) => {
    peek.hovered = event.detail.point >= 0 ? event.detail : null;
    clearTimeout(peek.wait);
    show(peek);
    if (peek.hovered && !peek.kept.has(name(peek))) {
      const { map, token, point } = peek.hovered;
      peek.wait = setTimeout(() => peek.ask({ map, token, point }), WAIT_MS);
    }
  };
  document.addEventListener("signatlas-hover", heard);
  peek.end = () => {
    clearTimeout(peek.wait);
    document.removeEventListener("signatlas-hover", heard);
  };
  return peek;
}

function name({ hovered }) {
  return `${hovered.token} ${hovered.point}`;
}

function show(peek) {
  const { figure, hovered } = peek;
  figure.hidden = !hovered;
  if (!hovered) return;
  const known = peek.kept.get(name(peek));
  const [image, lacking, about] = figure.children;
  image.hidden = !known?.source;
  if (known?.source) image.src = known.source;
  lacking.hidden = Boolean(known?.source);
  lacking.textContent = known ? known.lacking : "\u2026";
  about.textContent = known ? known.about : hovered.about;
  const { width, height } = figure.getBoundingClientRect();
  const left = hovered.x + 18 + width > innerWidth ? hovered.x - 18 - width : hovered.x + 18;
  const top = Math.min(Math.max(8, hovered.y - height / 2), innerHeight - height - 8);
  Object.assign(figure.style, { left: `${Math.max(4, left)}px`, top: `${top}px` });
}
