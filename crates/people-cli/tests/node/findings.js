// Programs with Google's Node client that lose data, and programs that do it right, under the emulator's findings.
//
//     PEOPLE_TEST_NODE=FOLDER node findings.js PATH/TO/people
//
// FOLDER is where `npm ci` installed the packages of package.json. Each test is a program with an account of its own.
'use strict';

const assert = require('node:assert/strict');
const {spawn} = require('node:child_process');
const {createRequire} = require('node:module');
const path = require('node:path');
const readline = require('node:readline');
const test = require('node:test');

const packages = createRequire(path.join(path.resolve(process.env.PEOPLE_TEST_NODE ?? '.'), 'x'));
const {auth, people: connect} = packages('@googleapis/people');

const BINARY = process.argv[2];
const ADA = {
  names: [{givenName: 'Ada', middleName: 'King', familyName: 'Byron'}],
  emailAddresses: [{value: 'ada@x.example', type: 'home'}, {value: 'ada@y.example'}],
  urls: [{value: 'https://ada.example'}],
};

let server, url;

test.before(async () => {
  const arguments_ = ['serve', '--listen', '127.0.0.1:0', '--data', 'memory', '--contract', 'observed'];
  server = spawn(BINARY, arguments_, {stdio: ['ignore', 'pipe', 'inherit']});
  const lines = readline.createInterface({input: server.stdout});
  const first = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    server.once('error', reject);
  });
  assert.match(first, /^listening on /);
  url = first.split(' ')[2];
});

test.after(() => server.kill('SIGTERM'));

/** A program with an account, and a contact that another program has put there. */
async function program(account) {
  const credentials = new auth.OAuth2();
  credentials.setCredentials({access_token: account, expiry_date: Date.now() + 3_600_000});
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

/** The ids of what the emulator found. */
async function found(account) {
  const answer = await fetch(`${url}/emulator/v1/findings?account=${account}`);
  const {findings} = await answer.json();
  return [...new Set(findings.map(({id}) => id))];
}

test('a sinner erases a field', async () => {
  const ada = await program('erases');
  const {etag, names} = await get(ada, 'names');
  await update(ada, 'names,urls', {etag, names});
  assert.deepEqual(await found('erases'), ['FIELD_ERASED']);
});

test('a sinner drops a membership', async () => {
  const ada = await program('drops');
  const setup = {headers: {'x-people-test': 'setup'}};
  const joins = {resourceName: await ada.group('Letters'), requestBody: {resourceNamesToAdd: [ada.name]}};
  await ada.client.contactGroups.members.modify(joins, setup);
  const {etag} = await get(ada, 'names');
  const memberships = [{contactGroupMembership: {contactGroupResourceName: await ada.group('Engine')}}];
  await update(ada, 'memberships', {etag, memberships});
  assert.deepEqual(await found('drops'), ['MEMBERSHIP_DROPPED']);
});

test('a sinner reads the first page of a sync', async () => {
  const ada = await program('pages');
  const setup = {headers: {'x-people-test': 'setup'}};
  await ada.client.people.createContact({requestBody: ADA}, setup);
  await ada.client.people.connections.list({
    resourceName: 'people/me', personFields: 'names', pageSize: 1, requestSyncToken: true,
  });
  assert.deepEqual(await found('pages'), ['SYNC_ABANDONED']);
});

test('a saint changes what it read', async () => {
  const ada = await program('changes');
  const person = await get(ada, 'names,emailAddresses,memberships');
  person.names[0].familyName = 'Lovelace';
  person.emailAddresses.pop();
  person.memberships.push({contactGroupMembership: {contactGroupResourceName: await ada.group('Engine')}});
  await update(ada, 'names,emailAddresses,memberships', person);
  assert.deepEqual(await found('changes'), []);
});

test('a saint clears a field', async () => {
  const ada = await program('clears');
  const person = await get(ada, 'names,urls');
  person.urls = [];
  await update(ada, 'names,urls', person);
  assert.deepEqual(await found('clears'), []);
});
