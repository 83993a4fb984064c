"""Google's own Python client against `people serve`.

    python3 google_client.py PATH/TO/people

Each test is an account of its own on one server with an embedded store.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

BINARY = pathlib.Path("people")

STALE = (
    "Request person.etag is different than the current person.etag. "
    "Clear local cache and get the latest person."
)
NOT_FOUND = "Requested entity was not found."


def client(url, account):
    """The client's PeopleService for a server, signed in as that account."""
    return build(
        "people",
        "v1",
        credentials=Credentials(token=account),
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": url},
    )


def binary(doc):
    """The binary that the command line names; otherwise prints how to call the program."""
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(doc)
    return pathlib.Path(sys.argv.pop(1)).resolve()


class Server:
    """`people serve` on a free port, with data that is gone afterwards."""

    def __init__(self, *arguments):
        self.data = tempfile.mkdtemp(prefix="people-test-")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--listen", "127.0.0.1:0", "--data", self.data, *arguments],
            stdout=subprocess.PIPE,
            text=True,
        )
        first = self.process.stdout.readline()
        words = first.split()
        if words[:2] != ["listening", "on"]:
            self.process.kill()
            raise RuntimeError(f"the server did not start; it said {first!r}")
        self.url = words[2]

    def client(self, account):
        """The client's PeopleService, signed in as that account."""
        return client(self.url, account)

    def discovered(self, account, place):
        """The same, built from the document that the server has at a place."""
        return build(
            "people",
            "v1",
            credentials=Credentials(token=account),
            discoveryServiceUrl=self.url + place,
            static_discovery=False,
            cache_discovery=False,
        )

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        shutil.rmtree(self.data)
        return code


SERVER = None


def setUpModule():
    global SERVER
    SERVER = Server()


def tearDownModule():
    code = SERVER.stop()
    if code != 0:
        raise RuntimeError(f"the server ended with {code} when it was asked to stop")


class TestCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.account = self._testMethodName
        client = SERVER.client(self.account)
        self.addCleanup(client.close)
        self.people = client.people()
        self.groups = client.contactGroups()

    def create(self, **person):
        return self.people.createContact(body=person).execute()

    def get(self, person, mask="names", **parameters):
        return self.people.get(
            resourceName=person["resourceName"], personFields=mask, **parameters
        ).execute()

    def update(self, person, mask, **parameters):
        return self.people.updateContact(
            resourceName=person["resourceName"],
            updatePersonFields=mask,
            body=person,
            **parameters,
        ).execute()

    def refused(self, code, status, call, *arguments, **parameters):
        """The message of the `HttpError` that the call is answered with."""
        with self.assertRaises(HttpError) as caught:
            call(*arguments, **parameters)
        error = json.loads(caught.exception.content)["error"]
        self.assertEqual(caught.exception.status_code, code)
        self.assertEqual((error["code"], error["status"]), (code, status))
        # What the client's users see.
        self.assertEqual(caught.exception.reason, error["message"])
        return error["message"]


ADA = {
    "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
    "emailAddresses": [{"value": "ada@example.com", "type": "work"}],
    "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
    "userDefined": [{"key": "engine", "value": "analytical"}],
}


