//! What updates of groups and photos lose.
use super::*;

/// A group with data of two programs.
fn group(world: &World) -> String {
    let group = json!({"name": "Engine", "clientData": [{"key": "a", "value": "1"}]});
    let by = &Author::SomebodyElse;
    let body = json!({"contactGroup": group});
    let made = world.send_by(by, "POST", "/v1/contactGroups", &body, true);
    name(&made.ok()).to_owned()
}

fn update(world: &World, by: &Author, name: &str, fields: &str, group: &Value) -> u64 {
    let body = json!({"contactGroup": group, "updateGroupFields": fields});
    let updated = world.send_by(by, "PUT", &format!("/v1/{name}"), &body, true);
    let number = updated.number;
    updated.ok();
    number
}

fn read(world: &World, name: &str, fields: &str) -> Value {
    world
        .send("GET", &format!("/v1/{name}?groupFields={fields}"), NOTHING)
        .ok()
}

const ELSE: &Author = &Author::SomebodyElse;

/// X25: somebody renamed the group after the program had read it; there is no etag, or a fresh one.
#[test]
fn x25_a_rename_of_a_group_lost() {
    for etag in [false, true] {
        let world = World::new();
        let name = group(&world);
        read(&world, &name, "name,clientData");
        update(&world, ELSE, &name, "name", &json!({"name": "Theirs"}));
        let mut mine = json!({"name": "Engine 2"});
        if etag {
            mine["etag"] = read(&world, &name, "metadata")["etag"].clone();
        }
        let number = update(&world, &PROGRAM, &name, "name", &mine);
        assert_eq!(
            world.found(),
            [format!("EDIT_LOST Error [2, {number}] name")]
        );
    }
}

/// X24, X20: data of other programs that it never read.
#[test]
fn x24_data_of_a_group_that_was_not_read() {
    let world = World::new();
    let name = group(&world);
    read(&world, &name, "name");
    let data = json!([{"key": "b", "value": "2"}]);
    update(
        &world,
        &PROGRAM,
        &name,
        "clientData",
        &json!({"clientData": data}),
    );
    assert_eq!(world.found(), ["BLIND_OVERWRITE Error [2, 3] clientData"]);

    let world = World::new();
    let name = group(&world);
    read(&world, &name, "name");
    let renamed = json!({"name": "Engine 2"});
    update(&world, &PROGRAM, &name, "name,clientData", &renamed);
    assert_eq!(world.found(), ["FIELD_ERASED Error [2, 3] clientData"]);
}

/// What is meant, and what is known, is no finding.
#[test]
fn x24_updates_of_groups_that_are_right() {
    let world = World::new();
    let name = group(&world);
    // A name that comes from elsewhere, and then one that the program wrote itself.
    update(&world, &PROGRAM, &name, "name", &json!({"name": "One"}));
    update(&world, &PROGRAM, &name, "name", &json!({"name": "Two"}));
    let mut known = read(&world, &name, "name,clientData");
    known["clientData"]
        .as_array_mut()
        .unwrap()
        .push(json!({"key": "b", "value": "2"}));
    update(&world, &PROGRAM, &name, "name,clientData", &known);
    let other = group(&World::new());
    assert!(!other.is_empty());
    let cleared = json!({"clientData": []});
    update(&world, &PROGRAM, &name, "clientData", &cleared);
    assert_eq!(world.found(), [""; 0]);
}

/// X24: a photo that the program had not read is replaced.
#[test]
fn x24_a_photo_that_was_not_read() {
    const MINE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    const THEIRS: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC";
    let world = World::new();
    let ada = world.create(&ada());
    let name = name(&ada);
    let set = |by: &Author| {
        let address = format!("/v1/{name}:updateContactPhoto");
        let photo = match by {
            Author::Program(_) => MINE,
            Author::SomebodyElse => THEIRS,
        };
        let body = json!({"photoBytes": photo});
        let set = world.send_by(by, "PATCH", &address, &body, true);
        let number = set.number;
        set.ok();
        number
    };
    world.get(name, "personFields=names");
    set(&PROGRAM);
    set(&PROGRAM);
    assert_eq!(world.found(), [""; 0], "there was none, and then its own");
    set(ELSE);
    world.get(name, "personFields=photos");
    set(&PROGRAM);
    assert_eq!(world.found(), [""; 0], "it looked");
    set(ELSE);
    let read = world.number.get() - 2;
    let number = set(&PROGRAM);
    assert_eq!(
        world.found(),
        [format!("BLIND_OVERWRITE Note [{read}, {number}]")]
    );
    let delete = format!("/v1/{name}:deleteContactPhoto");
    set(ELSE);
    world.send("DELETE", &delete, NOTHING).ok();
    assert_eq!(world.found().len(), 2);
}
