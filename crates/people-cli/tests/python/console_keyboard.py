"""What the pages of the console are for, done by the keyboard alone.

    PEOPLE_TEST_NODE=FOLDER python3 console_keyboard.py PATH/TO/people

The tests of `console.py` do more of it where a page is about one thing: edits, tokens, the clock, other contacts.
"""

import json
import unittest

import console
import google_client
from console import CARDS, seed
from console_browser import press, tab_to
from google_client import binary

setUpModule = console.setUpModule
tearDownModule = console.tearDownModule


def choose(page, name):
    """Chooses a radio button: the tab key reaches its group, and the arrows the button."""
    for _ in range(80):
        page.keyboard.press("Tab")
        group = page.evaluate(GROUP)
        if not any(name in it for it in group):
            continue
        for _ in group:
            page.keyboard.press("Space")
            if name in page.evaluate(LABEL):
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow reaches {name!r} in {group}")
    raise AssertionError(f"the tab key does not reach the buttons of {name!r}")


# The labels of the radio buttons of which one has the focus.
GROUP = """() => {
  const it = document.activeElement;
  if (it?.type !== 'radio') return [];
  return [...it.form.elements].filter(that => that.type === 'radio' && that.name === it.name)
    .map(that => that.labels[0]?.innerText ?? '');
}"""
LABEL = "document.activeElement.labels[0].innerText"


class EachPage(unittest.TestCase):
    """Rule `W26`."""

    @classmethod
    def setUpClass(cls):
        with console.BROWSER.page() as page:
            page.goto("/console")
            press(page, "button", "Load the demo account")
            page.get_by_role("link", name="demo", exact=True).wait_for()

    def test_w26_an_account_is_opened_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console")
            tab_to(page, "Open an account")
            page.keyboard.type("demo")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Contacts", exact=True).wait_for()
            tab_to(page, "Starred")
            page.keyboard.press("Enter")
            page.wait_for_url("**group=*")

    def test_w26_contacts_are_found_and_merged_by_keyboard_alone(self):
        seed("key-merge", "twins.json")
        with console.BROWSER.page() as page:
            page.goto("/console/@key-merge")
            tab_to(page, "Search contacts")
            page.keyboard.type("somer")
            page.get_by_text("1 contact", exact=True).wait_for()
            page.goto("/console/@key-merge")
            for name in ("Ada King", "Ada Lovelace"):
                tab_to(page, f"Choose {name}")
                page.keyboard.press("Space")
            press(page, "button", "Merge two")
            page.get_by_role("heading", name="One contact of two").wait_for()
            choose(page, "Of the other contact")
            press(page, "button", "See the result")
            page.get_by_role("button", name="Merge", exact=True).wait_for()
            press(page, "button", "Merge")
            page.get_by_text("The two contacts are one contact now.").wait_for()
            press(page, "link", "Undo")
            page.get_by_role("heading", name="Merges").wait_for()
            press(page, "button", "Undo merge 1")
            page.get_by_text("this contact is back").wait_for()

    def test_w26_a_conflict_of_the_journal_is_solved_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/requests")
            tab_to(page, "Status")
            page.keyboard.type("4xx")
            page.keyboard.press("Enter")
            page.wait_for_url("**status=4xx*")
            press(page, "link", "Solve")
            page.get_by_role("heading", name="Two edits of").wait_for()
            choose(page, "two engines")
            press(page, "button", "See the result")
            page.get_by_role("button", name="Save the result").wait_for()
            press(page, "button", "Save the result")
            page.get_by_role("status").wait_for()
            self.assertIn("two engines", page.locator("main").inner_text())

    def test_w26_a_contact_is_edited_as_json_and_deleted_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/@demo/contacts/c1009")
            press(page, "link", "Edit as JSON")
            page.wait_for_url("**/json")
            tab_to(page, "Person")
            person = json.loads(page.get_by_label("Person", exact=True).input_value())
            person["nicknames"] = [{"value": "Keys"}]
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(json.dumps(person))
            press(page, "button", "Review what it sends")
            page.get_by_text("The mask is").wait_for()
            press(page, "button", "Save")
            page.get_by_role("status").wait_for()
            self.assertIn("Keys", page.locator("main").inner_text())
            page.on("dialog", lambda it: it.accept())  # the return key, in a window of the browser
            press(page, "button", "Delete this contact")
            page.get_by_text("The contact is deleted.").wait_for()

    def test_w26_conflicts_of_an_import_are_decided_by_keyboard_alone(self):
        imports = console.Imports()
        with console.BROWSER.page() as page:
            changed = imports.begin("key-import")
            imports.doCleanups()
            imports.choose(page, "key-import", changed)  # the chooser is a window of the system
            press(page, "button", "See what would happen")
            page.get_by_role("heading", name="Conflicts").wait_for()
            choose(page, "Take the file’s")
            press(page, "button", "Import this file")
            page.get_by_text("The file’s values were taken.").wait_for()
            tab_to(page, "Ada Lovelace")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Ada Lovelace").wait_for()
            tab_to(page, "As vCard")
            page.keyboard.press("Enter")
            with page.expect_download():
                press(page, "link", "Download as vCard 4.0")
            page.errors.clear()  # a download ends a navigation

    def test_w49_a_file_is_named_otherwise_by_keyboard_without_script(self):
        imports = console.Imports()
        imports.begin("key-named")
        imports.doCleanups()
        with console.BROWSER.page(script=False) as page:
            imports.choose(page, "key-named", CARDS.replace(b"Ada", b"Augusta"))
            press(page, "button", "See what would happen")
            page.get_by_text("Taken as a later version of contacts.vcf").wait_for()
            tab_to(page, "It is another file")
            page.keyboard.press("Enter")
            tab_to(page, "Known as")
            page.keyboard.press("Control+A")
            page.keyboard.type("colleagues")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="What would happen: colleagues").wait_for()
            self.assertEqual(page.get_by_text("Taken as a later version").count(), 0)

    def test_w26_a_group_is_made_and_deleted_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/@key-groups/groups")
            tab_to(page, "New group")
            page.keyboard.type("Navy")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Navy").wait_for()
            press(page, "link", "Delete this group")
            page.get_by_role("heading", name="Delete Navy ?").wait_for()
            press(page, "button", "Delete the group")
            page.get_by_role("status").wait_for()

    def test_w26_somebody_of_a_directory_is_found_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/@demo/directory")
            tab_to(page, "Search the directory")
            page.keyboard.type("clem")
            page.get_by_text("1 person", exact=True).wait_for()
            press(page, "link", "Joseph Clement")
            page.get_by_role("heading", name="Joseph Clement").wait_for()

    def test_w26_a_state_is_saved_and_restored_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/@key-state/state")
            tab_to(page, "Save as")
            page.keyboard.type("before")
            page.keyboard.press("Enter")
            page.get_by_text("The state is saved.").wait_for()
            press(page, "button", "Restore before")
            page.get_by_text("when it was saved").wait_for()

    def test_w26_a_rule_is_added_and_removed_by_keyboard_alone(self):
        with console.BROWSER.page() as page:
            page.goto("/console/rules")
            choose(page, "It waits")
            tab_to(page, "Time")
            page.keyboard.type("1ms")
            page.keyboard.press("Enter")
            page.get_by_role("row", name="It waits 1ms").wait_for()
            tab_to(page, "Remove rule")
            page.keyboard.press("Enter")
            page.get_by_text("No rule is set").wait_for()


if __name__ == "__main__":
    google_client.BINARY = binary(__doc__)
    unittest.main()
