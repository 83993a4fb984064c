//! Serve the People API from a store: a tower service and a listener.
