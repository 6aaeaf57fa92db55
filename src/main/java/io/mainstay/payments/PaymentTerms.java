package io.mainstay.payments;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every request that pays has to keep to.
public final class PaymentTerms {

    /// A provider's token; nothing in which a card number could hide.
    public static final String TOKEN = "(?!(?:.*\\d){12})[a-z]{1,10}_[A-Za-z0-9_]{1,100}";

    public static final String TOKEN_MESSAGE = "must be a token of the payment provider, never a card number";

    public static final String RETURN_MESSAGE = "must be an https URL of up to 2000 characters, without a user or fragment";

    private static final int MAX_URL = 2000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private PaymentTerms() {}

    /// Whether customers may be sent back there: https, or http on a loopback address.
    public static boolean isSafe(@Nullable URI returnUrl) {
        return returnUrl == null || returnUrl.toString().length() <= MAX_URL && returnUrl.getHost() != null
                && returnUrl.getRawUserInfo() == null && returnUrl.getRawFragment() == null
                && ("https".equals(returnUrl.getScheme())
                        || "http".equals(returnUrl.getScheme()) && LOOPBACK.contains(returnUrl.getHost()));
    }
}
