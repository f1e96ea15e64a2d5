package org.ringback.itests.container.wrong.relay.core;

import org.osgi.framework.BundleContext;
import org.slf4j.Logger;

record KnowsTheContainer(BundleContext context, Logger logger) {}
