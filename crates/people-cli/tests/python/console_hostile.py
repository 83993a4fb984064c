"""Pages of the console about data that wants to be more than text, in Chromium (rule `W25`).

    PEOPLE_TEST_NODE=FOLDER python3 console_hostile.py PATH/TO/people

The tests of people-console look at the text of the pages; these look at what a browser makes of it.
"""

import json
import unittest
import urllib.error
import urllib.parse
import urllib.request

import google_client
from console_browser import PATIENCE, Browser, backwards, barriers, picture, width_beyond
from google_client import Server, binary

SERVER = None
BROWSER = None

# Markup, bidirectional text that leaves an isolate open or closes one too much, and a word without an end.
VALUES = {
    "markup": "\"><img src=x onerror=alert(1)><script>alert(2)</script>",
    "bidirectional": "\u202eada \u05d0\u05d1\u05d2 \u2066(1)",
    "closed": "ada\u2069 \u2069\u202e(1)",
    "long": "w" * 1000,
}
# The texts of each field.
FIELDS = {
    "names": "givenName familyName middleName honorificPrefix honorificSuffix phoneticGivenName",
    "nicknames": "value",
    "emailAddresses": "value type displayName",
    "phoneNumbers": "value type",
    "addresses": "type streetAddress city region postalCode country poBox extendedAddress",
    "organizations": "name title department type location symbol domain jobDescription",
    "biographies": "value",
    "urls": "value type",
    "relations": "person type",
    "userDefined": "key value",
    "clientData": "key value",
    "externalIds": "value type",
    "imClients": "username protocol type",
    "interests": "value",
    "locations": "value type",
    "miscKeywords": "value",
    "occupations": "value",
    "sipAddresses": "value type",
    "calendarUrls": "url type",
    "fileAses": "value",
    "genders": "value addressMeAs",
    "locales": "value",
}
MEMBERS = {"miscKeywords": {"type": "OUTLOOK_KEYWORD"}}


def setUpModule():
    global SERVER, BROWSER
    SERVER = Server("--deterministic", "1", "--durability", "relaxed")
    BROWSER = Browser(SERVER.url)


def tearDownModule():
    BROWSER.close()
    SERVER.stop()


def call(verb, path, account, body=None, fields={}):
    """What the server answers; of a refusal its status."""
    headers = {"Authorization": f"Bearer {account}", "Content-Type": "application/json", **fields}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(SERVER.url + path, data, headers, method=verb)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def everywhere(value):
    """A person with this value in each text of each field."""
    person = {field: [{member: value for member in members.split()}] for field, members in FIELDS.items()}
    for field, members in MEMBERS.items():
        person[field][0].update(members)
    return person


