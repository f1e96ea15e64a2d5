package org.ringback.config.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.NearMiss;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds mistakes in a Logback file that Logback ignores: it takes an unknown level for DEBUG and skips a misspelt
 * attribute. A value with a variable is not checked. Stateless.
 */
final class LogbackText {
    private static final String ROOT = "configuration";
    private static final String LEVEL = "level";
    private static final String CLASS = "class";
    private static final String REFERENCE = "appender-ref";
    private static final String VARIABLE = "${";
    private static final Set<String> PARTS = Set.of("appender", "logger", "root");
    private static final List<String> LEVELS =
            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", "ALL", "INHERITED");
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "logger",
            Set.of("name", LEVEL, "additivity"),
            "root",
            Set.of(LEVEL),
            "appender",
            Set.of("name", CLASS),
            REFERENCE,
            Set.of("ref"));
    private static final Set<String> HAVE_LEVELS = Set.of("logger", "root", "filter", "turbofilter");

    private LogbackText() {}

    /**
     * Checks a file.
     *
     * @param bytes the file
     * @param classes whether a class of a name exists
     * @throws IllegalArgumentException {@code line N: what: value (expected: …)}
     */
    static void check(byte[] bytes, Predicate<String> classes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("is empty (expected: <configuration>, as Logback has it)");
        }
        Reading reading = new Reading(classes);
        try {
            parser().parse(new InputSource(new ByteArrayInputStream(bytes)), reading);
        } catch (SAXParseException e) {
            throw new IllegalArgumentException(
                    "line " + e.getLineNumber() + ": " + e.getMessage() + " (expected: well-formed XML)", e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException("cannot be parsed: " + e.getMessage() + " (expected: XML)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + " (expected: XML in the encoding that it names)", e);
        }
        reading.checkReferences();
    }

    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        return factory.newSAXParser();
    }

    /** Parses one file, element by element. Used once. */
    private static final class Reading extends DefaultHandler {
        private final Predicate<String> classes;
        private final Deque<String> open = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final Set<String> appenders = new HashSet<>();
        private final Map<String, Integer> references = new HashMap<>();
        private boolean mayNameOthers;
        private @Nullable Locator place;

        Reading(Predicate<String> classes) {
            this.classes = classes;
        }

        @Override
        public void setDocumentLocator(Locator locator) {
            place = locator;
        }

        @Override
        public void startElement(String uri, String local, String qualified, Attributes attributes) {
            String element = qualified.toLowerCase(Locale.ROOT);
            String parent = open.isEmpty() ? "" : open.peek();
            open.push(element);
            text.setLength(0);
            checkName(element, parent, qualified);
            for (int i = 0; i < attributes.getLength(); i++) {
                checkAttribute(element, parent, attributes.getQName(i), attributes.getValue(i));
            }
            switch (element) {
                case "appender" -> note(attributes.getValue("name"));
                case REFERENCE -> references.putIfAbsent(String.valueOf(attributes.getValue("ref")), line());
                case "include", "if" -> mayNameOthers = true;
                default -> {}
            }
        }

        private void note(@Nullable String appender) {
            if (appender != null) {
                appenders.add(appender);
                mayNameOthers |= appender.contains(VARIABLE);
            }
        }

        private void checkName(String element, String parent, String written) {
            if (parent.isEmpty() && !element.equals(ROOT)) {
                throw refused("<" + written + ">", "<configuration>");
            }
            if (parent.equals(ROOT) && !PARTS.contains(element)) {
                NearMiss.of(element, PARTS).ifPresent(near -> {
                    throw refused("<" + written + ">", "<" + near + ">; did you mean that?");
                });
            }
        }

        private void checkAttribute(String element, String parent, String name, String value) {
            Set<String> known = ATTRIBUTES.getOrDefault(element, Set.of());
            if (!known.isEmpty() && !known.contains(name)) {
                throw refused(
                        name + "='" + value + "'",
                        "one of " + String.join(", ", known.stream().sorted().toList()));
            }
            boolean ofLevel = (known.contains(name) && name.equals(LEVEL))
                    || (element.equals(LEVEL) && name.equals("value") && HAVE_LEVELS.contains(parent));
            if (ofLevel) {
                checkLevel(value);
            }
            if (name.equals(CLASS) && value.contains(".") && !value.contains(VARIABLE) && !classes.test(value)) {
                throw refused("class: '" + value + "'", "a class that the log's bundle has");
            }
        }

        private void checkLevel(String value) {
            String level = value.strip();
            if (!level.contains(VARIABLE)
                    && !level.equalsIgnoreCase("NULL")
                    && LEVELS.stream().noneMatch(level::equalsIgnoreCase)) {
                throw refused("level: '" + level + "'", "one of " + String.join(", ", LEVELS));
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            text.append(characters, start, length);
        }

        @Override
        public void endElement(String uri, String local, String qualified) {
            String element = open.pop();
            if (element.equals(LEVEL) && !text.toString().isBlank() && HAVE_LEVELS.contains(open.peek())) {
                checkLevel(text.toString());
            }
            text.setLength(0);
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }

        void checkReferences() {
            references.forEach((name, line) -> {
                if (!appenders.contains(name) && !mayNameOthers && !name.contains(VARIABLE)) {
                    throw new IllegalArgumentException("line " + line + ": appender-ref: '" + name
                            + "' (expected: one of the appenders here: "
                            + String.join(", ", appenders.stream().sorted().toList()) + ")");
                }
            });
        }

        private int line() {
            Locator known = place;
            return known == null ? 1 : known.getLineNumber();
        }

        private IllegalArgumentException refused(String what, String expected) {
            return new IllegalArgumentException("line " + line() + ": " + what + " (expected: " + expected + ")");
        }
    }
}
