// A button below a secret field (data-field="id") shows what is typed, and hides it again; so does sending the form.

export default function showSecret(element) {
  const button = element.querySelector("button");
  const field = document.getElementById(element.dataset.field);
  const words = { password: button.textContent, text: element.dataset.hide };
  const turn = (type) => {
    field.type = type;
    button.textContent = words[type];
  };
  element.hidden = false;
  button.addEventListener("click", () => turn(field.type === "password" ? "text" : "password"));
  field.form.addEventListener("submit", () => turn("password")); // else browsers offer it as an ordinary word next time
}
