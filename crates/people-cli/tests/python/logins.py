"""Logins by Google's own libraries, offline (rules `X41`, `X42`, `X45`, `X46`, `X51`).

    python3 logins.py PATH/TO/people

The tests run under `people exec`, and know nothing but its environment. The user is a browser without a window.
"""

import html.parser
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request
import webbrowser

import google.auth
import google.auth.exceptions
from google.auth.transport.requests import Request
from google_auth_oauthlib.flow import InstalledAppFlow
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

CONTACTS = "https://www.googleapis.com/auth/contacts"
READ_ONLY = "https://www.googleapis.com/auth/contacts.readonly"
URL = os.environ.get("PEOPLE_URL")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def people(credentials):
    return build(
        "people",
        "v1",
        credentials=credentials,
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": URL},
    ).people()


def names(credentials):
    """The contacts that the API lists."""
    listed = people(credentials).connections().list(
        resourceName="people/me", personFields="names"
    ).execute()
    return [person["names"][0]["displayName"] for person in listed.get("connections", [])]


def control(verb, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/emulator/v1/{path}", data=data, method=verb)
    with DIRECT.open(request) as answer:
        return json.load(answer)


class Form(html.parser.HTMLParser):
    """The hidden fields of a page, and what its buttons say."""

    def __init__(self, text):
        super().__init__()
        self.hidden, self.accounts = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values["value"]
        if tag == "button" and values.get("name") == "account":
            self.accounts.append(values["value"])


class User(webbrowser.BaseBrowser):
    """Opens the page, presses a button, and is sent back to the program."""

    def __init__(self, **answer):
        super().__init__()
        self.answer, self.accounts, self.error = answer, None, None

    def open(self, url, new=0, autoraise=True):
        threading.Thread(target=self.visit, args=(url,), daemon=True).start()
        return True

    def visit(self, url):
        try:
            with DIRECT.open(url) as page:
                form = Form(page.read().decode())
            self.accounts = form.accounts
            data = urllib.parse.urlencode({**form.hidden, **self.answer}).encode()
            action = urllib.parse.urljoin(url, "/o/oauth2/v2/auth")
            DIRECT.open(urllib.request.Request(action, data=data)).close()
        except Exception as error:  # the program would wait for ever
            self.error = error


class Logins(unittest.TestCase):
    def flow(self, *scopes):
        return InstalledAppFlow.from_client_secrets_file(os.environ["PEOPLE_OAUTH_CLIENT"], scopes)

    def log_in(self, flow, user, **more):
        webbrowser.register("user", None, user)
        return flow.run_local_server(
            port=0, browser="user", timeout_seconds=60, authorization_prompt_message=None, **more
        )

    def test_an_installed_app_logs_its_user_in(self):
        user = User(account="ada")
        credentials = self.log_in(self.flow(CONTACTS), user)
        self.assertIsNone(user.error)
        self.assertIn("ada", user.accounts)
        self.assertEqual(names(credentials), ["Charles Babbage"])
        self.assertEqual(credentials.granted_scopes, [CONTACTS])

        before = credentials.token
        credentials.refresh(Request())
        self.assertNotEqual(credentials.token, before)
        self.assertEqual(names(credentials), ["Charles Babbage"])

    def test_a_program_survives_that_its_token_expires(self):
        credentials = self.log_in(self.flow(CONTACTS), User(account="bob"))
        before = credentials.token
        control("PUT", "accounts/bob/clock", {"advance": "PT2H"})
        self.assertEqual(names(credentials), [])
        self.assertNotEqual(credentials.token, before, "the library asked for another one")

        # Its user revokes it: nothing helps but another login.
        control("DELETE", "oauth/grants?account=bob")
        with self.assertRaises(google.auth.exceptions.RefreshError) as raised:
            names(credentials)
        self.assertIn("invalid_grant", str(raised.exception))

    def test_a_user_denies(self):
        with self.assertRaises(Exception) as raised:
            self.log_in(self.flow(CONTACTS), User(decision="deny"))
        self.assertIn("access_denied", str(raised.exception))

    def test_a_user_permits_less(self):
        # The library warns of it, as it does at Google.
        os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"
        self.addCleanup(os.environ.pop, "OAUTHLIB_RELAX_TOKEN_SCOPE")
        user = User(account="carol", withhold=CONTACTS)
        credentials = self.log_in(self.flow(CONTACTS, READ_ONLY), user)
        self.assertEqual(credentials.granted_scopes, [READ_ONLY])
        self.assertEqual(names(credentials), [])
        with self.assertRaises(HttpError) as raised:
            people(credentials).createContact(body={}).execute()
        self.assertEqual(raised.exception.status_code, 403)
        self.assertEqual(raised.exception.error_details[0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT")

    def test_a_login_without_a_page(self):
        control("POST", "oauth/grants", {"account": "dora", "scopes": [CONTACTS]})
        flow = self.flow(CONTACTS)
        flow.redirect_uri = "http://localhost:1/"
        address, state = flow.authorization_url(login_hint="dora", prompt="none")

        class NoRedirect(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
        with self.assertRaises(urllib.error.HTTPError) as raised:
            opener.open(address)
        answer = raised.exception
        self.assertEqual(answer.code, 303)
        sent = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["location"]).query)
        answer.close()
        self.assertEqual(sent["state"], [state])
        flow.fetch_token(code=sent["code"][0])
        self.assertEqual(names(flow.credentials), [])

    def test_a_service_account_acts_for_an_account(self):
        credentials, _ = google.auth.default(scopes=[CONTACTS])
        self.assertEqual(names(credentials), [], "it has none itself")
        self.assertEqual(names(credentials.with_subject("ada")), ["Charles Babbage"])
        with self.assertRaises(google.auth.exceptions.RefreshError) as raised:
            names(credentials.with_subject("eve"))
        self.assertIn("Invalid email or User ID", str(raised.exception))

    def test_a_name_is_no_token(self):
        from google.oauth2.credentials import Credentials

        with self.assertRaises(google.auth.exceptions.RefreshError):
            names(Credentials(token="ada"))


SEED = {"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles", "familyName": "Babbage"}]}]}, "bob": {}}}


def main(binary):
    """Runs this file's tests under `people exec`."""
    with tempfile.TemporaryDirectory() as folder:
        seed = pathlib.Path(folder, "seed.json")
        seed.write_text(json.dumps(SEED))
        command = [binary, "exec", "--strict-tokens", "--seed", seed, "--", sys.executable, __file__, "--inside"]
        return subprocess.run(command, timeout=300).returncode


if __name__ == "__main__":
    if sys.argv[1:] == ["--inside"]:
        # The libraries leave connections to the collector of garbage.
        unittest.main(argv=sys.argv[:1], warnings="ignore")
    sys.exit(main(sys.argv[1]))
