package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The catalogue agrees with itself, and keeps to its code points. */
public class CatalogueTest {
    /** Assigned by RFC 8489 §18.2 and RFC 6062 §6.1. */
    private static final Set<Integer> STANDARD_METHODS = Set.of(0x001, 0x00A, 0x00B, 0x00C);

    /** Names of the registered attributes used, from the IANA registry "STUN Attributes". */
    private static final Map<Integer, String> STANDARD_ATTRIBUTES = Map.ofEntries(
            Map.entry(0x0006, "USERNAME"),
            Map.entry(0x0009, "ERROR-CODE"),
            Map.entry(0x000A, "UNKNOWN-ATTRIBUTES"),
            Map.entry(0x000D, "LIFETIME"),
            Map.entry(0x0012, "XOR-PEER-ADDRESS"),
            Map.entry(0x0014, "REALM"),
            Map.entry(0x0015, "NONCE"),
            Map.entry(0x001C, "MESSAGE-INTEGRITY-SHA256"),
            Map.entry(0x0020, "XOR-MAPPED-ADDRESS"),
            Map.entry(0x0026, "PADDING"),
            Map.entry(0x002A, "CONNECTION-ID"),
            Map.entry(0x8028, "FINGERPRINT"));

    @Test
    public void aKindOfMoreAttributesThanAReaderCanNoteIsRefused() {
        MessageReader.requireBits(32);
        assertThrows(IllegalArgumentException.class, () -> MessageReader.requireBits(33));
    }

    @Test
    public void ownAttributesLieInTheirRangesAndAllOthersAreRegistered() {
        for (Attribute<?> attribute : Attributes.all()) {
            boolean own = (attribute.type() >= 0x5E00 && attribute.type() <= 0x5E1F)
                    || (attribute.type() >= 0xDE00 && attribute.type() <= 0xDE1F);
            assertEquals(
                    attribute.toString(),
                    own ? "Ringback" : "RFC",
                    attribute.source().split(" ", 2)[0]);
            if (!own) {
                assertEquals(STANDARD_ATTRIBUTES.get(attribute.type()), attribute.name());
            }
        }
    }

    @Test
    public void ownMethodsLieInTheirRangeAndAllOthersAreRegistered() {
        for (MessageKind kind : MessageKind.values()) {
            int method = MessageClass.methodOf(kind.type());
            assertTrue(kind.toString(), STANDARD_METHODS.contains(method) || (method >= 0x0E0 && method <= 0x0EF));
            assertTrue("two first bits of " + kind, kind.type() < 0x4000);
            assertTrue("first byte of " + kind + " on TCP", kind.type() >> 8 <= 0x03);
        }
    }

    @Test
    public void standardMessagesHaveTheirRegisteredTypes() {
        assertEquals(0x0001, MessageKind.REGISTER.type());
        assertEquals(0x0101, MessageKind.REGISTERED.type());
        assertEquals(0x0111, MessageKind.CHALLENGE.type());
        assertEquals(0x000A, MessageKind.CONNECT.type());
        assertEquals(0x010A, MessageKind.CONNECT_ANSWER.type());
        assertEquals(0x011A, MessageKind.CONNECT_REFUSED.type());
        assertEquals(0x000B, MessageKind.CONNECTION_BIND.type());
        assertEquals(0x010B, MessageKind.SECOND_REQUEST.type());
        assertEquals(0x001C, MessageKind.WAKE_UP.type());
    }

    @Test
    public void classAndMethodComeOutOfATypeAsTheyWentIn() {
        for (int method = 0; method < 0x1000; method++) {
            for (MessageClass messageClass : MessageClass.values()) {
                int type = messageClass.typeOf(method);
                assertEquals(method, MessageClass.methodOf(type));
                assertEquals(messageClass, MessageClass.of(type));
            }
        }
    }

    @Test
    public void twoKindsOfOneTypeAtOneDoorAreToldApartByMarkers() {
        Map<String, Set<Optional<Attribute<?>>>> markers = new HashMap<>();
        for (MessageKind kind : MessageKind.values()) {
            boolean fresh = markers.computeIfAbsent(kind.door() + " " + kind.type(), key -> new HashSet<>())
                    .add(kind.marker());
            assertTrue(kind.toString(), fresh);
            kind.marker().ifPresent(marker -> assertTrue(kind.required().contains(marker)));
        }
    }

