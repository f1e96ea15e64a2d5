package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.call.core.ResetCode;
import org.ringback.call.internal.LocalDial;

/**
 * What a person reads when the call-back stands and the service does not, word for word: both real ends of a call-back
 * in memory, and the real command. The other causes are made in the simulator's {@code TwelveCausesTest}.
 */
public class RefusedServiceTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    @Rule
    public final AnsweredCall call = new AnsweredCall();

    @Test
    public void nothingAtTheEquipmentAnswersTheService() throws IOException {
        call.stands((end, conversation) -> end.reset(conversation, ResetCode.NO_SERVICE));
        assertRead(
                RingReason.NO_SUCH_SERVICE,
                "lamp-1 called back, but nothing there answers the service ftp. Ring with --service for one that it has,"
                        + " or ask the owner of lamp-1 to add it (forward, or its bundle).\n");
    }

    @Test
    public void whatTheServiceForwardsToIsDown() throws IOException {
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 21);
        LocalDial unheard = AnsweredCall.proxy(LocalDial.class, (self, method, arguments) -> null);
        call.stands((end, conversation) -> end.join(conversation, target, unheard));
        assertRead(
                RingReason.SERVICE_DOWN,
                "lamp-1 called back, but what is behind its service ftp is down: the gateway could not connect to it."
                        + " Ask the owner of lamp-1 to start it; the gateway's status names its address.\n");
    }

    @Test
    public void whoWaitedForSilentEquipmentDoesNotWaitAsLongAgain() {
        assertEquals(Duration.ofMillis(80), RingCommand.patience(FakeControls.story(true, Duration.ofMillis(80))));
        assertEquals(Duration.ofSeconds(2), RingCommand.patience(FakeControls.story(true, Duration.ofSeconds(35))));
    }

    @Test
    public void theGatewayHasNoPlaceToAnswerOneMore() throws IOException {
        call.stands((end, conversation) -> end.reset(conversation, ResetCode.NO_PLACE));
        assertRead(
                RingReason.SERVICE_LIMIT,
                "lamp-1 called back, but its gateway is at a limit: it takes no other conversation for its service ftp."
                        + " Hang up what is not used any more, or wait a minute, and ring again.\n");
    }

    @Test
    public void whatAnswersTheServiceGivesTheConversationUp() throws IOException {
        call.stands((end, conversation) -> conversation.reset());
        assertRead(
                RingReason.SERVICE_BROKE,
                "lamp-1 called back, but its service ftp broke the conversation off. See that --service is one that it"
                        + " has and ring again; if it stays so, ask the owner of lamp-1 to look at the gateway's log.\n");
    }

    private void assertRead(RingReason cause, String sentences) throws IOException {
        shell.add(call.ringCommand());
        for (String options : List.of("", " --forward 0", " --pipe")) {
            ShellRule.Result result = shell.run("ring lamp-1 --service ftp" + options);
            assertEquals(1, result.exit());
            assertTrue(options + ": " + result.err(), result.err().endsWith(sentences));
            String read = result.out() + result.err();
            assertEquals(
                    List.of(cause),
                    Arrays.stream(RingReason.values())
                            .filter(one -> read.contains(one.happened(LAMP, "ftp")))
                            .toList());
        }
    }
}
