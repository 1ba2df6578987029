// Behaviours: an element says by data-behaviour="copy" (or several words) what it does; each word is a module of behaviours/.

const KNOWN = /^[a-z-]+$/;

export async function enliven(root = document) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(/\s+/).filter((word) => KNOWN.test(word))) {
      const { default: begin } = await import(`./behaviours/${name}.js`);
      begin(element);
    }
  }
}

enliven();
