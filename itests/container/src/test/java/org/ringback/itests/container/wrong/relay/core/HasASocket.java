package org.ringback.itests.container.wrong.relay.core;

import java.net.Socket;
import java.nio.channels.ByteChannel;

record HasASocket(Socket socket, ByteChannel channel) {}
