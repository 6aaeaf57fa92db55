package io.mainstay.oauth;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Compares what a client presents with the hashes of its secrets, of which there are two while it changes over. Fast on
/// purpose: the secrets are ours and can't be guessed.
final class ClientSecrets implements PasswordEncoder {

    private static final String SEPARATOR = ",";

    /// As the library carries it along.
    static String joined(List<Hash> hashes) {
        return hashes.stream().map(hash -> HexFormat.of().formatHex(hash.bytes()))
                .collect(Collectors.joining(SEPARATOR));
    }

    @Override
    public boolean matches(@Nullable CharSequence presented, @Nullable String joined) {
        if (presented == null || joined == null) {
            return false;
        }
        var hash = Secret.hash(presented.toString());
        return Arrays.stream(joined.split(SEPARATOR))
                .anyMatch(known -> hash.equals(new Hash(HexFormat.of().parseHex(known))));
    }

    @Override
    public String encode(@Nullable CharSequence secret) {
        throw new UnsupportedOperationException("secrets are made by " + OAuthClients.class.getSimpleName());
    }
}
