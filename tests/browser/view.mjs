// How a page looks in a browser, for look.mjs and walk.mjs.
import { createRequire } from "node:module";
import path from "node:path";

// 320 pixels are what is left of 1,280 at 400 % (WCAG 2.2, 1.4.10).
export const WIDTHS = [320, 360, 800, 1400];
export const SCHEMES = ["light", "dark"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Returns a browser that reaches no other computer.
export function launch(modules, executablePath) {
  const puppeteer = requireFrom(modules)("puppeteer-core");
  const rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
  return puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", rules] });
}

// Returns what a page requests, and what goes wrong in it, from now on.
export function watch(page) {
  const requests = [];
  const errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("dialog", (dialog) => dialog.dismiss().then(() => errors.push("a dialog")));
  return { requests, errors };
}

// Returns by how much an address is too wide for each view, and what axe finds.
export async function viewsOf(page, modules, address, picture, widths = WIDTHS) {
  const axe = requireFrom(modules)("axe-core");
  const views = {};
  for (const width of widths) {
    for (const scheme of SCHEMES) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(address);
      if (picture) {
        await page.screenshot({ path: `${picture}-${width}-${scheme}.png`, fullPage: true });
      }
      views[`${width} ${scheme}`] = {
        scrollsBy: await page.evaluate(widthOutside),
        violations: await violationsOf(page, axe),
      };
    }
  }
  return views;
}

function requireFrom(modules) {
  return createRequire(path.join(path.resolve(modules), "x.js"));
}

// Of the page, or of a table that would be cut off in it.
function widthOutside() {
  const boxes = [document.documentElement, ...document.querySelectorAll(".table")];
  return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
}

async function violationsOf(page, axe) {
  await page.evaluate(axe.source);
  const result = await page.evaluate(
    (tags) => axe.run({ runOnly: { type: "tag", values: tags } }),
    TAGS,
  );
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}
