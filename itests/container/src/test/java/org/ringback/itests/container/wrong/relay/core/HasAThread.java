package org.ringback.itests.container.wrong.relay.core;

import java.util.concurrent.Executor;

record HasAThread(Executor executor, Thread thread) {}
