"""Programs that lose data, and programs that do it right, each under `people exec --fail-on-findings`.

    python3 findings.py PATH/TO/people

Each program is a process by itself, beside an emulator by itself. A sinner commits one sin: `people exec` fails, and
names this sin and no other. A saint does the same work right, and `people exec` succeeds.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import google_client
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

URL = os.environ.get("PEOPLE_URL")
# For the programs that are commands of `people` themselves.
COMMAND = os.environ.get("PEOPLE_TEST_COMMAND")

ACCOUNT = "ada"

ADA = {
    "names": [{"givenName": "Ada", "middleName": "King", "familyName": "Byron"}],
    "emailAddresses": [{"value": "ada@x.example", "type": "home"}, {"value": "ada@y.example"}],
    "phoneNumbers": [{"value": "+44 20 7946 0000", "type": "work"}],
    "biographies": [{"value": "Wrote a note."}],
}


def sin(identity):
    """Says which sin a program commits."""

    def named(program):
        program.sin = identity
        return program

    return named


def send(verb, path, body=None, account=None, **more):
    """A request without a client."""
    headers = {"Content-Type": "application/json", **more}
    if account:
        headers["Authorization"] = f"Bearer {account}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, headers=headers, method=verb)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class Program(unittest.TestCase):
    def setUp(self):
        client = google_client.client(URL, ACCOUNT)
        self.addCleanup(client.close)
        self.people = client.people()
        self.groups = client.contactGroups()
        # Another program has put it there.
        setup = {"x-people-test": "setup"}
        created = send("POST", "/v1/people:createContact", ADA, ACCOUNT, **setup)
        self.name = created["resourceName"]

    def found(self):
        return send("GET", "/emulator/v1/findings")["findings"]

    def rule(self, method, then, times=1, after=0):
        match = {"account": ACCOUNT, "method": f"people.{method}", "after": after}
        send("POST", "/emulator/v1/rules", [{"match": match, "times": times, "then": then}])

    def somebody_edits(self, mask, person, method="people.updateContact"):
        edit = {"resourceName": self.name, "person": person, "mask": mask}
        self.rule(method, {"edit": edit})

    def get(self, mask, **parameters):
        return self.people.get(resourceName=self.name, personFields=mask, **parameters).execute()

    def update(self, mask, person):
        return self.people.updateContact(
            resourceName=self.name, updatePersonFields=mask, body=person, personFields="metadata"
        ).execute()

    def raw(self, verb, path, body=None):
        return send(verb, path, body, ACCOUNT)

    def batch(self, *requests):
        """Sends requests of the client as the parts of one, and returns the replies in order."""
        replies = []

        def reply(_, answer, error):
            self.assertIsNone(error)
            replies.append(answer)

        batch = BatchHttpRequest(callback=reply, batch_uri=f"{URL}/batch")
        for request in requests:
            batch.add(request)
        batch.execute()
        return replies

    def command(self, *words):
        """Runs a command of `people` on the account."""
        command = [COMMAND, *words, "--url", URL, "--token", ACCOUNT]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)


EMAIL = {"value": "new@z.example"}


class Sinners(Program):
    @sin("FIELD_ERASED")
    def test_field_erased(self):
        """The mask is longer than what is sent."""
        person = self.get("names")
        self.update("names,phoneNumbers,biographies", person)

    @sin("FIELD_ERASED")
    def test_field_erased_in_a_batch(self):
        """The same in a part of a batch."""
        (person,) = self.batch(self.people.get(resourceName=self.name, personFields="names"))
        arguments = {"resourceName": self.name, "updatePersonFields": "names,biographies"}
        self.batch(self.people.updateContact(body=person, **arguments))

    @sin("MEMBER_ERASED")
    def test_member_erased(self):
        """A rename makes the name anew."""
        person = self.get("names")
        name = {"givenName": "Ada", "familyName": "Lovelace"}
        self.update("names", {"etag": person["etag"], "names": [name]})

    @sin("MEMBER_ERASED")
    def test_member_erased_unread(self):
        """A rename by a program that asked for two members alone."""
        person = self.get("names", fields="etag,names(givenName,familyName)")
        person["names"][0]["familyName"] = "Lovelace"
        self.update("names", person)
        self.assertEqual(self.found()[0]["grade"], "error")

    @sin("ENTRY_DROPPED")
    def test_entry_dropped(self):
        """An address is added to a list that comes from elsewhere."""
        person = self.get("metadata")
        emails = [ADA["emailAddresses"][0], EMAIL]
        self.update("emailAddresses", {"etag": person["etag"], "emailAddresses": emails})

    @sin("BLIND_OVERWRITE")
    def test_blind_overwrite(self):
        """The etag is from a reply without the field."""
        person = self.get("names")
        note = [{"value": "Wrote a program."}]
        self.update("biographies", {"etag": person["etag"], "biographies": note})

    @sin("EDIT_LOST")
    def test_edit_lost(self):
        """The etag is fetched just before the update; somebody has added an address."""
        mine = self.get("emailAddresses")
        self.somebody_edits(
            "emailAddresses", {"emailAddresses": [*ADA["emailAddresses"], EMAIL]}, "people.get"
        )
        mine["emailAddresses"][1]["value"] = "ada@w.example"
        mine["etag"] = self.get("metadata")["etag"]
        self.update("emailAddresses", mine)

    @sin("STALE_RETRIED")
    def test_stale_retried(self):
        """After a stale etag, nothing but the etag is exchanged."""
        mine = self.get("emailAddresses")
        self.somebody_edits(
            "emailAddresses", {"emailAddresses": [*ADA["emailAddresses"], EMAIL]}
        )
        mine["emailAddresses"][1]["value"] = "ada@w.example"
        with self.assertRaises(HttpError):
            self.update("emailAddresses", mine)
        mine["etag"] = self.get("emailAddresses")["etag"]
        self.update("emailAddresses", mine)

    @sin("CREATE_REPEATED")
    def test_create_repeated(self):
        """The reply is lost, and the create is sent again."""
        self.rule("people.createContact", {"drop": "after"})
        grace = {"names": [{"givenName": "Grace"}]}
        for _ in range(2):
            try:
                self.raw("POST", "/v1/people:createContact", grace)
            except OSError:
                pass

    @sin("RETRY_STORM")
    def test_retry_storm(self):
        """No pause between the tries."""
        self.rule("people.get", {"status": "UNAVAILABLE"}, times=100_000)
        # On a slow machine it is a storm later.
        end = time.monotonic() + 60
        while not self.found() and time.monotonic() < end:
            for _ in range(20):
                with self.assertRaises(urllib.error.HTTPError) as caught:
                    self.raw("GET", f"/v1/{self.name}?personFields=names")
                caught.exception.close()

    @sin("PARALLEL_WRITES")
    def test_parallel_writes(self):
        """Four writes of one user at a time."""
        self.rule("people.createContact", {"delay": "3s"}, times=4)

        def create(number):
            person = {"names": [{"givenName": f"Number {number}"}]}
            self.raw("POST", "/v1/people:createContact", person)

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            list(threads.map(create, range(4)))

    @sin("SYNC_ABANDONED")
    def test_sync_abandoned(self):
        """The token has expired, and the program takes it for the end."""
        self.rule("people.connections.list", {"status": "EXPIRED_SYNC_TOKEN"})
        connections = self.people.connections()
        arguments = {"resourceName": "people/me", "personFields": "names"}
        page = connections.list(requestSyncToken=True, **arguments).execute()
        with self.assertRaises(HttpError):
            connections.list(syncToken=page["nextSyncToken"], **arguments).execute()


class Saints(Program):
    def test_rename(self):
        """Google's sample: get, change what was read, update."""
        person = self.get("names,emailAddresses")
        person["names"][0]["familyName"] = "Lovelace"
        person["emailAddresses"].append(EMAIL)
        self.update("names,emailAddresses", person)

    def test_names_of_connections(self):
        """The first names of a list, as a first program prints them."""
        listed = self.people.connections().list(
            resourceName="people/me", pageSize=10, personFields="names,emailAddresses"
        )
        people = listed.execute().get("connections", [])
        print([person["names"][0]["displayName"] for person in people if person.get("names")])

    def test_create_search_and_delete(self):
        """A search is warmed up, and what it finds is changed and deleted."""
        self.rule("people.searchContacts", {"warmUp": True})
        grace = {"names": [{"givenName": "Grace", "familyName": "Murray"}]}
        self.people.createContact(body=grace).execute()
        search = {"readMask": "names,metadata"}
        self.people.searchContacts(query="", **search).execute()
        found = self.people.searchContacts(query="Grace", **search).execute()
        person = found["results"][0]["person"]
        person["names"][0]["familyName"] = "Hopper"
        name = person["resourceName"]
        self.people.updateContact(
            resourceName=name, updatePersonFields="names", body=person
        ).execute()
        self.people.deleteContact(resourceName=name).execute()

    def test_parts_of_a_batch(self):
        """Two contacts are read and updated in the parts of a batch each."""
        setup = {"x-people-test": "setup"}
        other = send("POST", "/v1/people:createContact", ADA, ACCOUNT, **setup)
        names = [self.name, other["resourceName"]]
        mask = "names,biographies"
        gets = [self.people.get(resourceName=name, personFields=mask) for name in names]
        updates = []
        for person in self.batch(*gets):
            person["names"][0]["familyName"] = "Lovelace"
            person["biographies"] = []
            updates.append(
                self.people.updateContact(
                    resourceName=person["resourceName"], updatePersonFields=mask, body=person
                )
            )
        self.batch(*updates)

    def test_edit_beside_others(self):
        """`people edit` is `Client::edit`: others write, replies are lost, and reads lag."""
        emails = [*ADA["emailAddresses"], EMAIL]
        self.somebody_edits("emailAddresses", {"emailAddresses": emails})
        self.somebody_edits("nicknames", {"nicknames": [{"value": "Theirs"}]})
        update = "people.updateContact"
        self.rule(update, {"drop": "after"}, after=2)
        self.rule(update, {"drop": "before"}, after=3)
        self.rule(update, {"drop": "body"}, after=5)
        self.rule("people.get", {"lag": 2}, times=2)
        self.command("edit", self.name, "--set", "emailAddresses[ada@y.example].value=ada@w.example")
        self.command("edit", self.name, "--set", "names.familyName=Lovelace")
        self.command("edit", self.name, "--add", "nicknames=Countess")
        person = self.raw("GET", f"/v1/{self.name}?personFields=names,nicknames,emailAddresses")
        values = [it["value"] for it in person["emailAddresses"]]
        self.assertEqual(values, ["ada@x.example", "ada@w.example", "new@z.example"])
        self.assertEqual(person["names"][0]["middleName"], "King")
        self.assertEqual(person["names"][0]["familyName"], "Lovelace")
        self.assertEqual([it["value"] for it in person["nicknames"]], ["Theirs", "Countess"])

    def test_clear_fields(self):
        """`[]`, and a mask of the field alone."""
        person = self.get("names")
        person["phoneNumbers"] = []
        updated = self.update("names,phoneNumbers", person)
        self.update("biographies", {"etag": updated["etag"]})

    def test_clear_a_member(self):
        """A member is taken out of the name that was read."""
        person = self.get("names")
        del person["names"][0]["middleName"]
        person["names"][0]["familyName"] = "Lovelace"
        self.update("names", person)

    def test_remove_an_entry(self):
        """An address that was read is left out."""
        person = self.get("emailAddresses")
        del person["emailAddresses"][0]
        self.update("emailAddresses", person)

    def test_edit_again(self):
        """After a stale etag, the edit is made again on what was read."""
        self.somebody_edits(
            "emailAddresses", {"emailAddresses": [*ADA["emailAddresses"], EMAIL]}
        )
        for _ in range(3):
            person = self.get("emailAddresses")
            person["emailAddresses"][1]["value"] = "ada@w.example"
            try:
                self.update("emailAddresses", person)
                break
            except HttpError as error:
                self.assertEqual(error.status_code, 400)
        values = [it["value"] for it in self.get("emailAddresses")["emailAddresses"]]
        self.assertEqual(values, ["ada@x.example", "ada@w.example", "new@z.example"])

    def test_many_edits_in_a_row(self):
        """Each reply has the etag for the next update."""
        person = self.get("names,biographies")
        for number in range(5):
            person["biographies"] = [{"value": f"Note {number}"}]
            updated = self.update("biographies", person)
            person["etag"] = updated["etag"]
            person["metadata"] = updated["metadata"]

    def test_create_after_a_look(self):
        """The reply is lost, and the program looks before it creates again."""
        self.rule("people.createContact", {"drop": "after"})
        grace = {"names": [{"givenName": "Grace"}]}
        try:
            self.raw("POST", "/v1/people:createContact", grace)
        except OSError:
            pass
        listed = self.raw("GET", "/v1/people/me/connections?personFields=names")
        names = [it["names"][0]["givenName"] for it in listed["connections"]]
        self.assertIn("Grace", names)

    def test_sync(self):
        """All pages, and everything again after an expired token."""
        setup = {"x-people-test": "setup"}
        for _ in range(3):
            send("POST", "/v1/people:createContact", ADA, ACCOUNT, **setup)
        connections = self.people.connections()
        arguments = {"resourceName": "people/me", "personFields": "names", "pageSize": 2}

        def everything(**more):
            token = None
            while True:
                page = connections.list(pageToken=token, **more, **arguments).execute()
                token = page.get("nextPageToken")
                if not token:
                    return page["nextSyncToken"]

        token = everything(requestSyncToken=True)
        self.rule("people.connections.list", {"status": "EXPIRED_SYNC_TOKEN"})
        with self.assertRaises(HttpError):
            everything(syncToken=token)
        everything(requestSyncToken=True)

    def test_groups(self):
        """A group is joined and left by its members."""
        group = self.groups.create(body={"contactGroup": {"name": "Engine"}}).execute()
        members = self.groups.members()
        for change in ("resourceNamesToAdd", "resourceNamesToRemove"):
            body = {change: [self.name]}
            members.modify(resourceName=group["resourceName"], body=body).execute()

    def test_back_off(self):
        """Longer pauses each time, and the same request."""
        self.rule("people.get", {"status": "UNAVAILABLE"}, times=4)
        for attempt in range(6):
            try:
                self.raw("GET", f"/v1/{self.name}?personFields=names")
                break
            except urllib.error.HTTPError as error:
                error.close()
                time.sleep(0.05 * 2**attempt)

    def test_batch(self):
        """Two contacts are read and updated in one request each."""
        setup = {"x-people-test": "setup"}
        other = send("POST", "/v1/people:createContact", ADA, ACCOUNT, **setup)
        names = [self.name, other["resourceName"]]
        read = self.people.getBatchGet(resourceNames=names, personFields="names").execute()
        contacts = {}
        for response in read["responses"]:
            person = response["person"]
            person["names"][0]["familyName"] = "Lovelace"
            contacts[person["resourceName"]] = person
        body = {"contacts": contacts, "updateMask": "names", "readMask": "names"}
        self.people.batchUpdateContacts(body=body).execute()


