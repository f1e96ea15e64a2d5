package org.ringback.itests.container.wrong.relay;

import org.ringback.itests.container.wrong.transport.internal.Hidden;

record UsesWhatIsNotExported(Hidden hidden) {}
