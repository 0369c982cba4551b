// A button that prints, in place of the text that says how.
{
  const how = document.getElementById("print");
  if (how) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "utrecht-button utrecht-button--secondary-action";
    button.textContent = how.dataset.button;
    button.addEventListener("click", () => print());
    how.replaceWith(button);
  }
}
