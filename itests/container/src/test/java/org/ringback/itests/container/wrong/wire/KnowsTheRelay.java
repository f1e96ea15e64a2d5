package org.ringback.itests.container.wrong.wire;

import org.ringback.itests.container.wrong.relay.Relay;

record KnowsTheRelay(Relay[] relays) {}
