// The points of a map, drawn by WebGL; by the plain canvas where there is no WebGL.
const HIDDEN = 0, DIM = 1, PLAIN = 2, LIT = 3, CHOSEN = 4;
const PASSES = [DIM, PLAIN, LIT, CHOSEN];
const OPACITY = { [DIM]: 0.16, [PLAIN]: 0.82, [LIT]: 1, [CHOSEN]: 1 };
const GROWN = { [DIM]: 0.85, [PLAIN]: 1, [LIT]: 1.35, [CHOSEN]: 1.35 };

const POINTS_VERTEX = `
attribute vec2 at; attribute float value; attribute float mark;
uniform vec2 size; uniform vec3 view; uniform float pass; uniform float dot_px;
varying float shown;
void main() {
  shown = value;
  vec2 place = (at - view.xy) * view.z * 2.0 / size;
  gl_Position = abs(mark - pass) < 0.5 ? vec4(place, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = dot_px;
}`;
const POINTS_FRAGMENT = `
precision mediump float;
varying float shown;
uniform sampler2D palette; uniform float opacity; uniform float soft; uniform float ring;
uniform vec3 ink;
float form(vec2 p, float symbol) {
  vec2 a = abs(p);
  if (symbol < 0.5) return length(p);
  if (symbol < 1.5) return max(a.x, a.y) * 1.15;
  if (symbol < 2.5) return a.x + a.y;
  if (symbol < 3.5) return min(max(a.x / 0.36, a.y), max(a.x, a.y / 0.36));
  if (symbol < 4.5) return max(p.y, 0.866 * a.x - 0.5 * p.y) / 0.5;
  vec2 r = abs(vec2(p.x + p.y, p.x - p.y)) * 0.7071;
  return min(max(r.x / 0.36, r.y), max(r.x, r.y / 0.36));
}
void main() {
  vec4 told = texture2D(palette, vec2((shown + 0.5) / 256.0, 0.5));
  float far = form(gl_PointCoord * 2.0 - 1.0, floor(told.a * 255.0 + 0.5));
  float seen = (1.0 - smoothstep(1.0 - soft, 1.0, far)) * opacity;
  if (seen <= 0.0) discard;
  vec3 colour = mix(told.rgb, ink, ring * step(0.72, far));
  gl_FragColor = vec4(colour * seen, seen);
}`;
const GROUND_VERTEX = `
attribute vec2 at; uniform vec2 size; uniform vec3 view; varying vec2 where;
void main() {
  where = at;
  gl_Position = vec4((at - view.xy) * view.z * 2.0 / size, 0.0, 1.0);
}`;
const GROUND_FRAGMENT = `
precision mediump float;
varying vec2 where; uniform sampler2D cells; uniform vec3 ink;
void main() {
  float seen = texture2D(cells, where).r * 0.6;
  gl_FragColor = vec4(ink * seen, seen);
}`;

