//! The HTTP binding of the People API in both directions, and a client.
