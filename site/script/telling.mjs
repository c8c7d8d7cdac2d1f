// What the pages say of Python while it starts or when it does not: the same words and the same card everywhere.

// Fills the {names} of a sentence.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

// How much of the program has arrived, as a sentence.
export function progressText({ stage, loaded, total }, texts) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const code = stage === "runtime" ? "loading" : "engine";
  return fill(texts[code], { loaded: megabytes(loaded), total: megabytes(total) });
}

// A card that says why it did not work and offers another try; `more` stands beside the button.
export function failureCard(error, texts, onRetry, more = []) {
  const card = document.createElement("div");
  card.className = "zj-failed";
  const reason = document.createElement("p");
  reason.textContent = texts[`failed.${error.code}`] ?? texts["failed.other"];
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = texts.retry;
  retry.addEventListener("click", onRetry);
  const choices = document.createElement("p");
  choices.append(retry, ...more.flatMap((one) => [" ", one]));
  const detail = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = texts["failed.detail"];
  const text = document.createElement("pre");
  text.textContent = String(error.detail ?? error);
  detail.append(summary, text);
  card.append(reason, choices, detail);
  return card;
}
