"""The console of `people serve`, in Chromium.

    PEOPLE_TEST_NODE=FOLDER python3 console.py PATH/TO/people

`FOLDER` has the packages of `tests/node`. With PEOPLE_UPDATE_GOLDEN=1 the golden texts are written anew; with
PEOPLE_PICTURES=FOLDER pictures of the pages are taken.
"""

import http.server
import pathlib
import sys
import threading
import unittest
import urllib.request

import google_client
from console_browser import (
    HERE,
    PATIENCE,
    Browser,
    addresses,
    barriers,
    beyond_the_tab_key,
    compare,
    matches,
    picture,
    press,
    tab_to,
    width_beyond,
)
from google_client import Server
from googleapiclient.errors import HttpError

SERVER = None
BROWSER = None

# Addresses that are no page of their own, and what tries them.
NO_PAGES = {
    "/console/open": "leads to the page of an account",
    "/console/photo/*": "test_w27_a_photo_is_uploaded_and_shown",
    "/console/requests/events": "test_w30_a_new_request_is_shown_at_once",
    "/console/@*/contacts/*/card": "test_w50_a_card_is_downloaded",
    "/console/@*/duplicates/events": "the module duplicates of people-console",
    "/console/@*/import/*": "test_w49_a_file_is_reviewed_by_everybody",
}

# Each page by a name, in the order in which the golden texts are compared.
PAGES = {
    "accounts": "/console",
    "connect": "/console/connect",
    "contacts": "/console/@demo",
    "group": "/console/@demo?group=contactGroups%2FmyContacts",
    "contact": "/console/@demo/contacts/c1001",
    "linked": "/console/@demo/contacts/c1004",
    "edit": "/console/@demo/contacts/c1001/edit",
    "new": "/console/@demo/contacts/new/edit",
    "new-json": "/console/@demo/contacts/new/json",
    "edit-json": "/console/@demo/contacts/c1003/json",
    "groups": "/console/@demo/groups",
    "members": "/console/@twins/groups/1f?q=grace",
    "group-delete": "/console/@twins/groups/1f/delete",
    "others": "/console/@demo/others",
    "directory": "/console/@demo/directory",
    "directory-person": "/console/@demo/directory/100000000000000000042",
    "directory-none": "/console/@twins/directory",
    "merge": "/console/@twins/merge?kept=c1&other=c2",
    "merges": "/console/@twins/merges",
    "duplicates": "/console/@twins/duplicates",
    "import": "/console/@demo/import",
    "tokens": "/console/@demo/tokens",
    "state": "/console/@demo/state",
    "requests": "/console/requests?account=demo",
    "request": "/console/requests/2",
    "conflict": "/console/requests/2/conflict",
    "rule": "/console/rule/U6",
    "rules": "/console/rules",
    "findings": "/console/findings",
    "not-found": "/console/no-such-page",
}


def setUpModule():
    global SERVER, BROWSER
    # Ids and times are the same at every run.
    SERVER = Server("--deterministic", "1", "--durability", "relaxed")
    BROWSER = Browser(SERVER.url)


def tearDownModule():
    BROWSER.close()
    SERVER.stop()


def seed(account, file):
    """Has an account be what a file of seeds says."""
    seed = (HERE / "console" / file).read_bytes()
    url = f"{SERVER.url}/emulator/v1/accounts/{account}"
    request = urllib.request.Request(url, seed, {"Content-Type": "application/json"}, method="PUT")
    urllib.request.urlopen(request, timeout=PATIENCE / 1000).close()


def load_demo(page):
    page.goto("/console")
    page.get_by_role("button", name="Load the demo account").click()
    page.get_by_role("link", name="demo", exact=True).wait_for()


class A_FreshServer(unittest.TestCase):
    """Runs first, before anything is there."""

    def test_w23_a_fresh_server_teaches_and_loads_the_demo(self):
        with BROWSER.page() as page:
            page.goto("/")
            self.assertEqual(page.url, SERVER.url + "/console")
            compare("fresh", page)
            self.assertEqual(barriers(page), [])
            picture("fresh-light", page)
            load_demo(page)
        with BROWSER.page(scheme="dark") as page:
            page.goto("/console")
            picture("accounts-dark", page)


class EachPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        seed("twins", "twins.json")

    def test_w26_each_page_is_open_to_everybody_in_light_and_dark(self):
        for scheme in ("light", "dark"):
            with BROWSER.page(scheme=scheme) as page:
                for name, path in PAGES.items():
                    with self.subTest(page=name, scheme=scheme):
                        answer = page.goto(path)
                        if answer.status == 404:
                            # The browser says so in its console.
                            page.errors.clear()
                        self.assertEqual(barriers(page), [])
                        picture(f"{name}-{scheme}", page)

    def test_w26_each_page_fits_a_telephone(self):
        with BROWSER.page(width=360) as page:
            for name, path in PAGES.items():
                with self.subTest(page=name):
                    page.goto(path)
                    self.assertEqual(width_beyond(page), 0)
                    self.assertEqual(barriers(page), [])
                    picture(f"{name}-narrow", page)
            page.errors.clear()

    def test_w26_a_screen_reader_finds_what_is_expected(self):
        with BROWSER.page() as page:
            for name, path in PAGES.items():
                with self.subTest(page=name):
                    page.goto(path)
                    compare(name, page)
            page.errors.clear()

    def test_w26_each_page_is_there_without_script(self):
        with BROWSER.page() as page, BROWSER.page(script=False) as plain:
            for name, path in PAGES.items():
                with self.subTest(page=name):
                    page.goto(path)
                    plain.goto(path)
                    found = [it.locator("body").aria_snapshot().splitlines() for it in (page, plain)]
                    # Only a script can copy.
                    scripted = [line for line in found[0] if 'button "Copy"' not in line]
                    self.assertEqual(scripted, found[1])
            page.errors.clear()
            plain.errors.clear()

    def test_w26_the_tab_key_reaches_all_of_each_page_and_shows_where_it_is(self):
        with BROWSER.page() as page:
            for name, path in PAGES.items():
                with self.subTest(page=name):
                    page.goto(path)
                    self.assertEqual(beyond_the_tab_key(page), [])
            page.errors.clear()

    def test_w26_each_address_of_the_console_is_tried(self):
        routes = (HERE / "../../../people-console/src/routes.rs").read_text()
        there = addresses(routes)
        self.assertIn("/console/@*/contacts/*/edit", there)
        tried = [path.split("?")[0] for path in PAGES.values()] + list(NO_PAGES)
        untried = [it for it in there if not any(matches(it, path) for path in tried)]
        self.assertEqual(untried, [], "an address of routes.rs is in PAGES or in NO_PAGES")
        gone = [it for it in NO_PAGES if it not in there]
        self.assertEqual(gone, [], "routes.rs has no such address")


# The smallest PNG that a browser shows.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cf000000030101005bbba1990000000049454e44ae426082"
)


class Requests(unittest.TestCase):
    def test_w30_a_new_request_is_shown_at_once(self):
        with BROWSER.page() as page:
            page.goto("/console/requests?account=live")
            page.get_by_text("No request of the journal is like that.").wait_for()
            client = SERVER.client("live")
            self.addCleanup(client.close)
            client.contactGroups().list().execute()
            page.get_by_role("row", name="/v1/contactGroups").wait_for()

    def test_w26_a_request_is_sent_again_by_keyboard(self):
        client = SERVER.client("again")
        self.addCleanup(client.close)
        client.contactGroups().list().execute()
        with BROWSER.page() as page:
            page.goto("/console/requests?account=again")
            page.get_by_role("row", name="/v1/contactGroups").get_by_role("link").click()
            press(page, "button", "Send again")
            page.get_by_role("status").wait_for()
            page.goto("/console/requests?account=again")
            self.assertEqual(page.get_by_role("row", name="/v1/contactGroups").count(), 2)


