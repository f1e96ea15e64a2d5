package org.ringback.simulator;

import org.ringback.simulator.tcp.NetworkKind;

/** What stands between a host's network and the rest, in each address family. Immutable. */
record Uplink(NetworkKind ipv4, NetworkKind ipv6) {}