class Scene {
  constructor(canvas) {
    this.canvas = canvas;
    this.gl = canvas.getContext("webgl", { antialias: false, premultipliedAlpha: true });
    if (this.gl) this.prepare();
    else this.flat = canvas.getContext("2d");
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.prepare();
      this.show(this.told, this.marks);
      this.draw(this.last);
    });
  }

  prepare() {
    const gl = this.gl;
    this.points = program(gl, POINTS_VERTEX, POINTS_FRAGMENT);
    this.ground = program(gl, GROUND_VERTEX, GROUND_FRAGMENT);
    this.buffers = { at: gl.createBuffer(), value: gl.createBuffer(), mark: gl.createBuffer() };
    this.corners = gl.createBuffer();
    this.palette = gl.createTexture();
    this.cells = gl.createTexture();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  // told: at (N pairs of 16 bits), values (N bytes), palette (256 x RGBA, A: the symbol),
  // density (its side and cells) or null. marks: N bytes.
  show(told, marks) {
    this.told = told;
    this.mark(marks);
    if (!this.gl) return;
    const gl = this.gl;
    fill(gl, this.buffers.at, told.at);
    fill(gl, this.buffers.value, told.values);
    picture(gl, this.palette, gl.RGBA, 256, 1, told.palette, gl.NEAREST);
    if (told.density) {
      const { side, cells } = told.density;
      picture(gl, this.cells, gl.LUMINANCE, side, side, cells, gl.LINEAR);
    }
  }

  mark(marks) {
    this.marks = marks;
    this.passes = PASSES.filter((pass) => marks.includes(pass));
    if (this.gl) fill(this.gl, this.buffers.mark, marks);
  }

  // view: middle (0 to 1), pixels per unit, zoom, size of the dots, ink (0 to 1, RGB).
  draw(view) {
    this.last = view;
    if (!view || !this.told) return;
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    if (this.gl) this.drawFast(view, ratio);
    else this.drawFlat(view, ratio);
  }

  drawFast(view, ratio) {
    const gl = this.gl;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (this.told.density) this.drawGround(view);
    const { use, place } = this.points;
    gl.useProgram(use);
    frame(gl, place, view);
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    attribute(gl, place("at"), this.buffers.at, 2, gl.UNSIGNED_SHORT, true);
    attribute(gl, place("value"), this.buffers.value, 1, gl.UNSIGNED_BYTE, false);
    attribute(gl, place("mark"), this.buffers.mark, 1, gl.UNSIGNED_BYTE, false);
    for (const pass of this.passes) {
      const dot_px = view.dot_px * ratio * GROWN[pass];
      gl.uniform1f(place("pass"), pass);
      gl.uniform1f(place("dot_px"), dot_px);
      gl.uniform1f(place("soft"), Math.min(0.9, 3 / dot_px));
      gl.uniform1f(place("opacity"), OPACITY[pass]);
      gl.uniform1f(place("ring"), pass === CHOSEN ? 0.8 : 0);
      gl.drawArrays(gl.POINTS, 0, this.told.values.length);
    }
  }

  // Waits until what was drawn is in the picture.
  finish() { this.gl?.finish(); }

  drawGround(view) {
    const gl = this.gl;
    const { use, place } = this.ground;
    gl.useProgram(use);
    frame(gl, place, view);
    gl.bindTexture(gl.TEXTURE_2D, this.cells);
    attribute(gl, place("at"), this.corners, 2, gl.FLOAT, false);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  drawFlat(view, ratio) {
    const { at, values, palette } = this.told;
    const pen = this.flat;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    for (const pass of this.passes) {
      const side = view.dot_px * GROWN[pass] * 0.8;
      pen.globalAlpha = OPACITY[pass];
      for (let point = 0; point < values.length; point += 1) {
        if (this.marks[point] !== pass) continue;
        const [x, y] = onScreen(view, at[2 * point] / 65535, at[2 * point + 1] / 65535);
        const from = 4 * values[point];
        pen.fillStyle = `rgb(${palette[from]} ${palette[from + 1]} ${palette[from + 2]})`;
        pen.fillRect(x - side / 2, y - side / 2, side, side);
      }
    }
  }

  end() {
    this.gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

function onScreen(view, x, y) {
  return [
    (x - view.x) * view.scale + view.width / 2,
    view.height / 2 - (y - view.y) * view.scale,
  ];
}

function onMap(view, across, down) {
  return [
    (across - view.width / 2) / view.scale + view.x,
    (view.height / 2 - down) / view.scale + view.y,
  ];
}

function program(gl, vertex, fragment) {
  const use = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(use, shader);
  }
  gl.linkProgram(use);
  if (!gl.getProgramParameter(use, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`The map cannot be drawn: ${gl.getProgramInfoLog(use)}`);
  }
  const places = {};
  for (const name of ["at", "value", "mark"]) places[name] = gl.getAttribLocation(use, name);
  const uniforms = gl.getProgramParameter(use, gl.ACTIVE_UNIFORMS) ?? 0;
  for (let number = 0; number < uniforms; number += 1) {
    const { name } = gl.getActiveUniform(use, number);
    places[name] = gl.getUniformLocation(use, name);
  }
  return { use, place: (name) => places[name] };
}

function frame(gl, place, view) {
  gl.uniform2f(place("size"), view.width, view.height);
  gl.uniform3f(place("view"), view.x, view.y, view.scale);
  gl.uniform3f(place("ink"), ...view.ink);
}

function fill(gl, buffer, values) {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
}

function attribute(gl, place, buffer, count, kind, normalised) {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, count, kind, normalised, 0, 0);
}

function picture(gl, texture, kind, width, height, values, filter) {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, kind, width, height, 0, kind, gl.UNSIGNED_BYTE, values);
  for (const name of ["TEXTURE_MIN_FILTER", "TEXTURE_MAG_FILTER"]) {
    gl.texParameteri(gl.TEXTURE_2D, gl[name], filter);
  }
  for (const name of ["TEXTURE_WRAP_S", "TEXTURE_WRAP_T"]) {
    gl.texParameteri(gl.TEXTURE_2D, gl[name], gl.CLAMP_TO_EDGE);
  }
}