class Edits(unittest.TestCase):
    def test_w32_two_editors_meet_and_both_edits_are_kept(self):
        with BROWSER.page() as one, BROWSER.page() as other:
            for page in (one, other):
                page.goto("/console/@demo/contacts/c1005/edit")
            edit(one, {"Given name": "Alan Mathison", "Email addresses: Value": "alan@one.example"})
            one.get_by_role("status").wait_for()
            edit(other, {"Given name": "Al", "Phone numbers: Value": "+44 20 7946 0199"})
            # Somebody else was faster: base, yours and theirs, and a choice.
            other.get_by_role("heading", name="Two edits of").wait_for()
            self.assertEqual(barriers(other), [])
            picture("two-edits-light", other)
            other.get_by_role("radio", name="Yours").check()
            other.get_by_role("button", name="See the result").click()
            other.get_by_role("button", name="Save the result").click()
            other.get_by_role("status").wait_for()
            text = other.locator("main").inner_text()
            for part in ("Al Turing", "alan@one.example", "+44 20 7946 0199"):
                self.assertIn(part, text)

    def test_w31_an_entry_is_added_without_script(self):
        with BROWSER.page(script=False) as page:
            page.goto("/console/@demo/contacts/c1006/edit")
            page.get_by_role("button", name="Nicknames").click()
            edit(page, {"Nicknames: Value": "Kate"})
            self.assertIn("Kate", page.locator("main").inner_text())

    def test_w26_a_contact_is_edited_by_keyboard_alone(self):
        with BROWSER.page() as page:
            page.goto("/console/@demo/contacts/c1007")
            press(page, "link", "Edit")
            page.wait_for_url("**/edit")
            tab_to(page, "Given name")
            page.keyboard.press("Control+A")
            page.keyboard.type("Dot")
            page.keyboard.press("Enter")
            page.get_by_text("The mask is").wait_for()
            picture("review-light", page)
            self.assertEqual(barriers(page), [])
            press(page, "button", "Save")
            page.get_by_role("heading", name="Dot Vaughan").wait_for()

    def test_w47_a_contact_is_created_once_without_script(self):
        with BROWSER.page(script=False) as page:
            page.goto("/console/@created")
            page.get_by_role("link", name="New contact").click()
            page.get_by_label("Given name", exact=True).fill("Hedy")
            page.get_by_role("button", name="Review what it sends").click()
            self.assertIn("POST /v1/people:createContact", page.locator("main").inner_text())
            form = {it.get_attribute("name"): it.input_value() for it in page.locator("main [name]").all()}
            save = page.url.replace("/edit", "/save")
            page.get_by_role("button", name="Create").click()
            page.get_by_role("heading", name="Hedy").wait_for()
            # The same form once more, as of somebody who goes back and presses it again.
            again = page.request.post(save, form=form, max_redirects=0)
            self.assertEqual(again.headers["location"], page.url.removeprefix(SERVER.url))
            page.goto("/console/@created")
            self.assertEqual(page.get_by_role("row").count(), 2, "the heading and one contact")

    def test_w47_a_contact_is_created_by_keyboard_alone(self):
        with BROWSER.page() as page:
            page.goto("/console/@keys")
            press(page, "link", "New contact")
            tab_to(page, "Given name")
            page.keyboard.type("Katherine")
            page.keyboard.press("Enter")
            page.get_by_text("This request has no mask").wait_for()
            self.assertEqual(barriers(page), [])
            picture("created-light", page)
            press(page, "button", "Create")
            page.get_by_role("heading", name="Katherine").wait_for()


def edit(page, values):
    """Puts values into an editor, and saves them. `Phone numbers: Value` is the first value of this field."""
    for name, value in values.items():
        field, _, member = name.rpartition(": ")
        place = page.get_by_role("group", name=field, exact=True) if field else page
        place.get_by_label(member, exact=True).first.fill(value)
    page.get_by_role("button", name="Review what it sends").click()
    page.get_by_role("button", name="Save").click()


