// Google's Node client calls every method of the API.
//
//     PEOPLE_TEST_NODE=FOLDER node google_client.js PATH/TO/people
//
// FOLDER is where `npm ci` installed the packages of package.json.
'use strict';

const assert = require('node:assert/strict');
const {spawn} = require('node:child_process');
const {createRequire} = require('node:module');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const test = require('node:test');
const zlib = require('node:zlib');

const packages = createRequire(path.join(path.resolve(process.env.PEOPLE_TEST_NODE ?? '.'), 'x'));
const {auth, people: connect} = packages('@googleapis/people');

const BINARY = process.argv[2];
const SEED = path.join(__dirname, '..', 'clients', 'seed.json');
const OTHER = 'otherContacts/c5000000';
const COLLEAGUE = 'people/100000000000000000042';
const ADA = {
  names: [{givenName: 'Ada', familyName: 'Lovelace'}],
  emailAddresses: [{value: 'ada@example.com', type: 'work'}],
};

let server, url, folder, client;
const called = new Set();

test.before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'people-test-'));
  const place = ['--listen', '127.0.0.1:0', '--data', path.join(folder, 'data')];
  server = spawn(BINARY, ['serve', ...place, '--seed', SEED], {stdio: ['ignore', 'pipe', 'inherit']});
  const [first] = await once(readline.createInterface({input: server.stdout}), 'line');
  assert.match(first, /^listening on /);
  url = first.split(' ')[2];
  const credentials = new auth.OAuth2();
  credentials.setCredentials({access_token: 'ada', expiry_date: Date.now() + 3_600_000});
  client = connect({version: 'v1', rootUrl: `${url}/`, auth: credentials});
});

test.after(async () => {
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  fs.rmSync(folder, {recursive: true});
  assert.equal(code, 0);
});

function once(emitter, event) {
  return new Promise((resolve, reject) => {
    emitter.once(event, (...values) => resolve(values));
    emitter.once('error', reject);
  });
}

/** Calls a method by its id, such as `people.connections.list`. */
async function call(id, parameters) {
  const names = id.split('.');
  const method = names.pop();
  const resource = names.reduce((resource, name) => resource[name], client);
  called.add(id);
  const {data} = await resource[method](parameters);
  return data;
}

/** The error that the client throws. */
async function refused(id, parameters) {
  try {
    await call(id, parameters);
  } catch (error) {
    return error;
  }
  assert.fail(`${id} succeeded`);
}

test('contacts', async () => {
  const created = await call('people.createContact', {requestBody: ADA});
  const resourceName = created.resourceName;
  const personFields = 'names,emailAddresses,metadata';
  const got = await call('people.get', {resourceName, personFields});
  assert.equal(got.emailAddresses[0].value, 'ada@example.com');
  const update = {
    resourceName,
    updatePersonFields: 'names',
    requestBody: {...got, names: [{givenName: 'Augusta', familyName: 'King'}]},
  };
  const updated = await call('people.updateContact', update);
  assert.equal(updated.names[0].displayName, 'Augusta King');

  // U6, F9: the client finds the message and the reason.
  const stale = await refused('people.updateContact', update);
  assert.equal(stale.status, 400);
  assert.match(stale.message, /^Request person.etag is different/);
  assert.equal(stale.response.data.error.errors[0].reason, 'failedPrecondition');

  const me = {resourceName: 'people/me', personFields: 'names', sources: ['READ_SOURCE_TYPE_CONTACT']};
  const listed = await call('people.connections.list', me);
  assert.deepEqual(listed.connections.map(person => person.resourceName), [resourceName]);
  assert.deepEqual(await call('people.deleteContact', {resourceName}), {});
  assert.equal((await refused('people.get', {resourceName, personFields})).status, 404);
});

test('search of contacts', async () => {
  const {resourceName} = await call('people.createContact', {requestBody: ADA});
  const found = await call('people.searchContacts', {query: 'ada l', readMask: 'names'});
  assert.deepEqual(found.results.map(one => one.person.resourceName), [resourceName]);
  await call('people.deleteContact', {resourceName});
});

test('batches', async () => {
  const contacts = ['A', 'B', 'C'].map(givenName => ({contactPerson: {names: [{givenName}]}}));
  const readMask = 'names,metadata';
  const {createdPeople} = await call('people.batchCreateContacts', {requestBody: {contacts, readMask}});
  const resourceNames = createdPeople.map(one => one.person.resourceName);
  const changed = createdPeople.map(({person}) => [
    person.resourceName,
    {...person, nicknames: [{value: 'Countess'}]},
  ]);
  const requestBody = {
    contacts: Object.fromEntries(changed),
    updateMask: 'nicknames',
    readMask: 'nicknames',
  };
  const {updateResult} = await call('people.batchUpdateContacts', {requestBody});
  assert.deepEqual(Object.keys(updateResult), resourceNames);
  const got = await call('people.getBatchGet', {resourceNames, personFields: 'nicknames'});
  const nicknames = got.responses.map(one => one.person.nicknames[0].value);
  assert.deepEqual(nicknames, ['Countess', 'Countess', 'Countess']);
  const deleted = await call('people.batchDeleteContacts', {requestBody: {resourceNames}});
  assert.deepEqual(deleted, {});
});

