// A button opens the dialog it names by data-dialog="id"; [data-close] in it closes it, and focus comes back to the button.

export default function openDialog(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  button.addEventListener("click", () => dialog.showModal());
  for (const closing of dialog.querySelectorAll("[data-close]")) {
    closing.addEventListener("click", () => dialog.close());
  }
}
