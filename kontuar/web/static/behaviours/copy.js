// A button copies the text of the element it names by data-copy="id", and says so by data-done="Copied".

export default function copy(button) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = (source.value ?? source.textContent).trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      select(source); // no permission or no secure context: the reader copies what is marked
      return;
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    button.setAttribute("role", "status");
    setTimeout(() => {
      button.textContent = before;
      button.removeAttribute("role");
    }, 4000);
  });
}

function select(element) {
  if (element.select) element.select();
  else getSelection().selectAllChildren(element);
}
