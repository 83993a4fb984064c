"""The pages on which a user signs in to a program, in Chromium.

    PEOPLE_TEST_NODE=FOLDER python3 sign_in.py PATH/TO/people

`FOLDER` and the variables of the environment are those of `console.py`.
"""

import http.server
import json
import pathlib
import tempfile
import threading
import unittest
import urllib.parse
import urllib.request

import google_client
from console_browser import (
    PATIENCE,
    Browser,
    backwards,
    barriers,
    beyond_the_tab_key,
    compare,
    picture,
    press,
    tab_to,
    width_beyond,
)
from google_client import Server, binary

CONTACTS = "https://www.googleapis.com/auth/contacts"
READ_ONLY = "https://www.googleapis.com/auth/contacts.readonly"
CLIENT = "address-book.apps.example.com"
# Names that want to be more than text. The last is as long as the name of an account may be.
HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\u202eada\u2066",
    "ada\u2069\u202e(1)",
    "w" * 128,
]
LONG_CLIENT = "\"><img src=x onerror=alert(1)>\u2069\u202e" + "w" * 1000

SERVER = None
# It asks for the token of `--emulator-token`.
GUARDED = None
BROWSER = None
PROGRAM = None


class Program(http.server.BaseHTTPRequestHandler):
    """Where a user comes back to."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A program</title>')

    def log_message(self, *_):
        pass


def setUpModule():
    global SERVER, GUARDED, BROWSER, PROGRAM
    PROGRAM = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Program)
    # A browser may close a connection that it opened for nothing.
    PROGRAM.handle_error = lambda *_: None
    threading.Thread(target=PROGRAM.serve_forever, daemon=True).start()
    PROGRAM.url = f"http://127.0.0.1:{PROGRAM.server_address[1]}/back"
    PROGRAM.clients = tempfile.TemporaryDirectory()
    for number, client in enumerate((CLIENT, LONG_CLIENT)):
        app = {"client_id": client, "client_secret": "secret", "redirect_uris": [PROGRAM.url]}
        pathlib.Path(PROGRAM.clients.name, f"{number}.json").write_text(json.dumps({"installed": app}))
    arguments = ["--oauth", PROGRAM.clients.name, "--deterministic", "1", "--durability", "relaxed"]
    SERVER = Server(*arguments)
    GUARDED = Server(*arguments, "--emulator-token", "secret")
    for name in ("ada", "grace"):
        seed(name)
    BROWSER = Browser(SERVER.url)


def tearDownModule():
    BROWSER.close()
    SERVER.stop()
    GUARDED.stop()
    PROGRAM.shutdown()
    PROGRAM.server_close()
    PROGRAM.clients.cleanup()


def seed(account):
    contacts = {"accounts": {"x": {"contacts": [{"names": [{"givenName": "Charles"}]}]}}}
    url = f"{SERVER.url}/emulator/v1/accounts/{urllib.parse.quote(account, safe='')}"
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(contacts).encode(), headers, method="PUT")
    urllib.request.urlopen(request, timeout=PATIENCE / 1000).close()


def address(server=None, **more):
    """Where a program sends its user."""
    asked = {
        "client_id": CLIENT,
        "redirect_uri": PROGRAM.url,
        "response_type": "code",
        "scope": f"{CONTACTS} {READ_ONLY}",
        "state": "a state",
        **more,
    }
    return f"{(server or SERVER).url}/o/oauth2/v2/auth?{urllib.parse.urlencode(asked)}"


def consent(page):
    page.goto(address())


def of_a_stranger(page):
    page.goto(address(GUARDED))


def no_such_name(page):
    consent(page)
    page.get_by_label("Another account").fill("w" * 300)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()


def no_name(page):
    consent(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()


def console(page):
    page.goto(GUARDED.url + "/console")


def wrong_token(page):
    of_a_stranger(page)
    page.get_by_label("Account", exact=True).fill("ada")
    page.get_by_label("The token of").fill("wrong")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()


def answered_before(page):
    consent(page)
    answer = {it.get_attribute("name"): it.input_value() for it in page.locator("[type=hidden]").all()}
    page.request.post(SERVER.url + "/o/oauth2/v2/auth", form={**answer, "decision": "deny"}, max_redirects=0)
    page.get_by_role("button", name="ada", exact=True).click()
    page.get_by_role("heading", name="Error 400").wait_for()


def unknown_client(page):
    page.goto(address(client_id="nobody"))


def other_redirect(page):
    page.goto(address(redirect_uri="http://127.0.0.1:1/" + "w" * 300))


def code_of_a_device():
    asked = urllib.parse.urlencode({"client_id": CLIENT, "scope": CONTACTS}).encode()
    with urllib.request.urlopen(f"{SERVER.url}/device/code", asked, timeout=PATIENCE / 1000) as answer:
        return json.load(answer)["user_code"]


def device(page):
    page.goto("/device")


def wrong_code(page):
    page.goto("/device?user_code=WWWW-WWWW")


def device_asks(page):
    device(page)
    page.get_by_label("The code that the device shows").fill(code_of_a_device())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Choose an account").wait_for()


def device_connected(page):
    device_asks(page)
    page.get_by_role("button", name="ada", exact=True).click()
    page.get_by_role("heading", name="The device is connected").wait_for()


def device_denied(page):
    device_asks(page)
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("heading", name="The device gets nothing").wait_for()


# Each page by the name of its golden text and its pictures: how a user comes to it, and its status if it is no 200.
PAGES = {
    "consent": (consent, 200),
    "no-such-name": (no_such_name, 400),
    "no-name": (no_name, 400),
    "stranger": (of_a_stranger, 200),
    "wrong-token": (wrong_token, 403),
    "console": (console, 401),
    "answered-before": (answered_before, 400),
    "unknown-client": (unknown_client, 401),
    "other-redirect": (other_redirect, 400),
    "device": (device, 200),
    "wrong-code": (wrong_code, 400),
    "device-asks": (device_asks, 200),
    "device-connected": (device_connected, 200),
    "device-denied": (device_denied, 200),
}


def visit(page, name):
    """Goes to a page of `PAGES`. Of an answer that is an error, the browser says so in its console, and nothing else."""
    go, status = PAGES[name]
    go(page)
    if status != 200:
        expected = f"the server responded with a status of {status}"
        assert len(page.errors) == 1 and expected in page.errors[0], page.errors
        page.errors.clear()


class EachPage(unittest.TestCase):
    def test_x50_each_page_is_open_to_everybody_in_light_and_dark(self):
        for scheme in ("light", "dark"):
            with BROWSER.page(scheme=scheme) as page:
                for name in PAGES:
                    with self.subTest(page=name, scheme=scheme):
                        visit(page, name)
                        self.assertEqual(barriers(page), [])
                        picture(f"sign-in-{name}-{scheme}", page)

    def test_x50_each_page_fits_a_telephone(self):
        with BROWSER.page(width=360) as page:
            for name in PAGES:
                with self.subTest(page=name):
                    visit(page, name)
                    self.assertEqual(width_beyond(page), 0)
                    self.assertEqual(barriers(page), [])
                    picture(f"sign-in-{name}-narrow", page)

    def test_x50_a_screen_reader_finds_what_is_expected_without_script(self):
        with BROWSER.page(script=False) as page:
            for name in PAGES:
                with self.subTest(page=name):
                    visit(page, name)
                    compare(f"sign-in-{name}", page, ("w" * 300, "WORD"), (PROGRAM.url, "http://127.0.0.1:PORT/back"))

    def test_x50_the_tab_key_reaches_all_of_each_page_and_shows_where_it_is(self):
        with BROWSER.page() as page:
            for name in PAGES:
                with self.subTest(page=name):
                    visit(page, name)
                    self.assertEqual(beyond_the_tab_key(page), [])


class Keyboard(unittest.TestCase):
    """From the page to the program, by the keyboard alone."""

    def back(self, page):
        """With what a user is back in the program."""
        page.wait_for_url(PROGRAM.url + "?*")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
        self.assertEqual(query["state"], ["a state"])
        return query

    def account_of(self, query):
        """The account of the code that a program got."""
        asked = {
            "client_id": CLIENT,
            "client_secret": "secret",
            "grant_type": "authorization_code",
            "redirect_uri": PROGRAM.url,
            "code": query["code"][0],
        }
        data = urllib.parse.urlencode(asked).encode()
        with urllib.request.urlopen(f"{SERVER.url}/token", data, timeout=PATIENCE / 1000) as answer:
            token = json.load(answer)["access_token"]
        known = f"{SERVER.url}/tokeninfo?access_token={token}"
        with urllib.request.urlopen(known, timeout=PATIENCE / 1000) as answer:
            return json.load(answer)["email"].removesuffix("@example.com")

    def test_x50_an_account_is_chosen_and_a_scope_withheld(self):
        with BROWSER.page(script=False) as page:
            page.goto(address(prompt="consent", scope=f"{CONTACTS} {READ_ONLY} email"))
            tab_to(page, f"Do not permit {CONTACTS}")
            page.keyboard.press("Space")
            press(page, "button", "grace")
            query = self.back(page)
            self.assertNotIn(CONTACTS, query["scope"][0].split())
            self.assertIn(READ_ONLY, query["scope"][0].split())
            self.assertEqual(self.account_of(query), "grace")

    def test_x50_the_return_key_takes_the_name_that_was_typed(self):
        with BROWSER.page(script=False) as page:
            page.goto(address(prompt="consent", scope=f"{CONTACTS} email"))
            tab_to(page, "Another account")
            page.keyboard.type("katherine")
            page.keyboard.press("Enter")
            self.assertEqual(self.account_of(self.back(page)), "katherine")

    def test_x50_the_account_of_a_button_is_taken_whatever_was_typed(self):
        with BROWSER.page(script=False) as page:
            page.goto(address(prompt="consent", scope=f"{CONTACTS} email"))
            page.get_by_label("Another account").fill("somebody")
            page.get_by_role("button", name="ada", exact=True).click()
            self.assertEqual(self.account_of(self.back(page)), "ada")

    def test_x50_a_user_denies(self):
        with BROWSER.page(script=False) as page:
            page.goto(address(prompt="consent"))
            press(page, "button", "Deny")
            self.assertEqual(self.back(page)["error"], ["access_denied"])

    def test_x50_a_stranger_shows_the_token(self):
        with BROWSER.page(script=False) as page:
            page.goto(address(GUARDED))
            tab_to(page, "The token of")
            page.keyboard.type("secret")
            tab_to(page, "Account")
            page.keyboard.type("ada")
            page.keyboard.press("Enter")
            self.assertIn("code", self.back(page))

    def test_w20_a_user_of_the_console_shows_the_token(self):
        with BROWSER.page(script=False) as page:
            console(page)
            tab_to(page, "Token")
            page.keyboard.type("secret")
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Load the demo account").wait_for()
            page.errors.clear()  # the first answer was 401

    def test_x50_a_device_is_connected(self):
        with BROWSER.page(script=False) as page:
            page.goto("/device")
            tab_to(page, "The code that the device shows")
            page.keyboard.type(code_of_a_device())
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Choose an account").wait_for()
            press(page, "button", "ada")
            page.get_by_role("heading", name="The device is connected").wait_for()


class HostileNames(unittest.TestCase):
    def test_x50_names_of_programs_and_accounts_are_text_and_break_no_page(self):
        for name in HOSTILE:
            seed(name)
            self.addCleanup(self.remove, name)
        for scheme, width in (("light", 1200), ("dark", 360)):
            with BROWSER.page(scheme=scheme, width=width) as page:
                dialogs = []
                page.on("dialog", lambda it: (dialogs.append(it.message), it.dismiss()))
                page.goto(address(client_id=LONG_CLIENT, state=HOSTILE[1]))
                buttons = page.get_by_role("button").all_inner_texts()
                for name in HOSTILE:
                    self.assertIn(name, buttons)
                self.assertIn(LONG_CLIENT, page.locator("main").inner_text())
                self.assertEqual(page.locator("img, script").count(), 0)
                self.assertEqual(backwards(page), [])
                self.assertEqual(width_beyond(page), 0)
                self.assertEqual(barriers(page), [])
                picture(f"sign-in-hostile-{width}", page)
                page.get_by_label("Another account").fill("<b>\u2069\u202e" + "w" * 1000)
                page.get_by_role("button", name="Continue").click()
                page.get_by_role("alert").wait_for()
                self.assertEqual(page.locator("main b b").count(), 0)
                self.assertEqual(backwards(page), [])
                self.assertEqual(width_beyond(page), 0)
                page.errors.clear()  # the answer was 400
                page.get_by_role("button", name=HOSTILE[1], exact=True).click()
                page.wait_for_url(PROGRAM.url + "?*")
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
                self.assertEqual(query["state"], [HOSTILE[1]])
                self.assertEqual(dialogs, [])

    def remove(self, account):
        url = f"{SERVER.url}/emulator/v1/accounts/{urllib.parse.quote(account, safe='')}"
        request = urllib.request.Request(url, method="DELETE")
        urllib.request.urlopen(request, timeout=PATIENCE / 1000).close()


if __name__ == "__main__":
    google_client.BINARY = binary(__doc__)
    unittest.main()
