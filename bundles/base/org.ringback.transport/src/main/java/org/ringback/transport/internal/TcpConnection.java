package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * One TCP connection: the only handler of its channel. Its state belongs to the loop; what other threads read is
 * volatile. The handler is never called from within a call that it makes itself.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements Connection, RoleLoop.Member {
    private final SocketChannel channel;
    private final EventLoop eventLoop;
    private final BugLog bugs;
    private final Intake intake;
    private final Farewell farewell;
    private final Carriage carriage;
    private RoleLoop loop;
    private ConnectionHandler handler;

    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress remote;
    private volatile boolean outputEnded;
    private volatile boolean closing;
    private boolean writableDue;
    private boolean flushDue;
    private volatile boolean closedTold;
    private @Nullable CloseReason reason;

    TcpConnection(SocketChannel channel, RoleLoop loop, ConnectionHandler handler, BugLog bugs) {
        this.channel = channel;
        this.eventLoop = loop.eventLoop();
        this.loop = loop;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.bugs = bugs;
        intake = new Intake(this);
        farewell = new Farewell(channel);
        carriage = new Carriage(this, channel, intake);
        Io.prepare(channel);
    }

    /** Registers with the event loop, on which it is called; who accepted it is then told {@code opened}. */
    void begin() {
        channel.pipeline().addLast(this);
        loop.add(this);
        NettyFutures.heardElsewhere(eventLoop.register(channel));
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** {@return cancels a task that is to run later, unless the owner's loop ended before} */
    Runnable schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    /** It ends with another view of its thread from now on. */
    void belongTo(RoleLoop owner) {
        if (!owner.eventLoop().equals(eventLoop)) {
            throw new IllegalArgumentException("loop: of another thread (expected: one of the connection's thread)");
        }
        if (!closedTold) {
            loop.remove(this);
            owner.add(this);
        }
        loop = owner;
    }

    /** The dial failed, or was given up. */
    void failed(CloseReason why) {
        tellClosed(reason == null ? why : reason);
    }

    /** The handler threw an exception: ends this connection, and no other. */
    void fault(Throwable bug) {
        bugs.report("A handler of a connection", bug);
        reset(CloseReasons.BUG);
    }

    /** {@return the smallest round trip that the system measured here; empty where it does not tell, and after the end} */
    Optional<Duration> roundTrip() {
        return Io.roundTrip(channel);
    }

    /** {@return the longest packet that the system sends on this path; empty where it does not tell it, and after the end} */
    OptionalInt pathMtu() {
        return Io.pathMtu(channel);
    }

    @Override
    public InetSocketAddress local() {
        return Objects.requireNonNull(local, "not open yet");
    }

    @Override
    public InetSocketAddress remote() {
        return Objects.requireNonNull(remote, "not open yet");
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (outputOver()) {
            return;
        }
        ByteBuf copy = channel.alloc().directBuffer(bytes.remaining()).writeBytes(bytes);
        if (eventLoop.inEventLoop()) {
            NettyFutures.heardElsewhere(channel.write(copy, channel.voidPromise()));
            flushDue = flushDue || LoopThreads.enqueue(eventLoop, this::flush);
        } else {
            NettyFutures.heardElsewhere(channel.writeAndFlush(copy, channel.voidPromise()));
        }
    }

    @Override
    public void carryTo(Connection to) {
        carriage.carryTo(((TcpConnection) to).carriage);
    }

    /** {@return what it passes on, and is passed on to it} */
    Carriage carriage() {
        return carriage;
    }

    /** {@return whether nothing more is sent} */
    boolean outputOver() {
        return closing || outputEnded;
    }

    /** Flushes once for all that was written in one turn of the loop, so that one system call takes it all. */
    private void flush() {
        flushDue = false;
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void pauseReading() {
        onLoop(() -> {
            intake.pause();
            if (!closing) {
                channel.config().setAutoRead(false);
            }
        });
    }

    @Override
    public void resumeReading() {
        onLoop(() -> {
            intake.resume();
            // Not at once: this may be inside a call of the handler's.
            LoopThreads.enqueue(eventLoop, this::readOn);
        });
    }

    @Override
    public void finishWriting() {
        onLoop(() -> {
            if (!closing && !outputEnded) {
                outputEnded = true;
                reason = intake.endTold() ? CloseReasons.THERE : CloseReasons.HERE;
                farewell.finish(this::closeIfBothEnded);
            }
        });
    }

    @Override
    public void close() {
        onLoop(() -> close(intake.endTold() ? CloseReasons.THERE : CloseReasons.HERE));
    }

    @Override
    public void leave() {
        onLoop(() -> {
            farewell.patiently();
            close(intake.endTold() ? CloseReasons.THERE : CloseReasons.HERE);
        });
    }

    @Override
    public void abortBehind() {
        onLoop(() -> {
            if (closing) {
                Farewell.reset(channel);
                return;
            }
            reason = CloseReasons.ABORTED;
            stopHearing();
            farewell.resetBehind();
        });
    }

    @Override
    public void abort() {
        onLoop(() -> reset(CloseReasons.ABORTED));
    }

    /** {@return who hears of the connection now} */
    ConnectionHandler handler() {
        return handler;
    }

    @Override
    public void passTo(ConnectionHandler next, ByteBuffer unread) {
        if (closedTold) {
            return;
        }
        handler = next;
        carriage.end();
        intake.passed(unread);
        try {
            next.opened(this);
        } catch (RuntimeException | Error bug) {
            fault(bug);
        }
        LoopThreads.enqueue(eventLoop, this::readOn);
    }

    @Override
    public void loopClosed() {
        tellClosed(CloseReasons.HERE);
        if (channel.isActive()) {
            close(CloseReasons.HERE);
        } else {
            NettyFutures.heardElsewhere(channel.close());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        local = Addresses.plain(channel.localAddress());
        remote = Addresses.plain(channel.remoteAddress());
        if (local == null || remote == null || closedTold) {
            NettyFutures.heardElsewhere(channel.close());
            return;
        }
        try {
            handler.opened(this);
        } catch (RuntimeException | Error bug) {
            fault(bug);
        }
        readOn();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        farewell.thrownAway(closing ? bytes.readableBytes() : 0);
        intake.add(bytes);
        deliver();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            intake.end();
            farewell.inputEnded();
            deliver();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // Not at once: this may be inside a write of the handler's.
        if (channel.isWritable() && !writableDue && !carriage.sending()) {
            writableDue = LoopThreads.enqueue(eventLoop, this::tellWritable);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean ofOutput = failure instanceof ChannelOutputShutdownException;
        // A write after the end of our output also fails here, and is no fault of the connection.
        if (closing || (ofOutput && farewell.finished())) {
            return;
        }
        outputEnded = true;
        farewell.giveUpBroken();
        Throwable cause = failure.getCause();
        reason = CloseReasons.ofBreak(ofOutput && cause != null ? cause : failure);
        // Read on what the peer sent before, until Netty reports the end of the input as well.
        intake.breaks();
        carriage.behindSending(this::deliver);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopHearing();
        tellClosed(reason == null ? CloseReasons.LOST : reason);
    }

    private void readOn() {
        deliver();
        if (intake.open()) {
            channel.config().setAutoRead(true);
        }
    }

    private void deliver() {
        try {
            intake.deliver();
        } catch (RuntimeException | Error bug) {
            fault(bug);
        }
        closeIfBothEnded();
    }

    private void tellWritable() {
        writableDue = false;
        if (!closing && channel.isWritable()) {
            try {
                handler.writable(this);
            } catch (RuntimeException | Error bug) {
                fault(bug);
            }
        }
    }

    private void closeIfBothEnded() {
        if (closing) {
            return;
        }
        boolean inOrder = intake.endTold() && farewell.finished();
        if (inOrder || intake.brokenAndHeard()) {
            stopHearing();
            NettyFutures.heardElsewhere(channel.close());
        }
    }

    private void close(CloseReason why) {
        if (closing) {
            return;
        }
        stopHearing();
        CloseReason end = reason == null ? why : reason;
        reason = end;
        farewell.say(
                intake.ended(),
                () -> LoopThreads.enqueue(eventLoop, () -> tellClosed(end)),
                () -> reason = CloseReasons.STALLED);
    }

    private void reset(CloseReason why) {
        if (!closing) {
            reason = why;
            stopHearing();
        }
        Farewell.reset(channel);
    }

    private void stopHearing() {
        closing = true;
        intake.close();
    }

    private void tellClosed(CloseReason why) {
        if (closedTold) {
            return;
        }
        closedTold = true;
        loop.remove(this);
        try {
            handler.closed(why);
        } catch (RuntimeException | Error bug) {
            bugs.report("A handler of a connection", bug);
        }
    }

    private void onLoop(Runnable task) {
        LoopThreads.run(eventLoop, task);
    }
}
