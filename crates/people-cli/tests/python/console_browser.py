"""A browser for the tests of the console: it hears every error, and finds what keeps people out of a page."""

import contextlib
import difflib
import io
import os
import pathlib
import re
import shutil

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE / "console"
UPDATE = os.environ.get("PEOPLE_UPDATE_GOLDEN") == "1"
# A folder for pictures of the pages.
PICTURES = os.environ.get("PEOPLE_PICTURES")
# Long, for a machine that is busy with other things.
PATIENCE = 60_000


class Browser:
    """Debian's Chromium, with pages that are closed together."""

    def __init__(self, url):
        self.url = url
        chromium = os.environ.get("PEOPLE_TEST_CHROMIUM") or shutil.which("chromium")
        if chromium is None:
            raise RuntimeError("chromium is not installed")
        self.playwright = sync_playwright().start()
        # As root, Chromium has no sandbox.
        self.chromium = self.playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"], timeout=PATIENCE
        )

    def close(self):
        self.chromium.close()
        self.playwright.stop()

    @contextlib.contextmanager
    def page(self, scheme="light", width=1200, script=True):
        """A page in a profile of its own. An error in it fails the test."""
        context = self.chromium.new_context(
            base_url=self.url,
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
            viewport={"width": width, "height": 800},
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        errors = []
        page.on("console", lambda it: errors.append(it.text) if it.type in ("error", "warning") else None)
        page.on("pageerror", lambda it: errors.append(str(it)))
        page.on("requestfailed", lambda it: errors.append(f"{it.url}: {it.failure}"))
        page.errors = errors
        try:
            yield page
            # A page that was left while it was loading is no failure.
            heard = [it for it in errors if "net::ERR_ABORTED" not in it]
            assert heard == [], heard
        finally:
            context.close()


def barriers(page):
    """What axe finds, in short: each rule with the elements that break it."""
    folder = pathlib.Path(os.environ["PEOPLE_TEST_NODE"])
    page.evaluate((folder / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (it["id"], node["target"], node.get("failureSummary", ""))
        for it in found["violations"]
        for node in it["nodes"]
    ]


def width_beyond(page):
    """How many pixels of a page are to the right of the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def backwards(page):
    """Texts of a page that run from right to left without being alone, and texts after a value that stand before it."""
    page.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")
    return page.evaluate(BACKWARDS)


# What is in `bdi`, in a field, or in a block of code is alone, and may run as it wants to.
BACKWARDS = """() => {
  const found = [];
  const range = document.createRange();
  const boxOf = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const isBeside = (one, other) => one.top < other.bottom - 2 && other.top < one.bottom - 2;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement.closest('bdi, pre, textarea, option, .sr') || !node.parentElement.checkVisibility()) continue;
    let last = null;
    for (let at = 0; at < node.length; at++) {
      const box = boxOf(node, at);
      if (!node.data[at].trim() || !box.width) continue;
      if (last && isBeside(last, box) && box.left < last.left) {
        found.push(node.data.trim());
        break;
      }
      last = box;
    }
  }
  for (const value of document.querySelectorAll('bdi')) {
    const next = value.nextSibling;
    const at = next?.nodeType === Node.TEXT_NODE ? next.data.search(/\\S/) : -1;
    if (at < 0 || !value.checkVisibility()) continue;
    const [box, after] = [value.getBoundingClientRect(), boxOf(next, at)];
    if (box.width && isBeside(box, after) && after.left < box.right - 1) found.push(value.parentElement.textContent);
  }
  return found;
}"""


def tab_to(page, name, most=80):
    """Moves the focus by the tab key to what has this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in focused.evaluate(NAME_OF):
            return
    raise AssertionError(f"the tab key does not reach {name!r}")


def press(page, role, name):
    tab_to(page, name)
    assert page.get_by_role(role, name=name, exact=True).evaluate("it => it === document.activeElement")
    page.keyboard.press("Enter")


NAME_OF = """it => [it.getAttribute('aria-label'), ...[...(it.labels ?? [])].map(it => it.textContent),
                    it.textContent].join(' ')"""


