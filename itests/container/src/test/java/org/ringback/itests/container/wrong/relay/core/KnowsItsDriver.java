package org.ringback.itests.container.wrong.relay.core;

import org.ringback.itests.container.wrong.relay.internal.Driver;

record KnowsItsDriver(Driver driver) {}