class Contacts(TestCase):
    def test_create_and_get(self):
        """C3, D3, E4: a new contact is complete, and a get returns the same."""
        created = self.create(**ADA)
        self.assertRegex(created["resourceName"], r"^people/c[1-9][0-9]*$")
        self.assertEqual(created["names"][0]["displayName"], "Ada Lovelace")
        self.assertEqual(
            created["memberships"][0]["contactGroupMembership"],
            {
                "contactGroupId": "myContacts",
                "contactGroupResourceName": "contactGroups/myContacts",
            },
        )

        got = self.get(created, "names,emailAddresses,birthdays,userDefined,metadata")
        for field in ADA:
            self.assertEqual(got[field], created[field])
        source = got["metadata"]["sources"][0]
        decimal = created["resourceName"].removeprefix("people/c")
        self.assertEqual((source["type"], int(source["id"], 16)), ("CONTACT", int(decimal)))

    def test_get_needs_fields(self):
        """U3: the mask is required on a read."""
        created = self.create(**ADA)
        message = self.refused(400, "INVALID_ARGUMENT", self.get, created, "")
        self.assertTrue(message.startswith("personFields mask is required."), message)

    def test_partial_response(self):
        """`fields` picks members of the reply."""
        created = self.create(**ADA)
        got = self.get(created, "names,birthdays", fields="names(givenName),birthdays/date/year")
        expected = {"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"year": 1815}}]}
        self.assertEqual(got, expected)

    def test_delete(self):
        """C4, U15: a deleted contact is gone for every method."""
        created = self.create(**ADA)
        name = created["resourceName"]
        self.assertEqual(self.people.deleteContact(resourceName=name).execute(), {})

        self.assertEqual(self.refused(404, "NOT_FOUND", self.get, created), NOT_FOUND)
        self.assertEqual(
            self.refused(404, "NOT_FOUND", self.update, created, "names"), NOT_FOUND
        )
        again = self.people.deleteContact(resourceName=name)
        self.assertEqual(self.refused(404, "NOT_FOUND", again.execute), NOT_FOUND)

    def test_another_account_sees_nothing(self):
        """U15: another account's contact is as if it did not exist."""
        created = self.create(**ADA)
        stranger = SERVER.client("stranger")
        self.addCleanup(stranger.close)
        self.people = stranger.people()

        self.assertEqual(self.refused(404, "NOT_FOUND", self.get, created), NOT_FOUND)
        self.assertEqual(
            self.refused(404, "NOT_FOUND", self.update, created, "names"), NOT_FOUND
        )
        delete = self.people.deleteContact(resourceName=created["resourceName"])
        self.assertEqual(self.refused(404, "NOT_FOUND", delete.execute), NOT_FOUND)


class Updates(TestCase):
    def test_update_returns_a_new_etag(self):
        """U10, U11: the mask is replaced, the rest stays, the reply's etag is the next one's."""
        person = self.create(**ADA)
        person["names"] = [{"givenName": "Augusta", "familyName": "King"}]
        person["userDefined"] = [{"key": "outside", "value": "the mask"}]

        updated = self.update(person, "names", personFields="names,metadata")
        self.assertEqual(updated["names"][0]["displayName"], "Augusta King")
        self.assertNotEqual(updated["etag"], person["etag"])
        self.assertNotIn("userDefined", updated)
        got = self.get(person, "names,userDefined")
        self.assertEqual(got["names"], updated["names"])
        self.assertEqual(got["userDefined"][0]["value"], "analytical")

        updated["names"] = [{"givenName": "Ada"}]
        self.assertEqual(self.update(updated, "names")["names"][0]["displayName"], "Ada")

    def test_etag_of_another_mask_is_current(self):
        """E2: what was read with one mask is good for an update with another."""
        created = self.create(**ADA)
        read = self.get(created, "emailAddresses,metadata")
        read["nicknames"] = [{"value": "The Enchantress of Numbers"}]
        updated = self.update(read, "nicknames", personFields="nicknames")
        self.assertEqual(updated["nicknames"][0]["value"], "The Enchantress of Numbers")

    def test_stale_update_is_refused(self):
        """U6: an edit of something older than what is stored does not overwrite it."""
        person = self.create(**ADA)
        person["names"] = [{"givenName": "Augusta"}]
        self.update(person, "names")

        person["names"] = [{"givenName": "Annabella"}]
        message = self.refused(400, "FAILED_PRECONDITION", self.update, person, "names")
        self.assertEqual(message, STALE)
        self.assertEqual(self.get(person)["names"][0]["givenName"], "Augusta")

    def test_update_without_an_etag_is_refused(self):
        """U6: an update says what it was made from."""
        person = self.create(**ADA)
        del person["etag"]
        for source in person["metadata"]["sources"]:
            source.pop("etag", None)
        message = self.refused(400, "INVALID_ARGUMENT", self.update, person, "names")
        self.assertEqual(
            message,
            "Request must set person.etag or person.metadata.sources.etag "
            "for the source that is being updated.",
        )

    def test_field_that_is_named_and_not_given_is_cleared(self):
        """U10: absent, empty and null are the same."""
        for shape in ("absent", "[]", "null"):
            with self.subTest(shape):
                person = self.create(**ADA)
                if shape == "absent":
                    del person["birthdays"]
                else:
                    person["birthdays"] = json.loads(shape)
                updated = self.update(person, "birthdays")
                self.assertNotIn("birthdays", updated)
                self.assertEqual(updated["names"], person["names"])
                got = self.get(person, "birthdays,names")
                self.assertNotIn("birthdays", got)
                self.assertEqual(got["names"], person["names"])

    def test_two_birthdays_are_refused(self):
        """U8: a contact is born once."""
        person = self.create(**ADA)
        person["birthdays"] = [{"date": {"year": 1815}}, {"date": {"year": 1816}}]
        message = self.refused(400, "INVALID_ARGUMENT", self.update, person, "birthdays")
        self.assertEqual(message, "Cannot have more than one person.birthdays per source.")

    def test_mask_is_required_and_updatable(self):
        """U2: nothing, an unknown path, a read-only path."""
        person = self.create(**ADA)
        message = self.refused(400, "INVALID_ARGUMENT", self.update, person, "")
        self.assertTrue(message.startswith("updatePersonFields mask is required."), message)
        for path in ("shoeSize", "photos"):
            message = self.refused(400, "INVALID_ARGUMENT", self.update, person, f"names,{path}")
            start = f'Invalid updatePersonFields mask path: "{path}".'
            self.assertTrue(message.startswith(start), message)

    def test_unicode_arrives(self):
        """The client escapes all that is not ASCII; a reply need not."""
        person = self.create(**ADA)
        text = "Zoë Ångström 李 \N{ABACUS} \\ \" / \u2028"
        person["biographies"] = [{"value": text}]
        self.update(person, "biographies")
        self.assertEqual(self.get(person, "biographies")["biographies"][0]["value"], text)


class Groups(TestCase):
    def test_groups_and_memberships(self):
        """G1, G2, G3, U17: a group is made, listed, joined and left."""
        group = self.groups.create(body={"contactGroup": {"name": "Engineers"}}).execute()
        self.assertEqual((group["name"], group["groupType"]), ("Engineers", "USER_CONTACT_GROUP"))
        name = group["resourceName"]

        listed = self.groups.list(pageSize=1000).execute()["contactGroups"]
        names = [group["resourceName"] for group in listed]
        self.assertIn(name, names)
        self.assertIn("contactGroups/myContacts", names)
        for each in listed:
            self.assertTrue(each["formattedName"], each)

        person = self.create(**ADA)
        memberships = [
            {"contactGroupMembership": {"contactGroupResourceName": it}}
            for it in (name, "contactGroups/myContacts")
        ]
        updated = self.update({**person, "memberships": memberships}, "memberships")
        joined = [
            membership["contactGroupMembership"]["contactGroupResourceName"]
            for membership in updated["memberships"]
        ]
        self.assertEqual(joined, [name, "contactGroups/myContacts"])

        got = self.groups.get(resourceName=name, maxMembers=10).execute()
        self.assertEqual(got["memberCount"], 1)
        self.assertEqual(got["memberResourceNames"], [person["resourceName"]])

        missing = "contactGroups/1a2b3c"
        names = [name, missing, "contactGroups/starred"]
        responses = self.groups.batchGet(resourceNames=names, maxMembers=1).execute()["responses"]
        self.assertEqual([response["requestedResourceName"] for response in responses], names)
        self.assertEqual(responses[0]["contactGroup"], got)
        self.assertEqual(responses[1]["status"], {"code": 5, "message": NOT_FOUND})

        body = {"contactGroup": {"name": "Analysts", "etag": got["etag"]}}
        renamed = self.groups.update(resourceName=name, body=body).execute()
        self.assertEqual((renamed["resourceName"], renamed["name"]), (name, "Analysts"))
        self.assertNotEqual(renamed["etag"], got["etag"])
        request = self.groups.update(resourceName=name, body=body)
        self.refused(400, "FAILED_PRECONDITION", request.execute)

        updated["memberships"] = memberships[:1]
        updated = self.update(updated, "memberships")
        self.assertEqual(len(updated["memberships"]), 1)

    def test_members_and_deletes(self):
        """G7, G8: a group is joined and left by name, and goes without its contacts or with them."""
        names = []
        for name in ("Engineers", "Analysts"):
            body = {"contactGroup": {"name": name}}
            names.append(self.groups.create(body=body).execute()["resourceName"])
        person = self.create(**ADA)["resourceName"]
        missing = "people/c1"

        def modify(group, **body):
            return self.groups.members().modify(resourceName=group, body=body).execute()

        for group in names:
            reply = modify(group, resourceNamesToAdd=[person, missing])
            self.assertEqual(reply, {"notFoundResourceNames": [missing]})
        mine = "contactGroups/myContacts"
        self.assertEqual(modify(mine, resourceNamesToRemove=[person]), {})
        self.assertEqual(modify(names[1], resourceNamesToRemove=[person]), {})
        reply = modify(names[0], resourceNamesToRemove=[person])
        self.assertEqual(reply, {"canNotRemoveLastContactGroupResourceNames": [person]})
        request = self.groups.members().modify(
            resourceName="contactGroups/friends", body={"resourceNamesToAdd": [person]}
        )
        message = self.refused(400, "INVALID_ARGUMENT", request.execute)
        self.assertEqual(message, "Cannot add contacts to deprecated system contact group")

        self.assertEqual(self.groups.delete(resourceName=names[0]).execute(), {})
        got = self.people.get(resourceName=person, personFields="memberships").execute()
        (membership,) = got["memberships"]
        self.assertEqual(
            membership["contactGroupMembership"]["contactGroupResourceName"], mine
        )
        self.assertEqual(modify(names[1], resourceNamesToAdd=[person]), {})
        request = self.groups.delete(resourceName=names[1], deleteContacts=True)
        self.assertEqual(request.execute(), {})
        self.refused(404, "NOT_FOUND", request.execute)
        request = self.people.get(resourceName=person, personFields="names")
        self.refused(404, "NOT_FOUND", request.execute)

    def test_no_membership_is_refused(self):
        """U7: a contact is always in some group."""
        person = self.create(**ADA)
        for memberships in ([], None):
            person["memberships"] = memberships
            self.refused(400, "INVALID_ARGUMENT", self.update, person, "memberships")
        self.assertEqual(len(self.get(person, "memberships")["memberships"]), 1)

    def test_group_that_does_not_exist_is_refused(self):
        """U15: the same answer as for a contact."""
        person = self.create(**ADA)
        person["memberships"] = [
            {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1a2b3c"}}
        ]
        message = self.refused(404, "NOT_FOUND", self.update, person, "memberships")
        self.assertEqual(message, NOT_FOUND)


class Lists(TestCase):
    def listed(self, **parameters):
        """Every page of the contacts, by the client's own paging."""
        request = self.people.connections().list(
            resourceName="people/me", personFields="names", **parameters
        )
        pages = []
        while request is not None:
            reply = request.execute()
            pages.append(reply)
            request = self.people.connections().list_next(request, reply)
        return pages

    def test_pages(self):
        """L1, P1: each contact is on one page, and the last page has no token."""
        created = [
            self.create(names=[{"givenName": f"Ada {number:02}"}])["resourceName"]
            for number in range(20)
        ]
        pages = self.listed(pageSize=7)
        self.assertEqual([len(page["connections"]) for page in pages], [7, 7, 6])
        self.assertNotIn("nextPageToken", pages[-1])
        self.assertEqual({page["totalItems"] for page in pages}, {20})
        names = [person["resourceName"] for page in pages for person in page["connections"]]
        self.assertEqual(names, created)

        # More than the maximum is the maximum.
        self.assertEqual(len(self.listed(pageSize=2000)), 1)

    def test_orders(self):
        """L2: by name and by last change, both ways."""
        names = [("Ada", "Lovelace"), ("Grace", "Hopper"), ("Annie", "Easley"), ("Mary", "Somerville")]
        people = [
            self.create(names=[{"givenName": given, "familyName": family}])
            for given, family in names
        ]
        people[0]["nicknames"] = [{"value": "Countess"}]
        self.update(people[0], "nicknames")

        def order(sort_order):
            pages = self.listed(pageSize=3, sortOrder=sort_order)
            return [
                person["names"][0]["givenName"]
                for page in pages
                for person in page["connections"]
            ]

        changed = ["Grace", "Annie", "Mary", "Ada"]
        self.assertEqual(order(None), changed)
        self.assertEqual(order("LAST_MODIFIED_ASCENDING"), changed)
        self.assertEqual(order("LAST_MODIFIED_DESCENDING"), changed[::-1])
        self.assertEqual(order("FIRST_NAME_ASCENDING"), ["Ada", "Annie", "Grace", "Mary"])
        self.assertEqual(order("LAST_NAME_ASCENDING"), ["Annie", "Grace", "Ada", "Mary"])

    def test_empty_list(self):
        """An account that was never seen has no contacts."""
        (page,) = self.listed()
        self.assertNotIn("connections", page)
        self.assertNotIn("nextPageToken", page)

    def test_batch_get_of_200(self):
        """B1: names too long for a URL arrive as an overridden POST, and are answered in order."""
        created = [
            self.create(names=[{"givenName": f"Ada {number}"}])["resourceName"]
            for number in range(199)
        ]
        names = created[:100] + ["people/c1"] + created[100:]
        request = self.people.getBatchGet(resourceNames=names, personFields="names")
        responses = request.execute()["responses"]
        self.assertEqual(request.method, "POST")

        self.assertEqual([response["requestedResourceName"] for response in responses], names)
        missing = responses.pop(100)
        self.assertEqual((missing["httpStatusCode"], missing["status"]["code"]), (404, 5))
        for number, response in enumerate(responses):
            self.assertEqual(response["httpStatusCode"], 200)
            self.assertEqual(response["person"]["resourceName"], created[number])
            self.assertEqual(response["person"]["names"][0]["givenName"], f"Ada {number}")


class Batches(TestCase):
    def batch(self, people, mask="names"):
        body = {
            "contacts": {person["resourceName"]: person for person in people},
            "updateMask": mask,
            "readMask": "names,metadata",
        }
        return self.people.batchUpdateContacts(body=body).execute()["updateResult"]

    def test_batch_create_and_update(self):
        """B2, B3, B4: in the order of the request, and what is refused is told of each contact."""
        names = [f"Ada {number}" for number in range(200)]
        contacts = [{"contactPerson": {"names": [{"givenName": name}]}} for name in names]
        body = {"contacts": contacts, "readMask": "names,metadata"}
        created = self.people.batchCreateContacts(body=body).execute()["createdPeople"]
        created = [response["person"] for response in created]
        self.assertEqual([person["names"][0]["givenName"] for person in created], names)

        for person in created:
            person["names"] = [{"givenName": "Augusta"}]
        updated = self.batch(created)
        self.assertEqual(list(updated), [person["resourceName"] for person in created])
        for response in updated.values():
            self.assertEqual(response["person"]["names"][0]["displayName"], "Augusta")

        # Those etags are stale now; one of them is not.
        current = updated[created[1]["resourceName"]]["person"]
        with self.assertRaises(HttpError) as raised:
            self.batch([created[0], current, created[2]])
        error = json.loads(raised.exception.content)["error"]
        self.assertEqual((error["code"], error["status"]), (400, "FAILED_PRECONDITION"))
        (detail,) = error["details"]
        stale = [created[0]["resourceName"], created[2]["resourceName"]]
        self.assertEqual(list(detail["contactErrors"]), stale)

        body = {"contacts": [contacts[0], {"contactPerson": {}}]}
        with self.assertRaises(HttpError) as raised:
            self.people.batchCreateContacts(body=body).execute()
        (detail,) = json.loads(raised.exception.content)["error"]["details"]
        self.assertEqual(list(detail["contactErrors"]), ["1"])
        self.assertEqual(self.people.batchCreateContacts(body={"contacts": contacts[:1]}).execute(), {})

    def test_batch_delete(self):
        """B2, B5: all of them, or none."""
        names = [self.create(**ADA)["resourceName"] for _ in range(3)]

        def delete(names):
            body = {"resourceNames": names}
            return self.people.batchDeleteContacts(body=body).execute()

        message = self.refused(404, "NOT_FOUND", delete, [*names, "people/c1"])
        self.assertEqual(message, NOT_FOUND)
        listed = self.people.getBatchGet(resourceNames=names, personFields="names").execute()
        codes = [response["httpStatusCode"] for response in listed["responses"]]
        self.assertEqual(codes, [200, 200, 200])

        self.assertEqual(delete(names), {})
        listed = self.people.getBatchGet(resourceNames=names, personFields="names").execute()
        codes = [response["httpStatusCode"] for response in listed["responses"]]
        self.assertEqual(codes, [404, 404, 404])


class Discovery(TestCase):
    """F18: the client builds itself from the document that the server has."""

    PLACES = [
        "/$discovery/rest?version={apiVersion}",
        "/discovery/v1/apis/{api}/{apiVersion}/rest",
    ]

    def test_documents(self):
        """Everything that Google's own document has for a caller is in ours."""
        googles = self.service().people()
        for place in self.PLACES:
            client = SERVER.discovered(self.account, place)
            self.addCleanup(client.close)
            self.assertEqual(callables(client), callables(self.service()))
            created = client.people().createContact(body=ADA).execute()
            got = googles.get(resourceName=created["resourceName"], personFields="names").execute()
            self.assertEqual(got["names"][0]["displayName"], "Ada Lovelace")
            # The client checks parameters and their values by the document.
            with self.assertRaises(TypeError):
                client.people().get(resourceName="contactGroups/x", personFields="names")
            with self.assertRaises(TypeError):
                client.people().connections().list(resourceName="people/me", sortOrder="SIDEWAYS")

    def service(self):
        client = SERVER.client(self.account)
        self.addCleanup(client.close)
        return client


class BatchRequests(TestCase):
    """F19, F20: `new_batch_http_request` of a client that was built from the server's document."""

    def setUp(self):
        super().setUp()
        self.client = SERVER.discovered(self.account, Discovery.PLACES[0])
        self.addCleanup(self.client.close)
        self.people = self.client.people()

    def batch(self, requests):
        """What each request is answered with, by its number."""
        answers = {}

        def answered(number, reply, error):
            self.assertNotIn(number, answers)
            answers[number] = error or reply

        batch = self.client.new_batch_http_request(callback=answered)
        for number, request in enumerate(requests):
            batch.add(request, request_id=str(number))
        batch.execute()
        return [answers[str(number)] for number in range(len(requests))]

    def test_calls_of_all_kinds(self):
        created = self.batch([self.people.createContact(body=ADA) for _ in range(30)])
        self.assertEqual({person["names"][0]["displayName"] for person in created}, {"Ada Lovelace"})
        first, second, third = created[:3]
        first["names"] = [{"givenName": "Augusta"}]
        group = {"contactGroup": {"name": "Größe"}}
        answers = self.batch(
            [
                self.people.updateContact(
                    resourceName=first["resourceName"], updatePersonFields="names", body=first
                ),
                self.people.deleteContact(resourceName=second["resourceName"]),
                self.people.get(resourceName=third["resourceName"], personFields="names"),
                self.client.contactGroups().create(body=group),
                self.people.connections().list(
                    resourceName="people/me", personFields="names", pageSize=1000
                ),
                self.people.get(resourceName=second["resourceName"], personFields="names"),
                self.people.get(resourceName="people/c1", personFields="names"),
            ]
        )
        self.assertEqual(answers[0]["names"][0]["displayName"], "Augusta")
        self.assertEqual(answers[1], {})
        self.assertEqual(answers[2]["names"][0]["displayName"], "Ada Lovelace")
        self.assertEqual(answers[3]["name"], "Größe")
        # Each call sees what those before it did.
        self.assertEqual(len(answers[4]["connections"]), 29)
        for gone in answers[5:]:
            self.assertIsInstance(gone, HttpError)
            self.assertEqual((gone.status_code, gone.reason), (404, NOT_FOUND))

    def test_stale(self):
        """One stale etag fails its call alone."""
        created = self.create(**ADA)
        name = created["resourceName"]

        def update(given):
            body = dict(created, names=[{"givenName": given}])
            return self.people.updateContact(resourceName=name, updatePersonFields="names", body=body)

        done, stale = self.batch([update("Augusta"), update("Byron")])
        self.assertEqual(done["names"][0]["givenName"], "Augusta")
        self.assertEqual((stale.status_code, stale.reason), (400, STALE))

    def test_a_thousand(self):
        created = self.create(**ADA)
        get = self.people.get
        request = lambda: get(resourceName=created["resourceName"], personFields="names")
        answers = self.batch([request() for _ in range(1000)])
        self.assertEqual({answer["etag"] for answer in answers}, {self.get(created)["etag"]})


def callables(resource):
    """The methods below a resource of the client, by their paths."""
    names = [name for name in dir(resource) if not name.startswith("_") and name != "close"]
    found = set()
    for name in names:
        method = getattr(resource, name)
        found.add(name)
        # A collection has no parameters.
        if getattr(method, "__is_resource__", False):
            found |= {f"{name}.{inner}" for inner in callables(method())}
    return found


if __name__ == "__main__":
    BINARY = binary(__doc__)
    unittest.main()