class Merges(unittest.TestCase):
    def test_w34_two_contacts_of_the_list_are_merged_and_the_merge_is_undone_without_script(self):
        seed("merged", "twins.json")
        with BROWSER.page(script=False) as page:
            page.goto("/console/@merged")
            for name in ("Ada King", "Ada Lovelace"):
                page.get_by_label(f"Choose {name}", exact=True).check()
            page.get_by_role("button", name="Merge two").click()
            page.get_by_role("radio", name="Of the other contact").check()
            page.get_by_role("button", name="See the result").click()
            page.get_by_role("button", name="Merge", exact=True).click()
            text = page.locator("main").inner_text()
            for part in ("The two contacts are one contact now.", "Ada Lovelace", "ada@home.example", "Countess"):
                self.assertIn(part, text)
            page.get_by_role("link", name="Undo", exact=True).click()
            page.get_by_role("button", name="Undo merge 1").click()
            self.assertIn("this contact is back", page.get_by_role("status").inner_text())

    def test_w36_duplicates_are_merged_by_keyboard_alone(self):
        seed("keyed", "twins.json")
        with BROWSER.page() as page:
            page.goto("/console/@keyed/duplicates")
            press(page, "button", "Compare contacts of group 3")
            page.get_by_role("heading", name="One contact of two").wait_for()
            press(page, "button", "Merge")
            page.get_by_text("The two contacts are one contact now.").wait_for()

    def test_w34_of_two_windows_the_second_hears_that_the_contacts_have_changed(self):
        seed("raced", "twins.json")
        address = "/console/@raced/merge?kept=c1&other=c2"
        with BROWSER.page() as one, BROWSER.page() as other:
            one.goto(address)
            other.goto("/console/@raced/contacts/c2/edit")
            edit(other, {"Nicknames: Value": "Enchantress"})
            other.get_by_role("status").wait_for()
            one.get_by_role("radio", name="Of the other contact").check()
            one.get_by_role("button", name="See the result").click()
            one.get_by_role("alert").wait_for()
            self.assertIn("Enchantress", one.locator("main").inner_text())
            self.assertTrue(one.get_by_role("radio", name="Of the other contact").is_checked())
            one.errors.clear()  # the answer was 409


class Groups(unittest.TestCase):
    def test_w38_a_group_is_made_filled_and_deleted_without_script(self):
        seed("grouped", "twins.json")
        with BROWSER.page(script=False) as page:
            page.goto("/console/@grouped/groups")
            page.get_by_label("New group").fill("Navy")
            page.get_by_role("button", name="Create").click()
            page.get_by_label("Search contacts").fill("grace")
            page.get_by_role("button", name="Search").click()
            page.get_by_label("Choose Grace Hopper").check()
            page.get_by_role("button", name="Add to the group").click()
            page.get_by_role("heading", name="1 contact").wait_for()
            page.get_by_role("link", name="Delete this group").click()
            page.get_by_text("1 contact is in this group.").wait_for()
            page.get_by_role("button", name="Delete the group and 1 contact").click()
            self.assertIn("and its contacts are deleted", page.get_by_role("status").inner_text())
            page.goto("/console/@grouped")
            self.assertEqual(page.get_by_role("link", name="Grace Hopper", exact=True).count(), 0)

    def test_w38_a_group_is_renamed_and_a_member_removed_by_keyboard_alone(self):
        seed("typed", "twins.json")
        with BROWSER.page() as page:
            page.goto("/console/@typed/groups/1f")
            tab_to(page, "Name")
            page.keyboard.press("Control+A")
            page.keyboard.type("Mill")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Mill").wait_for()
            tab_to(page, "Choose Ada Lovelace")
            page.keyboard.press("Space")
            press(page, "button", "Remove from the group")
            page.get_by_text("is in one group at least").wait_for()
            page.errors.clear()  # the answer was 400

    def test_w38_contacts_to_add_are_found_while_one_types(self):
        seed("sought", "twins.json")
        with BROWSER.page() as page:
            page.goto("/console/@sought/groups/1f")
            page.get_by_label("Search contacts").press_sequentially("mary")
            page.get_by_label("Choose Mary Somerville").check()
            page.get_by_role("button", name="Add to the group").click()
            page.get_by_text("The contacts are in the group now.").wait_for()


class OtherContacts(unittest.TestCase):
    def test_w39_an_other_contact_is_found_and_copied_by_keyboard_alone(self):
        with BROWSER.page() as page:
            load_demo(page)
            page.goto("/console/@demo/others")
            tab_to(page, "Search other contacts")
            page.keyboard.type("menab")
            page.get_by_text("1 other contact", exact=True).wait_for()
            press(page, "button", "Copy to my contacts Luigi Menabrea")
            page.get_by_text("The other contact is copied").wait_for()
            page.get_by_role("button", name="Delete this contact").wait_for()


