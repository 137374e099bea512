// Shows HamNoSys characters only where a font has them; the names stand there anyway.
(() => {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (fonts) => {
    pen.font = `40px ${fonts}`;
    return ["\ue000", "\ue001", "\ue0e2"].map((c) => pen.measureText(c).width).join();
  };
  const plain = width("monospace");
  const named = ["HamNoSysUnicode", "HamNoSys 4", "HamNoSys"];
  const found = named.some((name) => width(`"${name}", monospace`) !== plain);
  document.documentElement.classList.toggle("sa-has-hamnosys", found);
})();
