-- Rows as the binary wrote them when names were sorted by the bytes of their lower case: schema 1.
INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES
    ('ada', 4, 8, 3, 0);
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 1, 8485292114765667281, 1, 1795806748779539, FALSE, 'écrivains', 'écrivains', '["name:écrivains"]', x'', '{"name":"Écrivains"}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 1, 6691956470771976110, 2, 1795806748788486, FALSE, 'zoologen', 'zoologen', '["name:zoologen"]', x'', '{"name":"Zoologen"}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 1, 3891218475652157830, 3, 1795806748811090, FALSE, 'ärzte', 'ärzte', '["name:ärzte"]', x'', '{"name":"Ärzte"}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 3795714360999180033, 4, 1795806748821494, FALSE, 'zoë	ålund', 'ålund	zoë', '["email:zoe@example.com","group:myContacts"]', x'f4016db301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"34ad1619cc347701"},"sourcePrimary":true},"displayName":"Zoë Ålund","familyName":"Ålund","givenName":"Zoë","displayNameLastFirst":"Ålund, Zoë","unstructuredName":"Zoë Ålund"}],"emailAddresses":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"34ad1619cc347701"}},"value":"Zoe@example.com"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"34ad1619cc347701"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 6528235934588985937, 4, 1795806748821494, FALSE, 'émile	zola', 'zola	émile', '["group:myContacts"]', x'f401b301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"5a98f3fe931de251"},"sourcePrimary":true},"displayName":"Émile Zola","familyName":"Zola","givenName":"Émile","displayNameLastFirst":"Zola, Émile","unstructuredName":"Émile Zola"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"5a98f3fe931de251"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 7444389940963760738, 4, 1795806748821494, FALSE, 'eva	åberg', 'åberg	eva', '["group:myContacts"]', x'f001b301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"674fc93590a2da62"},"sourcePrimary":true},"displayName":"Eva Åberg","familyName":"Åberg","givenName":"Eva","displayNameLastFirst":"Åberg, Eva","unstructuredName":"Eva Åberg"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"674fc93590a2da62"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 6298814642537956504, 4, 1795806748821494, FALSE, 'emily	ziegler', 'ziegler	emily', '["group:myContacts","phone:+31206241111"]', x'fc018c01b301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"5769e28b7a810498"},"sourcePrimary":true},"displayName":"Emily Ziegler","familyName":"Ziegler","givenName":"Emily","displayNameLastFirst":"Ziegler, Emily","unstructuredName":"Emily Ziegler"}],"phoneNumbers":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"5769e28b7a810498"}},"value":"+31 20 624 1111","canonicalForm":"+31206241111"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"5769e28b7a810498"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 413391877371805385, 4, 1795806748821494, FALSE, 'ångström	de vries', 'de vries	ångström', '["group:myContacts"]', x'9302b201', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"5bca9b8e3c73ec9"},"sourcePrimary":true},"displayName":"ångström de Vries","familyName":"de Vries","givenName":"ångström","displayNameLastFirst":"de Vries, ångström","unstructuredName":"ångström de Vries"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"5bca9b8e3c73ec9"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 1233278355921567211, 4, 1795806748821494, FALSE, 'ann	bø', 'bø	ann', '["group:myContacts"]', x'e401b301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"111d7c2169e1fdeb"},"sourcePrimary":true},"displayName":"Ann Bø","familyName":"Bø","givenName":"Ann","displayNameLastFirst":"Bø, Ann","unstructuredName":"Ann Bø"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"111d7c2169e1fdeb"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 6098307857371042384, 4, 1795806748821494, FALSE, 'anna	abel', 'abel	anna', '["group:myContacts"]', x'ec01b301', '{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"54a18aafa1931250"},"sourcePrimary":true},"displayName":"Anna Abel","familyName":"Abel","givenName":"Anna","displayNameLastFirst":"Abel, Anna","unstructuredName":"Anna Abel"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"54a18aafa1931250"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms, layout, body) VALUES
    ('ada', 0, 4331634912534429365, 4, 1795806748821494, FALSE, '􏿿', '􏿿', '["group:myContacts"]', x'66b301', '{"nicknames":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"3c1d0f00c24b7eb5"}},"value":"nameless"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"3c1d0f00c24b7eb5"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}');
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'email:zoe@example.com', 3795714360999180033);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 413391877371805385);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 1233278355921567211);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 3795714360999180033);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 4331634912534429365);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 6098307857371042384);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 6298814642537956504);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 6528235934588985937);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'group:myContacts', 7444389940963760738);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 0, 'phone:+31206241111', 6298814642537956504);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 1, 'name:zoologen', 6691956470771976110);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 1, 'name:ärzte', 3891218475652157830);
INSERT INTO terms (account, kind, term, id) VALUES
    ('ada', 1, 'name:écrivains', 8485292114765667281);
