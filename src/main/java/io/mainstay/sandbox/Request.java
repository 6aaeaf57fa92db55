package io.mainstay.sandbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the provider was told to do. A repeat has to be equal to it.
///
/// @param operation the client's name for it, and the idempotency key
/// @param amount minor units, positive
/// @param on the payment method of an authorization, the destination of a payout, the authorization of anything else
/// @param whole of an authorization, whether it's captured at once; of a capture, whether the rest is given back
/// @param returnTo where the customer comes back to; null if nobody is there to confirm
record Request(Kind kind, String operation, long amount, String currency, String on, boolean whole,
        @Nullable String returnTo) {

    private static final int MAX_LENGTH = 255;

    /// @throws IllegalArgumentException if a member is missing, too long, or of the wrong type
    static Request of(Kind kind, JsonNode body) {
        var amount = body.get("amount");
        if (amount == null || !amount.canConvertToLong() || !amount.isIntegralNumber() || amount.longValue() <= 0) {
            throw new IllegalArgumentException("amount");
        }
        return switch (kind) {
            case authorize -> new Request(kind, text(body, "operation"), amount.longValue(), text(body, "currency"),
                    text(body, "paymentMethod"), flag(body, "capture"),
                    body.hasNonNull("returnTo") ? text(body, "returnTo") : null);
            case capture -> on(body, kind, amount.longValue(), "authorization", flag(body, "last"));
            case cancel, refund -> on(body, kind, amount.longValue(), "authorization", false);
            case payout -> on(body, kind, amount.longValue(), "destination", false);
        };
    }

    private static Request on(JsonNode body, Kind kind, long amount, String member, boolean whole) {
        return new Request(kind, text(body, "operation"), amount, text(body, "currency"), text(body, member), whole,
                null);
    }

    private static String text(JsonNode body, String member) {
        var value = body.get(member);
        if (value == null || !value.isString() || value.stringValue().length() > MAX_LENGTH) {
            throw new IllegalArgumentException(member);
        }
        return value.stringValue();
    }

    private static boolean flag(JsonNode body, String member) {
        var value = body.get(member);
        if (value == null || !value.isBoolean()) {
            throw new IllegalArgumentException(member);
        }
        return value.booleanValue();
    }
}
