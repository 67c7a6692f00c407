// Looks at pages in a browser, and prints what it saw as JSON.
//
//   node look.mjs MODULES BROWSER [PICTURES] FILE...
//
// MODULES is the folder with puppeteer-core and axe-core; PICTURES, with a slash at its end, is
// where screenshots go.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, browserPath, ...rest] = process.argv.slice(2);
const pictures = rest[0].endsWith("/") ? rest.shift() : null;
const require = createRequire(path.join(path.resolve(modules), "x.js"));
const puppeteer = require("puppeteer-core");
const axe = require("axe-core");

// 320 pixels are what is left of 1,280 at 400 % (WCAG 2.2, 1.4.10).
const WIDTHS = [320, 360, 800, 1400];
const SCHEMES = ["light", "dark"];
const PAPERS = ["a4", "letter"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await puppeteer.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
});
const seen = {};
for (const file of rest) {
  seen[file] = await lookAt(file);
}
await browser.close();
console.log(JSON.stringify(seen));

async function lookAt(file) {
  const page = await browser.newPage();
  const requests = [];
  const errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("dialog", (dialog) => dialog.dismiss().then(() => errors.push("a dialog")));
  const views = {};
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      views[`${width} ${scheme}`] = await viewOf(page, file, width, scheme);
    }
  }
  const firstStop = await firstStopOf(page);
  const printed = await printedPages(page);
  await page.close();
  return { views, firstStop, printed, requests, errors };
}

async function viewOf(page, file, width, scheme) {
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  const scrollsBy = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (pictures) {
    const name = path.basename(file, ".html");
    await page.screenshot({ path: `${pictures}${name}-${width}-${scheme}.png`, fullPage: true });
  }
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    (tags) => axe.run({ runOnly: { type: "tag", values: tags } }),
    TAGS,
  );
  const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  return { scrollsBy, violations };
}

// Returns the text of what the first press of Tab reaches, if it can be seen then.
async function firstStopOf(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const { top, left } = document.activeElement.getBoundingClientRect();
    return top >= 0 && left >= 0 ? document.activeElement.textContent : "";
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
