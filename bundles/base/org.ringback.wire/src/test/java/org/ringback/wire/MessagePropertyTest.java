package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;

/** What holds for every message of every kind. */
public class MessagePropertyTest {
    private static final Secret KEY = Examples.key();

    private final MessageCodec codec = new MessageCodec();
    private final StunView view = new StunView();

    @Test
    public void whatIsEncodedIsDecodedAsItWas() {
        qt().withExamples(5_000)
                .forAll(arbitrary().enumValues(MessageKind.class), longs().all())
                .checkAssert((kind, seed) -> {
                    Message message = new RandomMessages(seed).of(kind);

                    Message decoded = decode(encode(message), kind.door());

                    Values.assertSame(message, decoded);
                });
    }

    @Test
    public void aMessageIsAsLongAsItSaysAndFitsItsDoor() {
        qt().withExamples(2_000)
                .forAll(arbitrary().enumValues(MessageKind.class), longs().all())
                .checkAssert((kind, seed) -> {
                    byte[] bytes = encode(new RandomMessages(seed).of(kind));

                    assertEquals(bytes.length, StunHeader.messageLength(ByteBuffer.wrap(bytes), 0));
                    assertTrue(
                            bytes.length + " bytes", bytes.length <= kind.door().maxLength());
                });
    }

    @Test
    public void aMacMatchesUnderItsKeyAlone() {
        qt().withExamples(2_000)
                .forAll(arbitrary().pick(MessageKind.WAKE_UP, MessageKind.REGISTERED), longs().all())
                .checkAssert((kind, seed) -> {
                    byte[] bytes = encode(new RandomMessages(seed).of(kind));

                    view.wrap(ByteBuffer.wrap(bytes));

                    assertTrue(codec.macMatches(view, KEY));
                    assertFalse(codec.macMatches(view, Secret.random(new Random(seed), 32)));
                });
    }

    @Test
    public void randomBytesBehindAGoodHeaderAreRefusedOrAValidMessage() {
        qt().withExamples(20_000)
                .forAll(arbitrary().enumValues(MessageKind.class), longs().all())
                .checkAssert((kind, seed) -> {
                    RandomMessages random = new RandomMessages(seed);
                    RawMessage raw = new RawMessage(kind.type());
                    for (int left = random.number(0, 8); left > 0; left--) {
                        Attribute<?> attribute = Attributes.all()
                                .get(random.number(0, Attributes.all().size() - 1));
                        raw.with(attribute, random.bytes(0, 40));
                    }
                    byte[] bytes = !kind.door().stream() ? raw.fingerprinted() : raw.bytes();
                    String outcome = outcomeOf(bytes, kind.door());
                    assertTrue(outcome, outcome.equals("read") || outcome.contains("(expected: "));
                });
    }

    @Test
    public void theWireTakesAnEquipmentIdExactlyIfTheTypeDoes() {
        qt().withExamples(5_000)
                .forAll(strings().betweenCodePoints('*', '{').ofLengthBetween(0, 5))
                .checkAssert(text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    boolean onTheWire = bytes.length > 0
                            && Attributes.NAME.form().reader().read(ByteBuffer.wrap(bytes), new TransactionId(0, 0))
                                    != null;

                    assertEquals(text, isEquipmentId(text), onTheWire);
                });
    }

    private byte[] encode(Message message) {
        boolean mac = message.kind().proof() == Proof.MAC
                || message.kind().proof() == Proof.TICKET
                || (message.kind().proof().isMac()
                        && message.find(Attributes.NONCE).isPresent());
        return codec.encode(message, mac ? KEY : null);
    }

    private Message decode(byte[] bytes, Door door) {
        try {
            return codec.decode(ByteBuffer.wrap(bytes), door);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private String outcomeOf(byte[] bytes, Door door) {
        try {
            codec.decode(ByteBuffer.wrap(bytes), door);
            return "read";
        } catch (MalformedMessageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean isEquipmentId(String text) {
        try {
            return new EquipmentId(text).value().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
