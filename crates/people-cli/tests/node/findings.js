// Programs with Google's Node client that lose data, and programs that do it right, each under `people exec
// --fail-on-findings`.
//
//     PEOPLE_TEST_NODE=FOLDER node findings.js PATH/TO/people
//
// FOLDER is where `npm ci` installed the packages of package.json. Each program is a process by itself, beside an
// emulator by itself.
'use strict';

const assert = require('node:assert/strict');
const {spawnSync} = require('node:child_process');
const fs = require('node:fs');
const {createRequire} = require('node:module');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const packages = createRequire(path.join(path.resolve(process.env.PEOPLE_TEST_NODE ?? '.'), 'x'));
const {auth, people: connect} = packages('@googleapis/people');

const url = process.env.PEOPLE_URL;
const ADA = {
  names: [{givenName: 'Ada', middleName: 'King', familyName: 'Byron'}],
  emailAddresses: [{value: 'ada@x.example', type: 'home'}, {value: 'ada@y.example'}],
  urls: [{value: 'https://ada.example'}],
};

/** The client of a program, and a contact that another program has put there. */
async function connected() {
  const credentials = new auth.OAuth2();
  credentials.setCredentials({access_token: 'ada', expiry_date: Date.now() + 3_600_000});
  const client = connect({version: 'v1', rootUrl: `${url}/`, auth: credentials});
  const setup = {headers: {'x-people-test': 'setup'}};
  const created = await client.people.createContact({requestBody: ADA}, setup);
  return {client, name: created.data.resourceName, group: (name) => group(client, setup, name)};
}

async function group(client, setup, name) {
  const created = await client.contactGroups.create({requestBody: {contactGroup: {name}}}, setup);
  return created.data.resourceName;
}

async function get({client, name}, personFields) {
  const {data} = await client.people.get({resourceName: name, personFields});
  return data;
}

async function update({client, name}, updatePersonFields, requestBody) {
  const {data} = await client.people.updateContact({
    resourceName: name, updatePersonFields, personFields: 'metadata', requestBody,
  });
  return data;
}

/** Each program, and its sin; a saint has none. */
const PROGRAMS = {
  'a sinner erases a field': ['FIELD_ERASED', async (ada) => {
    const {etag, names} = await get(ada, 'names');
    await update(ada, 'names,urls', {etag, names});
  }],
  'a sinner drops a membership': ['MEMBERSHIP_DROPPED', async (ada) => {
    const setup = {headers: {'x-people-test': 'setup'}};
    const joins = {resourceName: await ada.group('Letters'), requestBody: {resourceNamesToAdd: [ada.name]}};
    await ada.client.contactGroups.members.modify(joins, setup);
    const {etag} = await get(ada, 'names');
    const memberships = [{contactGroupMembership: {contactGroupResourceName: await ada.group('Engine')}}];
    await update(ada, 'memberships', {etag, memberships});
  }],
  'a sinner reads the first page of a sync': ['SYNC_ABANDONED', async (ada) => {
    const setup = {headers: {'x-people-test': 'setup'}};
    await ada.client.people.createContact({requestBody: ADA}, setup);
    await ada.client.people.connections.list({
      resourceName: 'people/me', personFields: 'names', pageSize: 1, requestSyncToken: true,
    });
  }],
  'a saint changes what it read': [null, async (ada) => {
    const person = await get(ada, 'names,emailAddresses,memberships');
    person.names[0].familyName = 'Lovelace';
    person.emailAddresses.pop();
    person.memberships.push({contactGroupMembership: {contactGroupResourceName: await ada.group('Engine')}});
    await update(ada, 'names,emailAddresses,memberships', person);
  }],
  'a saint clears a field': [null, async (ada) => {
    const person = await get(ada, 'names,urls');
    person.urls = [];
    await update(ada, 'names,urls', person);
  }],
};

/** Runs a program under `people exec`: its exit status, the ids of the findings, and what it printed. */
function exec(binary, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'people-test-'));
  const report = path.join(folder, 'report.json');
  const flags = ['exec', '--contract', 'observed', '--fail-on-findings=note', '--report', report];
  const program = [process.execPath, __filename, '--program', name];
  const {status, stdout, stderr} = spawnSync(binary, [...flags, '--', ...program], {encoding: 'utf8'});
  const {findings} = JSON.parse(fs.readFileSync(report, 'utf8'));
  fs.rmSync(folder, {recursive: true});
  return {status, found: [...new Set(findings.map(({id}) => id))], said: stdout + stderr};
}

if (process.argv[2] === '--program') {
  const [, program] = PROGRAMS[process.argv[3]];
  connected().then(program).then(() => console.log('the program is done'));
} else {
  for (const [name, [sin]] of Object.entries(PROGRAMS)) {
    test(name, () => {
      const {status, found, said} = exec(process.argv[2], name);
      assert.match(said, /the program is done/);
      assert.deepEqual(found, sin === null ? [] : [sin], said);
      assert.equal(status, sin === null ? 0 : 1, said);
    });
  }
}
