package org.ringback.itests.container.wrong.api;

import org.slf4j.Logger;

interface NeedsALogger {
    Logger logger();
}
