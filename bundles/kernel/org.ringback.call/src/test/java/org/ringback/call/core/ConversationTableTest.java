package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import org.junit.Test;
import org.ringback.api.Secret;

public class ConversationTableTest {
    private static final int MOST = 64;

    private final ConversationTable acceptors = new ConversationTable(false, MOST);
    private final ConversationTable issuers = new ConversationTable(true, MOST);

    @Test
    public void aNumberOfOursThatIsGoneIsForgotten() throws CallBackFault {
        ConversationState two = state(2);
        acceptors.addOwn(two);
        assertEquals(two, acceptors.find(2));
        acceptors.remove(two);
        assertNull(acceptors.find(2));
    }

    @Test
    public void aNumberOfOursThatWasNeverOpenedIsAFault() {
        acceptors.addOwn(state(2));
        refused(acceptors, 4, "conversation: 4 (expected: one that was opened)");
        refused(issuers, 1, "conversation: 1 (expected: one that was opened)");
    }

    @Test
    public void aNumberOfThePeersIsKnownUpToTheHighestThatItUsed() throws CallBackFault {
        acceptors.useByPeer(5);
        assertNull(acceptors.find(5));
        assertNull("skipped, so it will never be opened", acceptors.find(3));
        refused(acceptors, 7, "conversation: 7 (expected: one that was opened)");
    }

    @Test
    public void whenAllNumbersWereUsedThereIsNoNext() throws CallBackFault {
        assertEquals(1, issuers.peekNumber());
        issuers.addOwn(state(Integer.MAX_VALUE));
        assertEquals(0, issuers.peekNumber());
        ConversationState last = state(Integer.MAX_VALUE - 1);
        acceptors.addOwn(last);
        assertEquals(0, acceptors.peekNumber());
        acceptors.remove(last);
        assertNull("all were used", acceptors.find(Integer.MAX_VALUE - 1));
        assertNull("all were used", acceptors.find(2));
    }

    @Test
    public void zeroIsNobodysNumber() {
        String expected =
                "conversation: 0 (expected: one of the opener's: odd from the issuer, even from the acceptor)";
        for (ConversationTable table : new ConversationTable[] {issuers, acceptors}) {
            CallBackFault fault = assertThrows(CallBackFault.class, () -> table.useByPeer(0));
            assertEquals(expected, fault.words());
            refused(table, 0, "conversation: 0 (expected: one that was opened)");
        }
    }

    private static void refused(ConversationTable table, int number, String words) {
        CallBackFault fault = assertThrows(CallBackFault.class, () -> table.find(number));
        assertEquals(words, fault.words());
        assertEquals(ResetCode.BAD_NUMBER.code(), fault.code());
    }

    private static ConversationState state(int number) {
        Allotment allotment = new Allotment(new Budget(1).share(BothEnds.PEER), 1, 1);
        return new ConversationState(
                number,
                Frames.ID,
                Secret.copyOf(Frames.SECRET),
                new SendSide(allotment, 1),
                new ReceiveSide(allotment, 1, true),
                true);
    }
}
