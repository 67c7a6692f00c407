// Walks through the pages of `serve` as a person would, and prints what it saw as JSON.
//
//   node walk.mjs MODULES BROWSER LINK [PICTURES]
//
// LINK is what `serve` printed; PICTURES, with a slash at its end, is where screenshots go.
import { WIDTHS, launch, viewsOf, watch } from "./view.mjs";

const [modules, browserPath, link, pictures] = process.argv.slice(2);
const { origin } = new URL(link);
// A table has most columns just above the width where it becomes blocks.
const WALK_WIDTHS = [...WIDTHS, 1100, 1110];
const MOST_PAGES = 1000;

const browser = await launch(modules, browserPath);
const refused = {};
for (const path of ["/", "/log", "/log/entries.json", "/?token=wrong", `${link.slice(origin.length)}x`]) {
  refused[path] = await refusalOf(path);
}
const page = await browser.newPage();
const watched = watch(page);
await page.goto(link);
const landedOn = page.url();
const search = await searchFor("passport");
const facets = await chooseEachFacet();
const openMistakes = await follow("Open mistakes");
const entry = await followFirstEntry();
const pages = await visitEverything();
const views = await lookAtOneOfEachKind();
await browser.close();
const result = { refused, landedOn, search, facets, openMistakes, entry, pages, views, ...watched };
console.log(JSON.stringify(result));

// Without what the link gives: in a window of its own.
async function refusalOf(path) {
  const context = await browser.createBrowserContext();
  const stranger = await context.newPage();
  const answer = await stranger.goto(origin + path);
  const text = await answer.text();
  await context.close();
  return [answer.status(), text];
}

async function searchFor(words) {
  await page.type("input[type=search]", words);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return entriesShown();
}

// Returns of each heading what its first choice says, and what is shown after a click on it.
async function chooseEachFacet() {
  const seen = {};
  await follow("All entries");
  const headings = await page.$$eval(".groups h2", (all) => all.map((each) => each.textContent));
  for (const [index, heading] of headings.entries()) {
    await follow("All entries");
    const [choice] = await page.$$(`.groups section:nth-of-type(${index + 1}) li`);
    const text = await choice.evaluate((each) => each.textContent.trim());
    const anchor = await choice.$("a");
    await Promise.all([page.waitForNavigation(), anchor.click()]);
    seen[heading] = { text, entries: await entriesShown() };
  }
  return seen;
}

async function follow(text) {
  if (!(await anchorOf(text))) {
    await page.goto(`${origin}/log`);
  }
  const anchor = await anchorOf(text);
  await Promise.all([page.waitForNavigation(), anchor.click()]);
  return entriesShown();
}

async function anchorOf(text) {
  for (const anchor of await page.$$("a")) {
    if ((await anchor.evaluate((each) => each.textContent)) === text) {
      return anchor;
    }
  }
  return null;
}

async function followFirstEntry() {
  const anchor = await page.$("td.col-id a");
  await Promise.all([page.waitForNavigation(), anchor.click()]);
  return page.$eval("main", (main) => main.innerText);
}

async function entriesShown() {
  return page.$$eval("tbody td.col-id", (cells) => cells.map((cell) => cell.textContent.trim()));
}

// Follows every link, and asks for each page as JSON, too. The order of choices does not matter.
async function visitEverything() {
  const seen = {};
  const waiting = [`${origin}/log`];
  const known = new Set(waiting);
  while (waiting.length > 0 && Object.keys(seen).length < MOST_PAGES) {
    const address = waiting.shift();
    const answer = await page.goto(address);
    seen[address] = [answer.status(), await answer.text()];
    for (const next of await linksOf(address)) {
      if (!known.has(next)) {
        known.add(next);
        waiting.push(next);
      }
    }
  }
  return seen;
}

async function linksOf(address) {
  if (new URL(address).pathname.endsWith(".json")) {
    return [];
  }
  const hrefs = await page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.href));
  const links = [];
  for (const href of [...hrefs, asJson(address)]) {
    const url = new URL(href);
    url.searchParams.sort();
    if (url.origin === origin) {
      links.push(url.href);
    }
  }
  return links;
}

function asJson(address) {
  const url = new URL(address);
  url.pathname += ".json";
  return url.href;
}

async function lookAtOneOfEachKind() {
  const [first] = Object.keys(pages).filter((each) => /entries\/\w+$/.test(each));
  const addresses = {
    log: "/log",
    entries: "/log/entries",
    search: "/log/entries?_search=passport&team=permits",
    nothing: "/log/entries?_search=zebra",
    open: "/log/open",
    repeats: "/log/repeats",
    entry: first.slice(origin.length),
    error: "/log/entries?_through=x",
  };
  const seen = {};
  for (const [name, address] of Object.entries(addresses)) {
    const picture = pictures && pictures + name;
    seen[name] = await viewsOf(page, modules, origin + address, picture, WALK_WIDTHS);
  }
  return seen;
}