test('photos', async () => {
  const {resourceName} = await call('people.createContact', {requestBody: ADA});
  const photo = png(32);
  const requestBody = {photoBytes: photo.toString('base64'), personFields: 'photos'};
  const changed = await call('people.updateContactPhoto', {resourceName, requestBody});
  const shown = changed.person.photos[0];
  assert.ok(!shown.default);
  const answer = await fetch(shown.url);
  assert.equal(answer.headers.get('content-type'), 'image/png');
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), photo);
  const deleted = await call('people.deleteContactPhoto', {resourceName, personFields: 'photos'});
  assert.equal(deleted.person.photos[0].default, true);
  await call('people.deleteContact', {resourceName});
});

test('contact groups', async () => {
  const contact = (await call('people.createContact', {requestBody: ADA})).resourceName;
  const create = {requestBody: {contactGroup: {name: 'Engine'}}};
  const {resourceName} = await call('contactGroups.create', create);
  assert.equal((await refused('contactGroups.create', create)).status, 409);
  const update = {resourceName, requestBody: {contactGroup: {name: 'Größe'}}};
  assert.equal((await call('contactGroups.update', update)).name, 'Größe');
  const modify = {resourceName, requestBody: {resourceNamesToAdd: [contact]}};
  assert.deepEqual(await call('contactGroups.members.modify', modify), {});
  const got = await call('contactGroups.get', {resourceName, maxMembers: 5});
  assert.deepEqual(got.memberResourceNames, [contact]);
  const listed = await call('contactGroups.list');
  assert.ok(listed.contactGroups.some(group => group.resourceName === resourceName));
  const both = [resourceName, 'contactGroups/myContacts'];
  const {responses} = await call('contactGroups.batchGet', {resourceNames: both});
  assert.deepEqual(responses.map(one => one.requestedResourceName), both);
  assert.deepEqual(await call('contactGroups.delete', {resourceName, deleteContacts: true}), {});
});

test('other contacts', async () => {
  const listed = await call('otherContacts.list', {readMask: 'names,emailAddresses'});
  assert.deepEqual(listed.otherContacts.map(person => person.resourceName), [OTHER]);
  const requestBody = {copyMask: 'names,emailAddresses'};
  const copy = {resourceName: OTHER, requestBody};
  const copied = await call('otherContacts.copyOtherContactToMyContactsGroup', copy);
  assert.match(copied.resourceName, /^people\/c[0-9]+$/);
  assert.equal(copied.emailAddresses[0].value, 'mary@else.example');
});

test('search of other contacts', async () => {
  const found = await call('otherContacts.search', {query: 'somer', readMask: 'names'});
  assert.deepEqual(found.results.map(one => one.person.resourceName), [OTHER]);
});

const DIRECTORY = {
  readMask: 'names,emailAddresses',
  sources: ['DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE'],
};

test('directory', async () => {
  const listed = await call('people.listDirectoryPeople', DIRECTORY);
  assert.ok(listed.people.some(person => person.resourceName === COLLEAGUE));
});

test('search of the directory', async () => {
  const found = await call('people.searchDirectoryPeople', {query: 'babb', ...DIRECTORY});
  assert.deepEqual(found.people.map(person => person.resourceName), [COLLEAGUE]);
});

// Last: a method that the client or the server gains is called here too.
test('every method was called', async () => {
  const answer = await fetch(`${url}/$discovery/rest?version=v1`);
  const described = [...methods(await answer.json())].map(id => id.replace(/^people\./, ''));
  const known = [...called].sort();
  assert.deepEqual(known, described.sort());
  assert.deepEqual(known, [...clientMethods(client)].sort());
});

function* methods({methods: own = {}, resources = {}}) {
  for (const {id} of Object.values(own)) yield id;
  for (const inner of Object.values(resources)) yield* methods(inner);
}

/** The methods that the client itself has. */
function* clientMethods(resource, path = '') {
  for (const [name, inner] of Object.entries(resource)) {
    if (!inner?.context || name === 'context') continue;
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(inner))) {
      if (method !== 'constructor') yield `${path}${name}.${method}`;
    }
    yield* clientMethods(inner, `${path}${name}.`);
  }
}

/** A grey square. */
function png(side) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(8, 8);
  const lines = Buffer.alloc((side + 1) * side, 0x80);
  for (let line = 0; line < side; line++) lines[line * (side + 1)] = 0;
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const parts = [chunk('IHDR', header), chunk('IDAT', zlib.deflateSync(lines))];
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

/** Debian's Node has none in zlib. */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