class SyncTokens(unittest.TestCase):
    def test_w48_a_sync_token_is_opened_and_ended_without_script(self):
        client = SERVER.client("synced")
        self.addCleanup(client.close)
        connections = client.people().connections()
        arguments = {"resourceName": "people/me", "personFields": "names,emailAddresses"}
        token = connections.list(**arguments, requestSyncToken=True).execute()["nextSyncToken"]
        for scheme, width in (("light", 1200), ("dark", 360)):
            with BROWSER.page(scheme=scheme, width=width) as page:
                page.goto("/console/@synced/tokens")
                self.assertEqual(width_beyond(page), 0)
                self.assertEqual(barriers(page), [])
                picture(f"tokens-given-{scheme}", page)
        with BROWSER.page(script=False) as page:
            page.goto("/console/@synced/tokens")
            page.locator("summary", has_text="Open token").click()
            page.get_by_text(token).wait_for()
            page.get_by_role("button", name="End now").click()
            self.assertIn("The token is ended", page.get_by_role("status").inner_text())
        with self.assertRaises(HttpError) as raised:
            connections.list(**arguments, syncToken=token).execute()
        self.assertIn("EXPIRED_SYNC_TOKEN", str(raised.exception.content))

    def test_w26_a_sync_token_is_ended_by_keyboard_alone(self):
        client = SERVER.client("keyed-token")
        self.addCleanup(client.close)
        arguments = {"resourceName": "people/me", "personFields": "names", "requestSyncToken": True}
        token = client.people().connections().list(**arguments).execute()["nextSyncToken"]
        with BROWSER.page() as page:
            page.goto("/console/@keyed-token/tokens")
            self.assertEqual(beyond_the_tab_key(page), [])
            page.goto("/console/@keyed-token/tokens")
            tab_to(page, "Open token")
            page.keyboard.press("Enter")
            page.get_by_text(token).wait_for()
            tab_to(page, "End now token")
            page.keyboard.press("Enter")
            page.get_by_text("The token is ended").wait_for()
            self.assertEqual(barriers(page), [])


CARDS = (HERE / "console/contacts.vcf").read_bytes()


class Imports(unittest.TestCase):
    def choose(self, page, account, cards):
        page.goto(f"/console/@{account}/import")
        file = {"name": "contacts.vcf", "mimeType": "text/vcard", "buffer": cards}
        page.get_by_label("vCards, jCards").set_input_files(file)

    def begin(self, account):
        """Imports a file, changes a contact here, and gives the file as it was changed elsewhere."""
        with BROWSER.page() as page:
            self.choose(page, account, CARDS)
            page.get_by_role("button", name="See what would happen").click()
            page.get_by_role("button", name="Import this file").click()
            page.get_by_text("The import is done.").wait_for()
        client = SERVER.client(account)
        self.addCleanup(client.close)
        people = client.people()
        fields = "metadata,names,emailAddresses"
        ada = people.connections().list(resourceName="people/me", personFields=fields).execute()["connections"]
        ada = next(it for it in ada if it["names"][0]["displayName"] == "Ada Lovelace")
        ada["emailAddresses"][0]["value"] = "ada@here.example"
        people.updateContact(
            resourceName=ada["resourceName"], updatePersonFields="emailAddresses", body=ada
        ).execute()
        return CARDS.replace(b"ada@example.com", b"ada@file.example").replace(b"7946 0100", b"7946 0199")

    def test_w49_a_file_is_imported_twice_without_script(self):
        changed = self.begin("imported")
        with BROWSER.page(script=False) as page:
            self.choose(page, "imported", changed)
            page.get_by_role("button", name="See what would happen").click()
            text = page.locator("main").inner_text()
            for part in ("ada@example.com", "ada@file.example", "ada@here.example", "X-MOON", "line 27"):
                self.assertIn(part, text)
            page.get_by_role("radio", name="Take the file’s").check()
            page.get_by_role("button", name="Import this file").click()
            self.assertIn("The file’s values were taken.", page.locator("main").inner_text())
            page.get_by_role("link", name="Ada Lovelace", exact=True).first.click()
            text = page.locator("main").inner_text()
            for part in ("ada@file.example", "+44 20 7946 0199"):
                self.assertIn(part, text)

    def test_w49_a_file_is_reviewed_by_everybody(self):
        changed = self.begin("reviewed")
        with BROWSER.page() as page:
            self.choose(page, "reviewed", changed)
            page.get_by_role("button", name="See what would happen").click()
            page.get_by_role("heading", name="Conflicts").wait_for()
            address = page.url
            self.assertEqual(beyond_the_tab_key(page), [])
            compare("import-review", page, (address.rsplit("/", 1)[1], "ID"))
        for scheme, width in (("light", 1200), ("dark", 1200), ("light", 360)):
            with BROWSER.page(scheme=scheme, width=width) as page:
                page.goto(address)
                self.assertEqual(width_beyond(page), 0)
                self.assertEqual(barriers(page), [])
                picture(f"import-review-{scheme}-{width}", page)
        with BROWSER.page() as page:
            page.goto(address)
            page.get_by_role("button", name="Import this file").click()
            page.get_by_text("The import is done.").wait_for()
            self.assertEqual(barriers(page), [])
            picture("import-done-light", page)

    def test_w49_a_file_is_imported_by_keyboard_alone(self):
        with BROWSER.page() as page:
            self.choose(page, "keyed-import", CARDS)  # the chooser is a window of the system
            press(page, "button", "See what would happen")
            page.get_by_role("heading", name="What would happen").wait_for()
            press(page, "button", "Import this file")
            page.get_by_text("The import is done.").wait_for()

    def test_w50_a_card_is_downloaded(self):
        with BROWSER.page() as page:
            self.choose(page, "carded", CARDS)
            page.get_by_role("button", name="See what would happen").click()
            page.get_by_role("button", name="Import this file").click()
            page.get_by_role("link", name="Ada Lovelace", exact=True).click()
            page.get_by_role("heading", name="As vCard").click()
            self.assertIn("X-MOON:full", page.get_by_role("group", name="The contact as vCard").inner_text())
            self.assertEqual(barriers(page), [])
            with page.expect_download() as download:
                page.get_by_role("link", name="Download as vCard 3.0").click()
            card = pathlib.Path(download.value.path()).read_bytes()
            self.assertEqual(card, CARDS[: len(card)], "the card as it came")
            picture("card-light", page)
            page.errors.clear()  # a download ends a navigation