def beyond_the_tab_key(page, most=400):
    """What one can click and the tab key does not reach, or reaches without a mark."""
    page.evaluate(MARK_CLICKABLE)
    reached, unmarked = set(), []
    for _ in range(most):
        page.keyboard.press("Tab")
        number, outline, text = page.evaluate(FOCUSED)
        if number is None:
            continue  # what only scrolls, or the browser itself
        if number in reached:
            break
        reached.add(number)
        if outline == "none":
            unmarked.append(text)
    left = page.evaluate("reached => [...document.querySelectorAll('[data-tab]')]"
                         ".filter(it => !reached.includes(it.dataset.tab)).map(it => it.outerHTML)", sorted(reached))
    return left + unmarked


# Of radio buttons with one name, the tab key reaches the one that is chosen, or the first; arrows reach the others.
MARK_CLICKABLE = """() => {
  const all = document.querySelectorAll('a[href], button, input, select, textarea, summary');
  const isShown = it => it.checkVisibility() && it.type !== 'hidden' && !it.disabled && !it.ariaHidden;
  [...all].filter(isShown).forEach((it, number) => {
    if (it.type === 'radio') {
      const group = [...all].filter(that => that.type === 'radio' && that.name === it.name && that.form === it.form);
      const chosen = group.find(that => that.checked) ?? group[0];
      if (it !== chosen) return;
    }
    it.dataset.tab = String(number);
  });
}"""
FOCUSED = """() => {
  const it = document.activeElement;
  return [it?.dataset?.tab ?? null, it ? getComputedStyle(it).outlineStyle : 'none', it?.outerHTML ?? ''];
}"""


def addresses(routes):
    """The addresses of pages that `routes.rs` answers: `*` stands for what is in them."""
    found = set()
    of_account, others = routes.split("match (is_form, &segments[..])")
    for part, begin in ((of_account, "/console/@*"), (others, "/console")):
        for segments in re.findall(r"\(false, \[([^\]]*)\]\)", part):
            names = [it.strip() for it in segments.split(",") if it.strip()]
            names = [it.strip('"') if it.startswith('"') else "*" for it in names]
            found.add("/".join([begin, *names]))
    return sorted(found)


def matches(address, path):
    """Whether a path is one of an address of `addresses`."""
    parts, names = address.split("/"), path.split("/")
    one = lambda part, name: part == name or part == "*" or part == "@*" and name.startswith("@")
    return len(parts) == len(names) and all(map(one, parts, names))


def compare(name, page, *replaced):
    """Compares what a screen reader finds on a page with the golden text. In it, texts are replaced by others."""
    seen = page.locator("body").aria_snapshot() + "\n"
    for text, other in replaced:
        seen = seen.replace(text, other)
    seen = re.sub(r"(127\.0\.0\.1|localhost):\d+", r"\1:PORT", seen)
    seen = re.sub(r"\d+(\.\d+)? (µs|ms|s)\b", "TIME", seen)
    seen = re.sub(r"%E[\w+/]{8,}=*", "%ETAG", seen)
    seen = re.sub(r"#[\w+/]{11}=", "#ETAG", seen)
    seen = re.sub(r"\b20\d\d-\d\d-\d\dT[\d:.]+Z", "TIMESTAMP", seen)
    file = GOLDEN / f"{name}.yml"
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(seen)
    expected = file.read_text() if file.exists() else ""
    lines = difflib.unified_diff(expected.splitlines(), seen.splitlines(), "golden", "page", lineterm="")
    difference = "\n".join(lines)
    assert not difference, f"{name}: PEOPLE_UPDATE_GOLDEN=1 writes the golden text anew\n{difference}"


def picture(name, page):
    """Takes a small picture of a page, if pictures are asked for."""
    if PICTURES:
        taken = Image.open(io.BytesIO(page.screenshot()))
        few = taken.convert("RGB").quantize(48, dither=Image.Dither.NONE)
        few.save(pathlib.Path(PICTURES) / f"{name}.png", optimize=True)