    @Test
    public void everyRequestOnAProtectedConnectionHasItsRefusalAndNothingElseHas() {
        for (MessageKind kind : MessageKind.values()) {
            boolean request = kind.proof() == Proof.CHANNEL && MessageClass.of(kind.type()) == MessageClass.REQUEST;
            assertEquals(kind.toString(), request, kind.refusal().isPresent());
            kind.refusal().ifPresent(refusal -> {
                assertEquals(MessageClass.methodOf(kind.type()), MessageClass.methodOf(refusal.type()));
                assertTrue(refusal.required().contains(Attributes.ERROR_CODE));
                assertTrue(refusal.optional().contains(Attributes.UNKNOWN_ATTRIBUTES));
            });
        }
        assertEquals(Optional.of(MessageKind.REFUSED), MessageKind.COMMUNICATION_REQUEST.refusal());
        assertEquals(Optional.of(MessageKind.BIND_REFUSED), MessageKind.CONNECTION_BIND.refusal());
    }

    @Test
    public void everyRequestCarriesTheVersionButAProbe() {
        for (MessageKind kind : MessageKind.values()) {
            if (MessageClass.of(kind.type()) == MessageClass.REQUEST && kind != MessageKind.PROBE) {
                assertTrue(kind.toString(), kind.required().contains(Attributes.PROTOCOL));
            }
        }
        assertTrue(
                "or a TURN agent would take it for its own",
                MessageKind.WAKE_UP.required().contains(Attributes.PROTOCOL));
    }

    @Test
    public void theSealIsTheLastAttributeSoThatItCoversTheOthers() {
        List<Attribute<?>> ring = MessageKind.DATAGRAM_RING.required();

        assertEquals(Attributes.SEALED, ring.get(ring.size() - 1));
        assertTrue(MessageKind.DATAGRAM_RING.optional().isEmpty());
    }

    @Test
    public void theLongestMessageOfEachKindThatWeWriteFitsItsDoor() {
        for (MessageKind kind : MessageKind.values()) {
            int longest = StunHeader.LENGTH
                    + (kind.proof().isMac() ? StunHeader.MAC_ATTRIBUTE_LENGTH : 0)
                    + (!kind.door().stream() ? StunHeader.FINGERPRINT_ATTRIBUTE_LENGTH : 0)
                    + attributesOf(kind)
                            .filter(attribute -> attribute != Attributes.ERROR_CODE)
                            .mapToInt(attribute ->
                                    4 + StunHeader.padded(attribute.form().maxLength()))
                            .sum()
                    + (kind.required().contains(Attributes.ERROR_CODE) ? 8 : 0);

            assertTrue(kind + ": " + longest, longest <= kind.door().maxLength());
        }
    }

    @Test
    public void theLongestSecondRequestFitsIntoTheSeal() {
        int longest = StunHeader.LENGTH
                + attributesOf(MessageKind.SECOND_REQUEST)
                        .mapToInt(attribute ->
                                4 + StunHeader.padded(attribute.form().maxLength()))
                        .sum();

        assertTrue(
                longest + " bytes and a tag of 16",
                longest + 16 <= Attributes.SEALED.form().maxLength());
    }

    @Test
    public void everyAttributeIsUsedAndHasAnExampleOrIsTheCodecs() {
        Set<Attribute<?>> used = Arrays.stream(MessageKind.values())
                .flatMap(CatalogueTest::attributesOf)
                .collect(Collectors.toSet());
        for (Attribute<?> attribute : Attributes.all()) {
            boolean ofCodec = attribute == Attributes.FINGERPRINT || attribute == Attributes.MESSAGE_INTEGRITY_SHA256;
            assertEquals(attribute.toString(), !ofCodec, used.contains(attribute));
            if (ofCodec) {
                assertThrows(NoSuchElementException.class, () -> Examples.value(attribute));
            } else {
                assertNotNull(Examples.value(attribute));
            }
        }
    }

    @Test
    public void everyErrorCodeHasAMeaningAndNoneStandsTwice() throws Exception {
        Set<Integer> constants = new HashSet<>();
        for (java.lang.reflect.Field field : ErrorCodes.class.getFields()) {
            constants.add(field.getInt(null));
        }

        assertEquals(constants, ErrorCodes.all().stream().map(ErrorCode::code).collect(Collectors.toSet()));
        assertEquals(
                ErrorCodes.all().stream().map(ErrorCode::code).sorted().toList(),
                ErrorCodes.all().stream().map(ErrorCode::code).toList());
        assertEquals("Forbidden", ErrorCodes.find(403).orElseThrow().name());
        assertEquals(Optional.empty(), ErrorCodes.find(500));
    }

    @Test
    public void titlesAreForReaders() {
        assertEquals("Connection Bind", MessageKind.CONNECTION_BIND.title());
        assertEquals("Connect", MessageKind.CONNECT.title());
    }

    private static Stream<Attribute<?>> attributesOf(MessageKind kind) {
        return Stream.concat(kind.required().stream(), kind.optional().stream());
    }
}