class Rules(unittest.TestCase):
    def tearDown(self):
        asked = urllib.request.Request(SERVER.url + "/emulator/v1/rules", method="DELETE")
        urllib.request.urlopen(asked).close()

    def test_w46_a_rule_is_added_and_its_counts_are_live(self):
        with BROWSER.page() as page:
            page.goto("/console/rules")
            page.get_by_label("Account", exact=True).fill("ruled")
            page.get_by_role("radio", name="It waits").check()
            page.get_by_label("Time", exact=True).fill("1ms")
            self.assertFalse(page.get_by_label("Status of the page").is_visible(), "of another kind")
            page.get_by_role("button", name="Add the rule").click()
            row = page.get_by_role("row", name="It waits 1ms")
            self.assertIn("ruled", row.inner_text())
            client = SERVER.client("ruled")
            self.addCleanup(client.close)
            client.contactGroups().list().execute()
            page.locator("td[data-label=Fired]", has_text="1").wait_for()
            picture("rules-set-light", page)
            self.assertEqual(barriers(page), [])
            row.get_by_role("button", name="Turn off").click()
            page.get_by_text("The rule is off.").wait_for()
            self.assertEqual(barriers(page), [])
            picture("rules-off-light", page)
        with BROWSER.page(scheme="dark", width=360) as page:
            page.goto("/console/rules")
            self.assertEqual(width_beyond(page), 0)
            self.assertEqual(barriers(page), [])
            picture("rules-set-narrow", page)

    def test_w46_a_rule_is_turned_off_by_keyboard_without_script(self):
        with BROWSER.page(script=False) as page:
            page.goto("/console/rules")
            page.get_by_role("radio", name="The connection breaks").check()
            page.get_by_label("Account", exact=True).fill("nobody")
            page.get_by_role("button", name="Add the rule").click()
            page.get_by_role("button", name="Turn off").focus()
            page.keyboard.press("Enter")
            page.get_by_text("The rule is off.").wait_for()
            page.get_by_role("button", name="Turn on").click()
            page.get_by_text("The rule is on.").wait_for()