class Exec(unittest.TestCase):
    """Each program in a process by itself, beside an emulator by itself."""

    maxDiff = None

    def run_program(self, name):
        """The exit status of `people exec`, the ids that it found, and what it printed."""
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            exec_ = [BINARY, "exec", "--contract", "observed", "--fail-on-findings=note"]
            program = [sys.executable, __file__, "--program", name]
            command = [*exec_, "--report", report, "--", *program]
            environment = {**os.environ, "PEOPLE_TEST_COMMAND": str(BINARY)}
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, env=environment
            )
            report = json.loads(report.read_text())
        found = {finding["id"] for finding in report["findings"]}
        return done.returncode, found, done.stdout + done.stderr


def under_exec(of, name):
    """The test that runs a program."""

    def test(self):
        status, found, said = self.run_program(f"{of.__name__}.{name}")
        expected = getattr(getattr(of, name), "sin", None)
        self.assertIn("\nOK\n", said, "the program itself failed")
        self.assertEqual(found, {expected} - {None}, said)
        self.assertEqual(status, 0 if expected is None else 1, said)
        if expected is not None:
            self.assertIn(f": {expected}: ", said)

    return test


for programs in (Sinners, Saints):
    for program in unittest.defaultTestLoader.getTestCaseNames(programs):
        name = program.replace("test_", f"test_{programs.__name__.lower()}_")
        setattr(Exec, name, under_exec(programs, program))


class Complete(unittest.TestCase):
    def test_each_sinner_has_a_sin(self):
        sins = [
            getattr(getattr(Sinners, name), "sin", None)
            for name in unittest.defaultTestLoader.getTestCaseNames(Sinners)
        ]
        self.assertNotIn(None, sins)
        self.assertGreaterEqual(len(sins), 10)
        saints = unittest.defaultTestLoader.getTestCaseNames(Saints)
        self.assertGreaterEqual(len(saints), 10)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--program"]:
        unittest.main(argv=[sys.argv[0], sys.argv[2]])
    BINARY = google_client.binary(__doc__)
    unittest.main(argv=[sys.argv[0], "Exec", "Complete", *sys.argv[1:]])
