
"use strict";
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const main = byId("letters");
  const letters = [...main.querySelectorAll(".letter")];
  const SMALL = 3;

  // -- pictures: a page is put together of strips, most of which other pages have too

  const strips = new Map();
  const strip = (number) => {
    if (!strips.has(number)) {
      const image = new Image();
      image.src = "data:image/png;base64," + data.strips[number];
      strips.set(number, image.decode().then(() => image));
    }
    return strips.get(number);
  };
  const drawnPage = async ([width, height, numbers]) => {
    const whole = document.createElement("canvas");
    whole.width = width;
    whole.height = height;
    const context = whole.getContext("2d");
    let top = 0;
    for (const image of await Promise.all(numbers.map(strip))) {
      context.drawImage(image, 0, top);
      top += image.naturalHeight;
    }
    return whole;
  };
  const pageOf = (button) =>
    data.pages[button.closest(".letter").dataset.index][button.dataset.page];
  const drawSmall = async (button) => {
    const whole = await drawnPage(pageOf(button));
    const canvas = button.firstElementChild;
    const sharp = Math.min(SMALL, Math.max(1, window.devicePixelRatio || 1));
    canvas.style.width = Math.round(whole.width / SMALL) + "px";
    canvas.width = Math.round((whole.width / SMALL) * sharp);
    canvas.height = Math.round((whole.height / SMALL) * sharp);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(whole, 0, 0, canvas.width, canvas.height);
    canvas.dataset.drawn = "";
  };
  // Only what is near is drawn, and given back when it is far: 600 pages are more than a browser holds.
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const canvas = target.firstElementChild;
      if (isIntersecting && !("drawn" in canvas.dataset)) {
        drawSmall(target);
      } else if (!isIntersecting && "drawn" in canvas.dataset) {
        delete canvas.dataset.drawn;
        const height = Math.round((canvas.height / canvas.width) * 300);
        canvas.width = 300;
        canvas.height = height;
      }
    }
  }, { rootMargin: "800px" });
  const buttons = [...main.querySelectorAll(".page")];
  buttons.forEach((button) => near.observe(button));

  // -- one page, large

  const large = byId("large");
  let open = null;
  const show = async (button) => {
    open = button;
    const letter = button.closest(".letter");
    const pages = letter.querySelectorAll(".page").length;
    byId("large-name").textContent =
      `${letter.querySelector("h2").textContent}  ${Number(button.dataset.page) + 1} / ${pages}`;
    if (!large.open) {
      large.showModal();
    }
    const whole = await drawnPage(pageOf(button));
    if (open === button) {
      large.querySelector("canvas").replaceWith(whole);
      large.scrollTop = 0;
      large.dataset.page = button.dataset.page;
    }
  };
  const step = (by) => {
    const shown = buttons.filter((button) => !button.closest(".letter").hidden);
    // The order on the screen may be another one than that of the file.
    shown.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const next = shown[shown.indexOf(open) + by];
    if (next) {
      show(next);
    }
  };
  main.addEventListener("click", (event) => {
    const button = event.target.closest(".page");
    if (button) {
      show(button);
    }
  });
  byId("before").addEventListener("click", () => step(-1));
  byId("after").addEventListener("click", () => step(1));
  large.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      step(event.key === "ArrowRight" ? 1 : -1);
    }
  });
  large.addEventListener("close", () => open && open.focus());

  // -- search and filters

  // A name is found in whatever kana and width it is typed.
  const kana = (sign) => String.fromCharCode(sign.charCodeAt(0) + 0x60);
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[ぁ-ゖ]/g, kana);
  const words = new Map(letters.map((letter) => [letter, folded(letter.textContent).replace(/\s+/g, "")]));
  const isLookedAt = (letter) => letter.querySelector(".looked input").checked;
  const kinds = {
    "": () => true,
    doubtful: (letter) => "doubtful" in letter.dataset,
    different: (letter) => "different" in letter.dataset,
    open: (letter) => !isLookedAt(letter),
  };
  const filter = () => {
    const wanted = folded(byId("search").value).split(/\s+/).filter(Boolean);
    const [kind, honorific, enclosures] = ["kind", "honorific", "enclosures"].map((id) => byId(id).value);
    let count = 0;
    for (const letter of letters) {
      const fits =
        wanted.every((word) => words.get(letter).includes(word)) &&
        kinds[kind](letter) &&
        (!honorific || letter.dataset.honorific === honorific) &&
        (!enclosures || letter.dataset.enclosures === enclosures);
      letter.hidden = !fits;
      count += fits;
    }
    byId("none").hidden = count > 0;
    tell(count);
  };
  const tell = (count) => {
    const output = byId("shown");
    output.textContent = output.dataset.said
      .replace("{shown}", count)
      .replace("{count}", letters.length)
      .replace("{looked}", letters.filter(isLookedAt).length);
  };
  const order = () => {
    const by = byId("order").value === "hard" ? "rank" : "index";
    letters.sort((a, b) => a.dataset[by] - b.dataset[by]);
    main.append(...letters);
  };
  byId("search").addEventListener("input", filter);
  for (const id of ["kind", "honorific", "enclosures"]) {
    byId(id).addEventListener("change", filter);
  }
  byId("order").addEventListener("change", order);
  main.addEventListener("change", () => tell(letters.filter((letter) => !letter.hidden).length));
  document.querySelector(".tools").addEventListener("submit", (event) => event.preventDefault());
  byId("print").addEventListener("click", () => window.print());
  filter();
}
