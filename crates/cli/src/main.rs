//! The door: one binary `gongkai`, the server and the tools that need none.

fn main() {}
