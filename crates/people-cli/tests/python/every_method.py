"""Every method of the API, called by Google's Python client that is built from the server's document.

    python3 every_method.py PATH/TO/people

The same story is told twice: one request a call, and one batch a call.
"""

import base64
import json
import pathlib
import struct
import unittest
import urllib.request
import zlib

import google_client
from google_client import ADA, Server

SEED = pathlib.Path(__file__).parent.parent / "clients" / "seed.json"
PLACE = "/$discovery/rest?version={apiVersion}"
OTHER = "otherContacts/c5000000"
COLLEAGUE = "people/100000000000000000042"
DIRECTORY = {
    "readMask": "names,emailAddresses",
    "sources": ["DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE"],
}


def png(side):
    """A grey square."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x80" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


class Story:
    """What the tests below have in common: `call` sends a request of the client."""

    def setUp(self):
        server = Server("--seed", SEED)
        self.addCleanup(server.stop)
        self.called = set()
        self.client = server.discovered("ada", PLACE)
        self.addCleanup(self.client.close)
        with urllib.request.urlopen(server.url + PLACE.format(apiVersion="v1")) as answer:
            self.document = json.load(answer)

    def send(self, request):
        raise NotImplementedError

    def call(self, request):
        self.called.add(request.methodId)
        return self.send(request)

    def test_every_method(self):
        self.contacts()
        self.batches()
        self.contact_groups()
        self.other_contacts()
        self.directory()
        self.photos()
        self.search_of_contacts()
        self.search_of_other_contacts()
        self.search_of_the_directory()
        # A method that the table gains is called here too.
        self.assertEqual(self.called, set(methods(self.document)))

    def contacts(self):
        people = self.client.people()
        created = self.call(people.createContact(body=ADA))
        name = created["resourceName"]
        got = self.call(people.get(resourceName=name, personFields="names,emailAddresses,metadata"))
        self.assertEqual(got["emailAddresses"][0]["value"], "ada@example.com")
        got["names"] = [{"givenName": "Augusta", "familyName": "King"}]
        updated = self.call(
            people.updateContact(resourceName=name, updatePersonFields="names", body=got)
        )
        self.assertEqual(updated["names"][0]["displayName"], "Augusta King")
        listed = self.call(
            people.connections().list(resourceName="people/me", personFields="names")
        )
        self.assertEqual([person["resourceName"] for person in listed["connections"]], [name])
        self.assertEqual(self.call(people.deleteContact(resourceName=name)), {})

    def search_of_contacts(self):
        people = self.client.people()
        name = self.call(people.createContact(body=ADA))["resourceName"]
        found = self.call(people.searchContacts(query="lovel", readMask="names"))
        self.assertEqual([one["person"]["resourceName"] for one in found["results"]], [name])
        self.call(people.deleteContact(resourceName=name))
        self.assertEqual(self.call(people.searchContacts(query="lovel", readMask="names")), {})

    def batches(self):
        people = self.client.people()
        contacts = [{"contactPerson": {"names": [{"givenName": given}]}} for given in "ABC"]
        body = {"contacts": contacts, "readMask": "names,metadata"}
        created = self.call(people.batchCreateContacts(body=body))["createdPeople"]
        names = [one["person"]["resourceName"] for one in created]
        changed = {one["person"]["resourceName"]: one["person"] for one in created}
        for person in changed.values():
            person["nicknames"] = [{"value": "Countess"}]
        body = {"contacts": changed, "updateMask": "nicknames", "readMask": "nicknames"}
        updated = self.call(people.batchUpdateContacts(body=body))["updateResult"]
        self.assertEqual(list(updated), names)
        got = self.call(people.getBatchGet(resourceNames=names, personFields="nicknames"))
        nicknames = [one["person"]["nicknames"][0]["value"] for one in got["responses"]]
        self.assertEqual(nicknames, ["Countess"] * 3)
        self.assertEqual(self.call(people.batchDeleteContacts(body={"resourceNames": names})), {})

    def photos(self):
        people = self.client.people()
        name = self.call(people.createContact(body=ADA))["resourceName"]
        photo = png(32)
        body = {"photoBytes": base64.b64encode(photo).decode(), "personFields": "photos"}
        changed = self.call(people.updateContactPhoto(resourceName=name, body=body))
        shown = changed["person"]["photos"][0]
        self.assertNotIn("default", shown)
        with urllib.request.urlopen(shown["url"]) as answer:
            self.assertEqual(answer.headers["Content-Type"], "image/png")
            self.assertEqual(answer.read(), photo)
        deleted = self.call(people.deleteContactPhoto(resourceName=name, personFields="photos"))
        self.assertTrue(deleted["person"]["photos"][0]["default"])
        self.call(people.deleteContact(resourceName=name))

    def contact_groups(self):
        people, groups = self.client.people(), self.client.contactGroups()
        contact = self.call(people.createContact(body=ADA))["resourceName"]
        body = {"contactGroup": {"name": "Engine"}}
        name = self.call(groups.create(body=body))["resourceName"]
        body = {"contactGroup": {"name": "Engines"}}
        renamed = self.call(groups.update(resourceName=name, body=body))
        self.assertEqual(renamed["name"], "Engines")
        body = {"resourceNamesToAdd": [contact]}
        self.assertEqual(self.call(groups.members().modify(resourceName=name, body=body)), {})
        got = self.call(groups.get(resourceName=name, maxMembers=5))
        self.assertEqual(got["memberResourceNames"], [contact])
        listed = self.call(groups.list())["contactGroups"]
        self.assertIn(name, [group["resourceName"] for group in listed])
        both = [name, "contactGroups/myContacts"]
        got = self.call(groups.batchGet(resourceNames=both))["responses"]
        self.assertEqual([one["requestedResourceName"] for one in got], both)
        self.assertEqual(self.call(groups.delete(resourceName=name, deleteContacts=True)), {})
        listed = self.call(people.getBatchGet(resourceNames=[contact], personFields="names"))
        self.assertEqual(listed["responses"][0]["httpStatusCode"], 404)

    def other_contacts(self):
        others = self.client.otherContacts()
        listed = self.call(others.list(readMask="names,emailAddresses"))["otherContacts"]
        self.assertEqual([person["resourceName"] for person in listed], [OTHER])
        copied = self.call(
            others.copyOtherContactToMyContactsGroup(
                resourceName=OTHER, body={"copyMask": "names,emailAddresses"}
            )
        )
        self.assertRegex(copied["resourceName"], "^people/c[0-9]+$")
        self.assertEqual(copied["emailAddresses"][0]["value"], "mary@else.example")

    def search_of_other_contacts(self):
        others = self.client.otherContacts()
        found = self.call(others.search(query="somer", readMask="names"))["results"]
        self.assertEqual([one["person"]["resourceName"] for one in found], [OTHER])

    def directory(self):
        people = self.client.people()
        listed = self.call(people.listDirectoryPeople(**DIRECTORY))["people"]
        self.assertIn(COLLEAGUE, [person["resourceName"] for person in listed])

    def search_of_the_directory(self):
        people = self.client.people()
        found = self.call(people.searchDirectoryPeople(query="babb", **DIRECTORY))["people"]
        self.assertEqual([person["resourceName"] for person in found], [COLLEAGUE])


class Single(Story, unittest.TestCase):
    def send(self, request):
        return request.execute()


class Batched(Story, unittest.TestCase):
    """F19: the reply in a batch is the reply to a single call."""

    def send(self, request):
        answers = []
        batch = self.client.new_batch_http_request(
            callback=lambda _, reply, error: answers.append((reply, error))
        )
        batch.add(request)
        batch.execute()
        ((reply, error),) = answers
        if error is not None:
            raise error
        return reply


def methods(resource):
    """The ids of all methods in a discovery document."""
    for method in resource.get("methods", {}).values():
        yield method["id"]
    for inner in resource.get("resources", {}).values():
        yield from methods(inner)


if __name__ == "__main__":
    google_client.BINARY = google_client.binary(__doc__)
    unittest.main()
