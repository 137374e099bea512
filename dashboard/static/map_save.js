// A map as a picture to take away: SVG, or PNG made of it.
const WIDTH = 1000, LEGEND = 240, MARGIN = 20, LINE = 18;
// Each symbol begins at its middle, for a size of 1.
const SYMBOLS = [
  "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
  "m-.87-.87h1.74v1.74h-1.74z",
  "m0-1l1 1l-1 1l-1-1z",
  "m-.36-1h.72v.64h.64v.72h-.64v.64h-.72v-.64h-.64v-.72h.64z",
  "m0-1l.87 1.5h-1.74z",
  "m0-.36l.6-.6l.36.36l-.6.6l.6.6l-.36.36l-.6-.6l-.6.6l-.36-.36l.6-.6l-.6-.6l.36-.36z",
];

function symbol(number, colour) {
  return `<svg class="symbol" viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true">`
    + `<path d="M0 0${SYMBOLS[number]}" fill="${colour}"/></svg>`;
}

// Groups and how often they occur, points by group; what is hidden is left out.
function drawing(map) {
  const { told, marks, view } = map;
  const height = Math.round(WIDTH * Math.min(1.4, view.reach[1] / (view.reach[0] || 1) || 1));
  const side = WIDTH / (view.reach[0] || 1);
  const dot = told.values.length > 20000 ? 1.6 : 3.2;
  const paths = new Map();
  for (let point = 0; point < told.values.length; point += 1) {
    if (!marks[point]) continue;
    const name = `${told.values[point]} ${marks[point] === DIM ? 0.16 : 0.85}`;
    const x = (told.at[2 * point] / 65535) * side;
    const y = height - (told.at[2 * point + 1] / 65535) * side;
    if (!paths.has(name)) paths.set(name, []);
    paths.get(name).push(`M${(x / dot).toFixed(1)} ${(y / dot).toFixed(1)}`);
  }
  const drawn = [...paths].map(([name, places]) => {
    const [value, opacity] = name.split(" ");
    const from = 4 * Number(value);
    const [red, green, blue, form] = told.palette.slice(from, from + 4);
    const path = places.map((place) => place + SYMBOLS[form]).join("");
    return `<path fill="rgb(${red},${green},${blue})" opacity="${opacity}" d="${path}"/>`;
  });
  const lines = Math.max(height, LINE * (map.data.groups.length + 1));
  return `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="13" `
    + `viewBox="0 0 ${WIDTH + LEGEND + 2 * MARGIN} ${lines + 4 * MARGIN}" `
    + `width="${WIDTH + LEGEND + 2 * MARGIN}" height="${lines + 4 * MARGIN}">`
    + `<rect width="100%" height="100%" fill="white"/>`
    + `<text x="${MARGIN}" y="${MARGIN}">${escaped(map.data.title)}</text>`
    + `<text x="${MARGIN}" y="${lines + 3.6 * MARGIN}" font-size="11">`
    + `${escaped(map.data.note)}</text>`
    + `<g transform="translate(${MARGIN} ${1.7 * MARGIN})">${ground(told, side, height)}`
    + `<g transform="scale(${dot})">${drawn.join("")}</g></g>`
    + `<g transform="translate(${WIDTH + 2 * MARGIN} ${2.2 * MARGIN})">${legend(map)}</g></svg>`;
}

function ground(told, side, height) {
  if (!told.density) return "";
  const canvas = document.createElement("canvas");
  const { side: cells, cells: values } = told.density;
  canvas.width = canvas.height = cells;
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(cells, cells);
  values.forEach((value, place) => {
    const row = cells - 1 - Math.floor(place / cells);
    image.data[4 * (row * cells + (place % cells)) + 3] = value * 0.6;
  });
  pen.putImageData(image, 0, 0);
  return `<image href="${canvas.toDataURL()}" x="0" y="${height - side}" width="${side}" `
    + `height="${side}"/>`;
}

function legend(map) {
  const shown = map.data.groups.filter((group) => !map.hidden.has(group.name));
  if (!shown.length) return scale(map.data.scale);
  return shown.map((group, row) => `<g transform="translate(8 ${row * LINE})">`
    + `<path transform="scale(5)" d="M0 0${SYMBOLS[group.symbol]}" fill="${group.colour}"/>`
    + `<text x="14" y="4">${escaped(`${group.name} (${group.count})`)}</text></g>`).join("");
}

function scale(told) {
  if (!told) return "";
  const steps = told.colours.map((colour, step) =>
    `<rect y="${(told.colours.length - 1 - step) * 12}" width="14" height="12" fill="${colour}"/>`);
  const end = told.colours.length * 12;
  return `${steps.join("")}<text x="20" y="10">${escaped(told.high)}</text>`
    + `<text x="20" y="${end}">${escaped(told.low)}</text>`
    + `<text y="${end + LINE}">${escaped(told.name)}</text>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

async function save(map) {
  const text = drawing(map);
  const svg = new Blob([text], { type: "image/svg+xml" });
  const { format, name } = map.data.file;
  const file = format === "svg" ? svg : await pixels(svg);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function pixels(svg) {
  const image = new Image();
  const address = URL.createObjectURL(svg);
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}