class Photos(unittest.TestCase):
    def test_w27_a_photo_is_uploaded_and_shown(self):
        with BROWSER.page() as page:
            load_demo(page)
            page.goto("/console/@demo/contacts/c1003")
            page.get_by_label("JPEG or PNG").set_input_files(
                {"name": "mary.png", "mimeType": "image/png", "buffer": PNG}
            )
            page.get_by_role("button", name="Upload").click()
            photo = page.get_by_role("img", name="Photo")
            photo.wait_for()
            self.assertEqual(photo.evaluate("it => it.decode().then(() => it.naturalWidth)"), 1)
            page.get_by_role("button", name="Remove the photo").click()
            photo.wait_for(state="detached")


class Forms(unittest.TestCase):
    def test_w24_a_state_is_saved_and_restored_without_script(self):
        with BROWSER.page(script=False) as page:
            page.goto("/console/@unscripted/state")
            page.get_by_label("Save as").fill("before")
            page.get_by_role("button", name="Save", exact=True).click()
            self.assertIn("The state is saved.", page.get_by_role("status").inner_text())
            page.get_by_role("button", name="Restore before").click()
            self.assertIn("when it was saved", page.get_by_role("status").inner_text())

    def test_w26_a_clock_is_moved_by_keyboard_alone(self):
        with BROWSER.page() as page:
            page.goto("/console/@keys/state")
            press(page, "link", "Skip to the content")
            self.assertEqual(page.evaluate("document.activeElement.id"), "main")
            tab_to(page, "Move on by")
            page.keyboard.type("P7D")
            page.keyboard.press("Enter")
            self.assertEqual(page.get_by_role("status").inner_text(), "The clock is set.")


class OtherOrigins(unittest.TestCase):
    """Pages of another origin in the browser (rules F17 and W20)."""

    def setUp(self):
        class Blank(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<!doctype html><title>Another site</title>")

            def log_message(self, *_):
                pass

        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Blank)
        # A browser may close a connection that it opened for nothing.
        site.handle_error = lambda *_: None
        threading.Thread(target=site.serve_forever, daemon=True).start()
        self.addCleanup(site.server_close)
        self.addCleanup(site.shutdown)
        self.site = f"http://localhost:{site.server_address[1]}"

    def fetched(self, page, url):
        """The status that a page of the other site reads; none if it may not read it."""
        return page.evaluate(
            """async ([url]) => {
                 const headers = {Authorization: 'Bearer ada', 'x-people-test': 'cors'};
                 try { return (await fetch(url, {headers})).status; } catch { return null; }
               }""",
            [url],
        )

    def test_f17_a_page_of_a_named_origin_calls_the_api_and_no_other_does(self):
        server = Server("--cors", self.site)
        self.addCleanup(server.stop)
        api = "/v1/people/me/connections?personFields=names"
        with BROWSER.page() as page:
            page.goto(self.site)
            self.assertEqual(self.fetched(page, server.url + api), 200)
            self.assertIsNone(self.fetched(page, SERVER.url + api), "its origin is not named there")
            for closed in ("/console", "/emulator/v1/accounts"):
                self.assertIsNone(self.fetched(page, server.url + closed), closed)
            page.errors.clear()

    def test_w21_a_form_of_another_site_changes_nothing(self):
        with BROWSER.page() as page:
            page.goto("/console/@forged/state")
            token = page.locator("[name=_token]").first.get_attribute("value")
            page.goto(self.site)
            page.evaluate(
                """([action, token]) => {
                     const form = document.createElement('form');
                     Object.assign(form, {method: 'post', action});
                     for (const [name, value] of [['do', 'freeze'], ['_token', token]]) {
                       const input = document.createElement('input');
                       Object.assign(input, {name, value});
                       form.append(input);
                     }
                     document.body.append(form);
                     form.submit();
                   }""",
                [SERVER.url + "/console/@forged/state", token],
            )
            page.wait_for_url(SERVER.url + "/**")
            self.assertIn("may not call this server", page.locator("body").inner_text())
            page.goto("/console/@forged/state")
            self.assertEqual(page.get_by_role("button", name="Stop it").count(), 1)
            page.errors.clear()


if __name__ == "__main__":
    google_client.BINARY = pathlib.Path(sys.argv.pop(1)).resolve()
    assert PATIENCE
    unittest.main()
