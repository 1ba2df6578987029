// A text area keeps the count of its characters up to date in [data-used] of the element it names by data-count="id".

export default function count(area) {
  const used = document.getElementById(area.dataset.count).querySelector("[data-used]");
  const figures = new Intl.NumberFormat(document.documentElement.lang);
  area.addEventListener("input", () => {
    used.textContent = figures.format([...area.value].length);
  });
}
