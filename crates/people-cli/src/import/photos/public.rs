//! Which addresses may be called because a file from somebody else names them (rule `I13`).
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet. It does not if it is of this machine, of a private network, or of
/// a service that a cloud has only for its machines.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let number = address.to_bits();
    let is_in = |(network, length): &([u8; 4], u32)| {
        let network = Ipv4Addr::from(*network).to_bits();
        (number ^ network) >> (32 - length) == 0
    };
    !NOT_PUBLIC_V4.iter().any(is_in)
}

/// The networks of IANA's registry of special addresses that are not reached from everywhere.
const NOT_PUBLIC_V4: [([u8; 4], u32); 17] = [
    ([0, 0, 0, 0], 8),          // this network
    ([10, 0, 0, 0], 8),         // private
    ([100, 64, 0, 0], 10),      // between a carrier and its customers
    ([127, 0, 0, 0], 8),        // this machine
    ([168, 63, 129, 16], 32),   // what a cloud tells its machines
    ([169, 254, 0, 0], 16),     // this link, and what clouds tell their machines
    ([172, 16, 0, 0], 12),      // private
    ([192, 0, 0, 0], 24),       // protocols
    ([192, 0, 2, 0], 24),       // documentation
    ([192, 88, 99, 0], 24),     // 6to4
    ([192, 168, 0, 0], 16),     // private
    ([198, 18, 0, 0], 15),      // benchmarks
    ([198, 51, 100, 0], 24),    // documentation
    ([203, 0, 113, 0], 24),     // documentation
    ([224, 0, 0, 0], 4),        // groups
    ([240, 0, 0, 0], 4),        // reserved, and all of a network
    ([255, 255, 255, 255], 32), // all of this network
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    // An IPv4 address in another form: what counts is where it leads.
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let number = address.to_bits();
    let is_in = |(network, length): &([u16; 8], u32)| {
        let network = Ipv6Addr::from(*network).to_bits();
        (number ^ network) >> (128 - length) == 0
    };
    // All public addresses are in one network. Loopback, private, link-local and group addresses are not in it.
    is_in(&([0x2000, 0, 0, 0, 0, 0, 0, 0], 3)) && !NOT_PUBLIC_V6.iter().any(is_in)
}

const NOT_PUBLIC_V6: [([u16; 8], u32); 4] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), // protocols; Teredo leads to IPv4 addresses
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), // 6to4 leads to IPv4 addresses
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), // documentation
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i13_only_public_addresses_are_public() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "4000::1",
            "1fff::1",
        ] {
            assert!(!is_public(text.parse().expect(text)), "{text}");
        }
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "168.63.129.15",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2000::1",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450::1",
            "3ffe::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(text.parse().expect(text)), "{text}");
        }
    }
}
