// Looks at pages in a browser, and prints what it saw as JSON.
//
//   node look.mjs MODULES BROWSER [PICTURES] FILE...
//
// MODULES is the folder with puppeteer-core and axe-core; PICTURES, with a slash at its end, is
// where screenshots go.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { launch, viewsOf, watch } from "./view.mjs";

const [modules, browserPath, ...rest] = process.argv.slice(2);
const pictures = rest[0].endsWith("/") ? rest.shift() : null;
const PAPERS = ["a4", "letter"];

const browser = await launch(modules, browserPath);
const seen = {};
for (const file of rest) {
  seen[file] = await lookAt(file);
}
await browser.close();
console.log(JSON.stringify(seen));

async function lookAt(file) {
  const page = await browser.newPage();
  const watched = watch(page);
  const picture = pictures ? pictures + path.basename(file, ".html") : null;
  const views = await viewsOf(page, modules, pathToFileURL(file).href, picture);
  const firstStop = await firstStopOf(page);
  const printed = await printedPages(page);
  const shadesLost = await shadesLostOnPaper(page);
  await page.close();
  return { views, firstStop, printed, shadesLost, ...watched };
}

// Returns the text of what the first press of Tab reaches, if it can be seen then.
async function firstStopOf(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const { top, left } = document.activeElement.getBoundingClientRect();
    return top >= 0 && left >= 0 ? document.activeElement.textContent : "";
  });
}

// Returns how many cells of a map would be printed without their shade, as browsers save ink.
async function shadesLostOnPaper(page) {
  await page.emulateMediaType("print");
  return page.evaluate(() => {
    const cells = [...document.querySelectorAll('[class*="heat-"]')];
    return cells.filter((cell) => getComputedStyle(cell).printColorAdjust !== "exact").length;
  });
}

async function printedPages(page) {
  const printed = {};
  for (const format of PAPERS) {
    const pdf = Buffer.from(await page.pdf({ format, preferCSSPageSize: false }));
    printed[format] = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  }
  return printed;
}