class Hostile(unittest.TestCase):
    def seed(self, account, value):
        """An account with this value wherever there is a text, and the addresses of its pages."""
        person = lambda **more: {**everywhere(value), **more}
        group = {"resourceName": "contactGroups/1f", "name": value[:900]}
        member = {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}
        contacts = [
            person(resourceName="people/c1", memberships=[member]),
            # The same person with other values: a pair that may be one.
            person(resourceName="people/c2", biographies=[{"value": value[::-1]}]),
            # A name of nothing, and many values.
            {"resourceName": "people/c3", "names": [{"givenName": " "}], "biographies": [{"value": "x"}]},
            {"resourceName": "people/c4", "emailAddresses": [{"value": f"a{it}@x.example"} for it in range(499)]},
        ]
        other = {"resourceName": "otherContacts/c5"}
        other |= {field: everywhere(value)[field] for field in ("names", "emailAddresses", "phoneNumbers")}
        profile = {"id": "100000000000000000001", "person": {"names": everywhere(value)["names"]}}
        seed = {
            "domain": "hostile.example",
            "profile": profile,
            "groups": [group],
            "contacts": contacts,
            "otherContacts": [other],
        }
        whole = {"accounts": {account: seed}}
        seeded = call("POST", "/emulator/v1/seed", account, whole)
        self.assertIsInstance(seeded, dict, seeded)

    def requests(self, account, value):
        """Requests of which one is stale, and one loses what its program has not read."""
        said = {"User-Agent": value, "X-People-Test": value[:100]} if value.isascii() else {}
        # Without names: an update that sends words of 1,000 letters as names is refused for their length.
        read = call("GET", "/v1/people/c1?personFields=metadata,biographies", account, fields=said)
        path = "/v1/people/c1:updateContact?updatePersonFields=biographies"
        for text in ("mine " + value, "yours " + value):
            body = {**read, "biographies": [{"value": text}]}
            answered = call("PATCH", path, account, body, said)
        self.assertEqual(answered, 400, "its etag is stale")
        read = call("GET", "/v1/people/c2?personFields=names,metadata", account, fields=said)
        body = {"etag": read["etag"], "metadata": read["metadata"], "nicknames": []}
        call("PATCH", "/v1/people/c2:updateContact?updatePersonFields=nicknames,urls", account, body, said)
        rule = {"account": account, "test": value, "status": {"code": "UNAVAILABLE"}}
        call("POST", "/emulator/v1/rules", account, {"rules": [rule]})
        own = f"/emulator/v1/accounts/{urllib.parse.quote(account, safe='')}"
        call("POST", f"{own}:save", account, {"name": value[:200]})

    def test_w25_no_value_is_more_than_text_or_breaks_a_page(self):
        for kind, value in VALUES.items():
            # An account is called by a header field.
            account = "a" + value[:200] if value.isascii() else kind
            self.seed(account, value)
            self.requests(account, value)
            own = "/console/@" + urllib.parse.quote(account, safe="")
            pages = [own + it for it in (
                "", "?group=contactGroups%2F1f", "/contacts/c1", "/contacts/c1/edit", "/contacts/c1/json",
                "/contacts/c3", "/contacts/c4", "/contacts/c4/edit", "/groups", "/groups/1f", "/groups/1f/delete",
                "/others", "/directory", "/directory/100000000000000000001", "/merge?kept=c1&other=c2",
                "/duplicates", "/import", "/tokens", "/state",
            )]
            pages += ["/console", "/console/rules", "/console/findings", "/console/requests"]
            for width in (360, 1200):
                with BROWSER.page(width=width) as page:
                    stale = self.stale(page, account)
                    for path in [*pages, *stale]:
                        with self.subTest(kind=kind, page=path[:60], width=width):
                            self.assertEqual(page.goto(path).status, 200)
                            self.is_whole(page)

    def stale(self, page, account):
        """The pages of a request whose etag was stale: its conflict, and itself."""
        page.goto(f"/console/requests?status=400&account={urllib.parse.quote(account, safe='')}")
        links = page.get_by_role("link", name="Solve").all()
        self.assertEqual(len(links), 1)
        conflict = links[0].get_attribute("href")
        return [conflict, conflict.removesuffix("/conflict")]

    def is_whole(self, page):
        self.assertEqual(page.locator("img[src=x], script:not([src])").count(), 0)
        self.assertEqual(backwards(page), [])
        self.assertEqual(width_beyond(page), 0)
        self.assertEqual(barriers(page), [])

    def test_w25_a_file_is_text_wherever_its_import_shows_it(self):
        for kind, value in VALUES.items():
            account = f"file-{kind}"
            name = value.replace(",", "")

            def cards(note):
                card = (f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:{name}\r\nORG:{name}\r\nNOTE:{note}{name}\r\n"
                        f"CATEGORIES:{name[:200]}\r\nX-{'W' * 1000};A=\"b\":{name}\r\nEND:VCARD\r\n")
                return (card + f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\n").encode()

            with BROWSER.page(width=360) as page, self.subTest(kind=kind):
                self.review(page, account, name, cards("first "))
                self.is_whole(page)
                page.get_by_role("button", name="Import this file").click()
                page.get_by_text("The import is done.").wait_for()
                self.is_whole(page)
                contacts = call("GET", "/v1/people/me/connections?personFields=metadata,biographies", account)
                ada = contacts["connections"][0]
                ada["biographies"] = [{"value": "here " + value}]
                path = f"/v1/{ada['resourceName']}:updateContact?updatePersonFields=biographies"
                call("PATCH", path, account, ada)
                self.review(page, account, name, cards("then "))
                page.get_by_role("heading", name="Conflicts").wait_for()
                page.get_by_text("Taken as a later version of").wait_for()
                page.get_by_text("It is another file").click()
                self.is_whole(page)
                picture(f"hostile-import-{kind}", page)
                page.goto(f"/console/@{account}/contacts/{ada['resourceName'].removeprefix('people/')}")
                page.get_by_role("heading", name="As vCard").click()
                self.is_whole(page)

    def review(self, page, account, name, cards):
        page.goto(f"/console/@{account}/import")
        file = {"name": "a.vcf", "mimeType": "text/vcard", "buffer": cards}
        page.get_by_label("vCards, jCards").set_input_files(file)
        page.get_by_label("Known as").fill(name[:256])
        page.get_by_role("button", name="See what would happen").click()
        page.get_by_role("heading", name="What would happen").wait_for()


if __name__ == "__main__":
    google_client.BINARY = binary(__doc__)
    unittest.main()
