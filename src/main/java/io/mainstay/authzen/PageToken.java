package io.mainstay.authzen;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a page of a search ended, bound to what was searched for: with other entities it is refused, as the standard
/// wants.
final class PageToken {

    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

    private PageToken() {}

    static String of(UUID last, @Nullable Object... entities) {
        var bytes = ByteBuffer.allocate(BYTES).putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits()).putInt(mark(entities)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// @return null for the first page
    static @Nullable UUID read(Entities.@Nullable PageRequest page, @Nullable Object... entities) {
        var token = page == null ? null : page.token();
        if (token == null || token.isEmpty()) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            if (bytes.remaining() == BYTES) {
                var last = new UUID(bytes.getLong(), bytes.getLong());
                if (bytes.getInt() == mark(entities)) {
                    return last;
                }
            }
        } catch (IllegalArgumentException _) {
            // not base64: falls through to the refusal
        }
        throw Reading.malformed("/page/token", "must be the next_token of the same search");
    }

    private static int mark(@Nullable Object... entities) {
        return Objects.hash(Arrays.stream(entities).map(String::valueOf).toArray());
    }
}
