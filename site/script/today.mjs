// The user interface may ask for today; nothing below it does.
//
//   today()                           "2026-11-21", by the clock and the calendar of this device

export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
