package org.ringback.crypto.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.ringback.api.net.AddressText;

/**
 * A server's name or address, in the configuration and, as dNSName or iPAddress (RFC 5280 §4.2.1.6), in its leaf. No
 * wildcards; names are compared without case. Never asks the DNS. Immutable.
 */
final class ServerHost {
    private static final Pattern ONLY_NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final int MAX_NAME = 253;

    private final String text;
    private final GeneralName name;

    private ServerHost(String text, GeneralName name) {
        this.text = text;
        this.name = name;
    }

    /**
     * Reads a host.
     *
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
     * @throws IllegalArgumentException if it is neither name nor address
     */
    static ServerHost parse(String host) {
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        String literal = brackets ? host.substring(1, host.length() - 1) : host;
        Optional<InetAddress> address = AddressText.read(literal).filter(one -> !brackets || literal.contains(":"));
        if (address.isPresent()) {
            return address(literal, address.get().getAddress());
        }
        String lower = host.toLowerCase(Locale.ROOT);
        String dns = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (dns.length() > MAX_NAME
                || ONLY_NUMBERS.matcher(dns).matches()
                || !Arrays.stream(dns.split("\\.", -1)).allMatch(LABEL.asMatchPredicate())) {
            throw bad();
        }
        return new ServerHost(dns, new GeneralName(GeneralName.dNSName, dns));
    }

    /** The form in a certificate. */
    GeneralName generalName() {
        return name;
    }

    /** Whether a certificate is for this host; one without a subjectAltName is for none. */
    boolean isIn(X509Certificate certificate) {
        try {
            GeneralNames names = GeneralNames.fromExtensions(
                    new X509CertificateHolder(certificate.getEncoded()).getExtensions(),
                    Extension.subjectAlternativeName);
            return names != null && Arrays.stream(names.getNames()).anyMatch(this::same);
        } catch (CertificateEncodingException | IOException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private boolean same(GeneralName other) {
        if (other.getTagNo() != name.getTagNo()) {
            return false;
        }
        if (name.getTagNo() == GeneralName.iPAddress) {
            return Arrays.equals(
                    ASN1OctetString.getInstance(other.getName()).getOctets(),
                    ASN1OctetString.getInstance(name.getName()).getOctets());
        }
        return other.getName().toString().equalsIgnoreCase(name.getName().toString());
    }

    private static ServerHost address(String text, byte[] bytes) {
        return new ServerHost(text, new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes)));
    }

    private static IllegalArgumentException bad() {
        return new IllegalArgumentException("server host: (expected: a DNS name, an IPv4 or an IPv6 address)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerHost host && name.equals(host.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
