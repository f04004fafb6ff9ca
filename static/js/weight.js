// What this page weighed on the wire, said in its footer once everything has come.
const place = document.querySelector("[data-weight]");

export const sized = (bytes) => {
  const french = document.documentElement.lang === "fr";
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  const digits = amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return `${digits}\u00a0${french ? unit.replace("kB", "ko").replace("MB", "Mo") : unit}`;
};

const weigh = () => {
  const loads = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const bytes = loads.reduce((sum, load) => sum + (load.transferSize || 0), 0);
  if (!bytes) return;
  place.querySelector(".num").textContent = sized(bytes);
  place.hidden = false;
};

if (place) addEventListener("load", () => setTimeout(weigh));
